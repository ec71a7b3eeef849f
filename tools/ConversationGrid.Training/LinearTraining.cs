using ConversationGrid.Understanding.Models;

namespace ConversationGrid.Training;

/// <summary>Labelled texts to a linear model.</summary>
internal static class LinearTraining
{
    /// <summary>A label may be several, comma-separated.</summary>
    public static LinearModel Train(string name, IReadOnlyList<Example> examples, IReadOnlyList<string> labels, TrainingOptions options)
    {
        var matrix = FeatureMatrix.Of(examples, options);
        var placeOf = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i, StringComparer.Ordinal);
        int[][] rowLabels = [.. examples.Select(example => Places(example.Label, placeOf))];
        float[] exampleWeights = [.. examples.Select(example => example.Weight)];
        var (weights, bias) = MarginTrainer.Train(matrix, rowLabels, exampleWeights, labels.Count, options);
        var stride = LinearWeights.StrideFor(labels.Count);
        var strongest = Strongest(matrix, weights, stride, options);
        if (options.Twice)
        {
            matrix = FeatureMatrix.Of(examples, options, [.. strongest.Select(row => matrix.Keys[row])]);
            (weights, bias) = MarginTrainer.Train(matrix, rowLabels, exampleWeights, labels.Count, options);
            strongest = Strongest(matrix, weights, stride, options);
        }
        int[] kept = [.. strongest, .. Enumerable.Range(matrix.Keys.Length, matrix.ColumnCount - matrix.Keys.Length)];
        var quantised = LinearWeights.Quantise(
            kept, matrix.Keys, matrix.Values, weights, bias, [.. options.FamilyWeights], options.MeaningWeight, matrix.UnseenValue, stride);
        return new LinearModel(name, labels, quantised, new Calibration(4f));
    }

    public static string[] LabelsOf(IEnumerable<Example> examples) =>
        [.. examples.SelectMany(example => example.Label.Split(',')).Where(label => label.Length > 0).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];

    private static int[] Places(string label, Dictionary<string, int> placeOf) =>
        label.Contains(',', StringComparison.Ordinal) ? [.. label.Split(',').Where(placeOf.ContainsKey).Select(one => placeOf[one])]
        : placeOf.TryGetValue(label, out var place) ? [place] : [];

    private static List<int> Strongest(FeatureMatrix matrix, float[] weights, int stride, TrainingOptions options)
    {
        var most = options.FeaturesMax;
        var strengths = new float[matrix.Keys.Length];
        var seenIn = new int[matrix.ColumnCount];
        foreach (var column in matrix.Columns)
            seenIn[column]++;
        for (var row = 0; row < strengths.Length; row++)
        {
            foreach (var weight in weights.AsSpan(row * stride, stride))
                strengths[row] = Math.Max(strengths[row], Math.Abs(weight) * matrix.Values[row]);
            strengths[row] *= MathF.Pow(seenIn[row], options.CommonPower);
        }
        var threshold = 0f;
        if (strengths.Length > most)
        {
            var sorted = (float[])strengths.Clone();
            Array.Sort(sorted);
            threshold = sorted[^most];
        }
        return [.. Enumerable.Range(0, strengths.Length).Where(row => strengths[row] > 0 && strengths[row] >= threshold).Take(most)];
    }
}
