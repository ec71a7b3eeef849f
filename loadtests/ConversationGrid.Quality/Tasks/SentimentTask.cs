using System.Globalization;
using System.Text.Json.Nodes;
using ConversationGrid.Quality.Defaults;
using ConversationGrid.Quality.Measures;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Sentiments;

namespace ConversationGrid.Quality.Tasks;

/// <summary>
/// Positive, neutral or negative. A test without neutral rows is answered between the two sides; a test whose labels are numbers gives the correlation of the
/// score with them.
/// </summary>
internal sealed class SentimentTask : ClassifierTask
{
    public override string Name => "sentiment";

    protected override string[] LabelColumns => ["label", "sentiment", "score"];

    protected override LinearModel Shipped() => ModelSet.Default.SentimentPart.Model;

    /// <summary>The shipped model's material, less every text that falls into the tested fold, whichever file it comes from.</summary>
    protected override LinearModel TrainFold(Example[] rest, Func<string, bool> isTested) =>
        ModelTraining.TrainModel(Name, [.. MoodMaterial.Sentiments(Material.Of(Options.None)).Where(example => !isTested(example.Text))]).Model;

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
        var label = best < 0 ? "none" : model.Labels[best];
        model.Calibration.ToConfidences(scores, model.Labels.Length);
        var score = 0.0;
        for (var i = 0; i < model.Labels.Length; i++)
            score += model.Labels[i] == SentimentReader.Positive ? scores[i] : model.Labels[i] == SentimentReader.Negative ? -scores[i] : 0;
        return new Answered(label, label, score);
    }

    protected override JsonObject Measure(IReadOnlyList<Example> test, IReadOnlyList<Answered> answers, double microseconds, TextWriter report)
    {
        if (test.All(example => double.TryParse(example.Label, CultureInfo.InvariantCulture, out _)))
        {
            double[] expected = [.. test.Select(example => double.Parse(example.Label, CultureInfo.InvariantCulture))];
            return new JsonObject
            {
                ["task"] = Name, ["n"] = test.Count, ["r"] = Math.Round(Correlation(expected, [.. answers.Select(answer => answer.Fitness)]), 4),
                ["microsecondsPerItem"] = Math.Round(microseconds, 2),
            };
        }
        var json = base.Measure(test, answers, microseconds, report);
        Slices.Report([.. test.Select(example => example.Text)], i => test[i].Label == answers[i].Label, report);
        return json;
    }

    private static double Correlation(double[] one, double[] other)
    {
        var (meanOne, meanOther) = (one.Average(), other.Average());
        var (both, squaresOne, squaresOther) = (0.0, 0.0, 0.0);
        for (var i = 0; i < one.Length; i++)
        {
            both += (one[i] - meanOne) * (other[i] - meanOther);
            squaresOne += (one[i] - meanOne) * (one[i] - meanOne);
            squaresOther += (other[i] - meanOther) * (other[i] - meanOther);
        }
        return squaresOne == 0 || squaresOther == 0 ? 0 : both / Math.Sqrt(squaresOne * squaresOther);
    }
}
