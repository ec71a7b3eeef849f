using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>Positive, neutral or negative. A test without neutral rows is answered between the two sides.</summary>
internal sealed class SentimentTask : ClassifierTask
{
    public override string Name => "sentiment";

    protected override string[] LabelColumns => ["label", "sentiment"];

    protected override LinearModel Shipped() => ModelSet.Default.SentimentPart.Model;

    protected override Answered AnswerOne(LinearModel model, string text, HashSet<string> allowed)
    {
        var reading = Reading.Of(text);
        var scores = reading.Scores(model.Stride);
        model.Score(reading.Grams, scores);
        var best = -1;
        for (var i = 0; i < model.Labels.Length; i++)
        {
            if (allowed.Contains(model.Labels[i]) && (best < 0 || scores[i] > scores[best]))
                best = i;
        }
        return best < 0 ? new Answered("none", "none", 0) : new Answered(model.Labels[best], model.Labels[best], scores[best]);
    }
}
