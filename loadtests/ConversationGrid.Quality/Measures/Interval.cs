namespace ConversationGrid.Quality.Measures;

/// <summary>A 95 % interval of a share.</summary>
public readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959964;

    /// <summary>Wilson's score interval for <paramref name="hits"/> of <paramref name="n"/>.</summary>
    public static Interval Wilson(int hits, int n)
    {
        if (n == 0)
            return new(0, 1);
        var share = (double)hits / n;
        var denominator = 1 + (Z * Z / n);
        var centre = share + (Z * Z / (2 * n));
        var half = Z * Math.Sqrt((share * (1 - share) / n) + (Z * Z / (4.0 * n * n)));
        return new((centre - half) / denominator, (centre + half) / denominator);
    }
}
