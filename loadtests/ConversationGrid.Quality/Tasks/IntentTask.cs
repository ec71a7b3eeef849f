using System.Text.Json.Nodes;
using ConversationGrid.Quality.Measures;
using ConversationGrid.Training;
using ConversationGrid.Understanding.Intents;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Quality.Tasks;

/// <summary>
/// What a message wants. Rows labelled <c>oos</c> or <c>none</c> lie out of scope: with them in the test, refusing is part of the task; without them the best
/// intent counts and the share of refusals is told beside it.
/// </summary>
internal sealed class IntentTask : ClassifierTask
{
    public override string Name => "intent";

    protected override string[] LabelColumns => ["label", "intent"];

    protected override LinearModel Shipped() => ModelSet.Default.IntentPart.Model;

    protected override Answered AnswerOne(TabledModel tabled, string text, HashSet<string> allowed)
    {
        var model = tabled.Model;
        var scores = tabled.Score(Reading.Of(text));
        var (best, fitness) = IntentReader.Best(model, scores);
        var forced = best < 0 ? IntentReader.None : model.Labels[best];
        return new Answered(fitness < model.Calibration.RefuseBelow ? IntentReader.None : forced, forced, fitness);
    }

    protected override JsonObject Measure(IReadOnlyList<Example> test, IReadOnlyList<Answered> answers, double microseconds, TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentNullException.ThrowIfNull(report);
        var withRefusal = test.Any(example => IntentReader.IsRefusal(example.Label));
        var confusion = new Confusion();
        for (var i = 0; i < test.Count; i++)
        {
            var expected = IntentReader.IsRefusal(test[i].Label) ? IntentReader.None : test[i].Label;
            confusion.Add(expected, withRefusal ? answers[i].Label : answers[i].Forced);
        }
        confusion.Report(report);
        var json = confusion.ToJson(Name, microseconds);
        json["refused"] = Math.Round(answers.Count(answer => answer.Label == IntentReader.None) / (double)answers.Count, 5);
        if (withRefusal)
            AddRefusal(test, answers, json, report);
        return json;
    }

    private static void AddRefusal(IReadOnlyList<Example> test, IReadOnlyList<Answered> answers, JsonObject json, TextWriter report)
    {
        var inside = Enumerable.Range(0, test.Count).Where(i => !IntentReader.IsRefusal(test[i].Label)).ToArray();
        var outside = Enumerable.Range(0, test.Count).Where(i => IntentReader.IsRefusal(test[i].Label)).ToArray();
        var right = inside.Count(i => answers[i].Label == test[i].Label);
        var refused = outside.Count(i => answers[i].Label == IntentReader.None);
        var pairs = outside.Sum(o => inside.Sum(i => answers[i].Fitness > answers[o].Fitness ? 1.0 : answers[i].Fitness == answers[o].Fitness ? 0.5 : 0));
        var (low, high) = Interval.Wilson(right, inside.Length);
        var (refusedLow, refusedHigh) = Interval.Wilson(refused, outside.Length);
        json["inScopeAccuracy"] = Math.Round((double)right / Math.Max(1, inside.Length), 5);
        json["inScopeN"] = inside.Length;
        json["oosRecall"] = Math.Round((double)refused / outside.Length, 5);
        json["oosN"] = outside.Length;
        json["auroc"] = Math.Round(pairs / ((double)inside.Length * outside.Length), 5);
        json["forcedAccuracy"] = Math.Round(inside.Count(i => answers[i].Forced == test[i].Label) / (double)Math.Max(1, inside.Length), 5);
        report.WriteLine($"in scope {right}/{inside.Length} (95 % {low:P2} .. {high:P2}), out of scope refused {refused}/{outside.Length} ({refusedLow:P2} " +
            $".. {refusedHigh:P2})");
    }
}
