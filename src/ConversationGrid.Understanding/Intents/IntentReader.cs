using ConversationGrid.Contracts;
using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Understanding.Intents;

/// <summary>What a message wants, from a model trained on a workspace's own examples; <c>none</c> where nothing fits well enough.</summary>
internal static class IntentReader
{
    public const string None = "none";

    /// <summary>Training rows with these labels teach what lies out of scope.</summary>
    public static bool IsRefusal(string label) => label is "oos" or None;

    /// <summary>
    /// How well the best intent fits: its lead over the refusal where training had one, else its own score. A message that lies out of scope has no intent with
    /// a score above 0, the boundary of its machine.
    /// </summary>
    public static (int Best, float Fitness) Best(LinearModel model, ReadOnlySpan<float> scores)
    {
        var best = -1;
        var refusal = -1;
        for (var i = 0; i < model.Labels.Length; i++)
        {
            if (IsRefusal(model.Labels[i]))
                refusal = i;
            else if (best < 0 || scores[i] > scores[best])
                best = i;
        }
        return best < 0 ? (-1, float.NegativeInfinity) : (best, scores[best] - (refusal < 0 ? 0 : scores[refusal]));
    }

    public static IntentReading Read(TabledModel tabled, Reading reading)
    {
        var model = tabled.Model;
        var scores = tabled.Score(reading);
        var (best, fitness) = Best(model, scores);
        if (best < 0)
            return new IntentReading(None, 0);
        model.Calibration.ToConfidences(scores, model.Labels.Length);
        var confidence = Math.Round(scores[best], 4);
        return fitness < model.Calibration.RefuseBelow ? new IntentReading(None, Math.Round(1 - confidence, 4))
            : new IntentReading(model.Labels[best], confidence);
    }

    /// <summary>The best few intents with their confidences, best first.</summary>
    public static IReadOnlyList<IntentReading> Alternatives(TabledModel tabled, Reading reading, int most)
    {
        var model = tabled.Model;
        var scores = tabled.Score(reading);
        model.Calibration.ToConfidences(scores, model.Labels.Length);
        var found = new List<IntentReading>(model.Labels.Length);
        for (var i = 0; i < model.Labels.Length; i++)
        {
            if (!IsRefusal(model.Labels[i]))
                found.Add(new IntentReading(model.Labels[i], Math.Round(scores[i], 4)));
        }
        return [.. found.OrderByDescending(reading => reading.Confidence).ThenBy(reading => reading.Name, StringComparer.Ordinal).Take(most)];
    }
}
