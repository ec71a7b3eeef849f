using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Training;

/// <summary>
/// Moves each label's bias so that rare labels are found as well as frequent ones: on examples held back, by the mean F1 over labels. Where examples
/// carry several
/// labels, 0 becomes each label's own threshold; where they carry one, the strongest label decides.
/// </summary>
internal static class BalanceTuning
{
    private const int Passes = 2;
    private const int Steps = 12;
    private const float StepSize = 0.05f;

    /// <summary>Scores of one example, the places of its own labels, and how much it counts.</summary>
    internal sealed record Row(float[] Scores, int[] Own, float Weight);

    public static float[] Shifts(IReadOnlyList<Row> rows, int labels) =>
        rows.Any(row => row.Own.Length > 1) ? Thresholds(rows, labels) : Offsets(rows, labels);

    public static LinearModel Shifted(LinearModel model, float[] shifts)
    {
        var bias = (float[])model.Weights.Bias.Clone();
        for (var i = 0; i < shifts.Length; i++)
            bias[i] += shifts[i];
        return new LinearModel(model.Name, model.Labels, model.Weights with { Bias = bias }, model.Calibration);
    }

    private static float[] Thresholds(IReadOnlyList<Row> rows, int labels)
    {
        var shifts = new float[labels];
        for (var label = 0; label < labels; label++)
        {
            var sorted = rows.Select(row => (Score: row.Scores[label], Own: row.Own.Contains(label), row.Weight)).OrderByDescending(row => row.Score).ToArray();
            var own = sorted.Sum(row => row.Own ? row.Weight : 0.0);
            var (hits, given, best) = (0.0, 0.0, 0.0);
            foreach (var row in sorted)
            {
                hits += row.Own ? row.Weight : 0;
                given += row.Weight;
                var f1 = 2 * hits / (given + own);
                if (f1 > best)
                    (best, shifts[label]) = (f1, -row.Score);
            }
        }
        return shifts;
    }

    private static float[] Offsets(IReadOnlyList<Row> rows, int labels)
    {
        var shifts = new float[labels];
        var best = MacroF1(rows, shifts);
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var label = 0; label < labels; label++)
            {
                var kept = shifts[label];
                for (var step = -Steps; step <= Steps; step++)
                {
                    var tried = (float[])shifts.Clone();
                    tried[label] = step * StepSize;
                    var value = MacroF1(rows, tried);
                    // A small gain on few examples is noise; a bias moves only for more than that.
                    if (value > best + 0.001)
                        (best, kept) = (value, tried[label]);
                }
                shifts[label] = kept;
            }
        }
        return shifts;
    }

    private static double MacroF1(IReadOnlyList<Row> rows, float[] shifts)
    {
        var hits = new double[shifts.Length];
        var given = new double[shifts.Length];
        var own = new double[shifts.Length];
        foreach (var (scores, labels, weight) in rows)
        {
            var best = 0;
            for (var i = 1; i < shifts.Length; i++)
            {
                if (scores[i] + shifts[i] > scores[best] + shifts[best])
                    best = i;
            }
            given[best] += weight;
            foreach (var label in labels)
            {
                own[label] += weight;
                hits[label] += label == best ? weight : 0;
            }
        }
        var sum = 0.0;
        for (var i = 0; i < shifts.Length; i++)
            sum += own[i] + given[i] == 0 ? 0 : 2 * hits[i] / (own[i] + given[i]);
        return sum / shifts.Length;
    }
}
