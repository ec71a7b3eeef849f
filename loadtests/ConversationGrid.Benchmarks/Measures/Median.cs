namespace ConversationGrid.Benchmarks.Measures;

/// <summary>The middle of some figures, and how far they lie apart.</summary>
internal static class Median
{
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        if (sorted.Length == 0) return double.NaN;
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Largest over smallest; 1 when they agree.</summary>
    public static double Spread(IReadOnlyCollection<double> figures) => figures.Count == 0 || figures.Min() <= 0 ? double.NaN : figures.Max() / figures.Min();
}
