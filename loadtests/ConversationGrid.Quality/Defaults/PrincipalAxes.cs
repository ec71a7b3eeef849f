namespace ConversationGrid.Quality.Defaults;

/// <summary>The directions in which vectors spread most, by Jacobi's rotations of their covariance, each divided by its spread.</summary>
internal static class PrincipalAxes
{
    private const int Sweeps = 12;

    public static (double[] Mean, double[][] Axes) Of(IReadOnlyList<float[]> vectors, int count)
    {
        var size = vectors[0].Length;
        double[] mean = [.. Enumerable.Range(0, size).Select(i => vectors.Average(vector => (double)vector[i]))];
        var spreads = new double[size, size];
        foreach (var vector in vectors)
        {
            for (var row = 0; row < size; row++)
            {
                for (var column = 0; column < size; column++)
                    spreads[row, column] += (vector[row] - mean[row]) * (vector[column] - mean[column]) / vectors.Count;
            }
        }
        var turns = Diagonalise(spreads, size);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => spreads[i, i]).Take(count)];
        return (mean, [.. order.Select(axis => Enumerable.Range(0, size).Select(i => turns[i, axis] / Math.Sqrt(spreads[axis, axis])).ToArray())]);
    }

    /// <summary>Turns the matrix until only its diagonal is left; gives the turns, one axis a column.</summary>
    private static double[,] Diagonalise(double[,] matrix, int size)
    {
        var turns = new double[size, size];
        for (var i = 0; i < size; i++)
            turns[i, i] = 1;
        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                    Rotate(matrix, turns, p, q);
            }
        }
        return turns;
    }

    private static void Rotate(double[,] matrix, double[,] turns, int p, int q)
    {
        if (Math.Abs(matrix[p, q]) < 1e-12)
            return;
        var ratio = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        var tangent = (ratio < 0 ? -1 : 1) / (Math.Abs(ratio) + Math.Sqrt((ratio * ratio) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        var size = matrix.GetLength(0);
        for (var i = 0; i < size; i++)
            (matrix[i, p], matrix[i, q]) = ((cosine * matrix[i, p]) - (sine * matrix[i, q]), (sine * matrix[i, p]) + (cosine * matrix[i, q]));
        for (var i = 0; i < size; i++)
            (matrix[p, i], matrix[q, i]) = ((cosine * matrix[p, i]) - (sine * matrix[q, i]), (sine * matrix[p, i]) + (cosine * matrix[q, i]));
        for (var i = 0; i < size; i++)
            (turns[i, p], turns[i, q]) = ((cosine * turns[i, p]) - (sine * turns[i, q]), (sine * turns[i, p]) + (cosine * turns[i, q]));
    }
}
