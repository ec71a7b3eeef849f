namespace ConversationGrid.Knowledge;

/// <summary>
/// How sure a search is that its article answers, 0..1: a logistic function of <see cref="ConfidenceSignals"/>. <c>fit-confidence</c> of the quality program
/// fitted the numbers, on questions of others that the demo's articles do not answer as well as on those that they do; docs/knowledge.md says which, and how
/// questions that took no part fare.
/// </summary>
internal static class Confidence
{
    private static readonly Fitted Words = new(-4.60, [1.05, 0.36, 4.42, 1.26, 2.06, 1.88, -0.43, 0.84, -1.42, 2.45]);

    private static readonly Fitted Sentences = new(-4.79, [0.45, 0.05, 3.59, 0.66, 0.97, 0.80, -0.57, -0.26, 5.30, 2.91]);

    /// <summary>From this share on what question and article have in common is names alone, which say nothing of what is asked.</summary>
    private const float NamesAlone = 0.95f;

    /// <summary>Confidence in what shares names alone.</summary>
    private const double OfNames = 0.05;

    public static double Of(in ConfidenceSignals signals)
    {
        if (signals.Named >= NamesAlone && signals.Whole > 0) return OfNames;
        Span<double> values = stackalloc double[ConfidenceSignals.Count];
        signals.Values(values);
        var fitted = signals.IsOfSentences ? Sentences : Words;
        var z = fitted.Bias;
        for (var i = 0; i < fitted.Weights.Length; i++)
            z += fitted.Weights[i] * values[i];
        return 1 / (1 + Math.Exp(-z));
    }

    /// <summary>A bias and a weight for each of <see cref="ConfidenceSignals.Names"/>.</summary>
    private sealed record Fitted(double Bias, double[] Weights);
}
