namespace ConversationGrid.Faults;

/// <summary>Percentiles of a few waits, in seconds.</summary>
internal sealed record Waits(int Count, double P50, double P99, double Max)
{
    public static Waits Of(IEnumerable<double> seconds)
    {
        var sorted = seconds.Order().ToList();
        return sorted.Count == 0 ? new(0, 0, 0, 0) : new(sorted.Count, At(sorted, 0.5), At(sorted, 0.99), sorted[^1]);
    }

    public static double At(List<double> sorted, double share) => sorted[(int)Math.Min(sorted.Count - 1, sorted.Count * share)];
}
