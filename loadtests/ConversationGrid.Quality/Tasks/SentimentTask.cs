using ConversationGrid.Quality.Defaults;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Training;

namespace ConversationGrid.Quality.Tasks;

/// <summary>Positive, neutral or negative. A test without neutral rows is answered between the two sides.</summary>
internal sealed class SentimentTask : ClassifierTask
{
    public override string Name => "sentiment";

    protected override string[] LabelColumns => ["label", "sentiment"];

    protected override LinearModel Shipped() => ModelSet.Default.SentimentPart.Model;

    /// <summary>The shipped model's material, less every text that falls into the tested fold, whichever file it comes from.</summary>
    protected override LinearModel TrainFold(Example[] rest, Func<string, bool> isTested) =>
        ModelTraining.TrainModel(Name, [.. MoodMaterial.Sentiments(Material.Of(Options.Parse([]))).Where(example => !isTested(example.Text))]).Model;

    protected override Answered AnswerOne(TabledModel tabled, string text, HashSet<string> allowed)
    {
        var model = tabled.Model;
        var scores = tabled.Score(Reading.Of(text));
        var best = -1;
        for (var i = 0; i < model.Labels.Length; i++)
        {
            if (allowed.Contains(model.Labels[i]) && (best < 0 || scores[i] > scores[best]))
                best = i;
        }
        return best < 0 ? new Answered("none", "none", 0) : new Answered(model.Labels[best], model.Labels[best], scores[best]);
    }
}
