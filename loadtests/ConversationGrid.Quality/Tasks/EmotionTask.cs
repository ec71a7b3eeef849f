using System.Text.Json.Nodes;
using ConversationGrid.Quality.Measures;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>
/// The strongest emotion. A row may name several, comma-separated: then the strongest counts as right when it is among them, and macro-F1 is the mean over
/// labels of the F1 of giving that label or not, as in the paper of the data set.
/// </summary>
internal sealed class EmotionTask : ClassifierTask
{
    public override string Name => "emotion";

    protected override string[] LabelColumns => ["label", "ekman", "emotion"];

    protected override LinearModel Shipped() => ModelSet.Default.EmotionPart.Model;

    protected override Answered AnswerOne(TabledModel tabled, string text, HashSet<string> allowed)
    {
        var labels = tabled.Model.Labels;
        var scores = tabled.Score(Reading.Of(text));
        var best = -1;
        var given = "";
        for (var i = 0; i < labels.Length; i++)
        {
            if (!allowed.Contains(labels[i]))
                continue;
            if (best < 0 || scores[i] > scores[best])
                best = i;
            if (scores[i] >= 0)
                given += "," + labels[i];
        }
        var strongest = best < 0 ? "none" : labels[best];
        return new Answered(strongest, given.Length == 0 ? strongest : given[1..], best < 0 ? 0 : scores[best]);
    }

    protected override JsonObject Measure(IReadOnlyList<Example> test, IReadOnlyList<Answered> answers, double microseconds, TextWriter report)
    {
        if (!test.Any(example => example.Label.Contains(',', StringComparison.Ordinal)))
            return base.Measure(test, answers, microseconds, report);
        var confusion = new Confusion();
        for (var i = 0; i < test.Count; i++)
        {
            var own = test[i].Label.Split(',');
            confusion.Add(own.Contains(answers[i].Label) ? answers[i].Label : own[0], answers[i].Label);
        }
        confusion.Report(report);
        var json = confusion.ToJson(Name, microseconds);
        var labels = test.SelectMany(example => example.Label.Split(',')).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var macro = labels.Average(label => F1(label, test, answers));
        report.WriteLine($"several labels a row: macro-F1 over labels {macro:P2}; " +
            string.Join(", ", labels.Select(label => $"{label} {F1(label, test, answers):P1}")));
        json["macroF1Strongest"] = json["macroF1"]!.DeepClone();
        json["macroF1"] = Math.Round(macro, 5);
        return json;
    }

    private static double F1(string label, IReadOnlyList<Example> test, IReadOnlyList<Answered> answers)
    {
        var (hits, own, given) = (0, 0, 0);
        for (var i = 0; i < test.Count; i++)
        {
            var isOwn = test[i].Label.Split(',').Contains(label);
            var isGiven = answers[i].Forced.Split(',').Contains(label);
            own += isOwn ? 1 : 0;
            given += isGiven ? 1 : 0;
            hits += isOwn && isGiven ? 1 : 0;
        }
        return own + given == 0 ? 0 : 2.0 * hits / (own + given);
    }
}
