using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>The numbers of a linear model. A weight is <c>Cells * RowScales * Scale</c>; a feature's value is its rarity in the training texts.</summary>
/// <param name="Keys">Hash of each feature.</param>
/// <param name="Values">Inverse document frequency of each feature, at least a little above 0.</param>
/// <param name="RowScales">What the 8-bit cells of a row are multiplied with, 1..<see cref="RowScaleMax"/>.</param>
/// <param name="Cells">A row of <paramref name="Stride"/> weights for each feature.</param>
/// <param name="Bias">One a label.</param>
/// <param name="FamilyWeights">How much each <see cref="GramFamily"/> counts; 0 leaves it out.</param>
/// <param name="UnseenValue">Value of a feature that training never saw.</param>
/// <param name="Scale">Common scale of all weights.</param>
/// <param name="Stride">Labels rounded up to 16.</param>
internal sealed record LinearWeights(
    uint[] Keys, float[] Values, byte[] RowScales, sbyte[] Cells, float[] Bias, float[] FamilyWeights, float UnseenValue, float Scale, int Stride)
{
    public const int RowScaleMax = 255;

    /// <summary>Rounds a number of labels up to whole vectors.</summary>
    public static int StrideFor(int labels) => (labels + 15) & ~15;

    /// <summary>Brings trained weights to 8 bits: each row has its own scale, so that rare, weak features keep their shape.</summary>
    public static LinearWeights Quantise(
        IReadOnlyList<int> kept, uint[] keys, float[] values, float[] weights, float[] bias, float[] familyWeights, float unseenValue, int stride)
    {
        var top = 1e-9f;
        foreach (var row in kept)
        {
            for (var i = 0; i < stride; i++)
                top = Math.Max(top, Math.Abs(weights[(row * stride) + i]));
        }
        var scale = top / (127f * RowScaleMax);
        var cells = new sbyte[kept.Count * stride];
        var rowScales = new byte[kept.Count];
        for (var at = 0; at < kept.Count; at++)
        {
            var row = weights.AsSpan(kept[at] * stride, stride);
            var most = 0f;
            foreach (var weight in row)
                most = Math.Max(most, Math.Abs(weight));
            var rowScale = (int)Math.Clamp(MathF.Ceiling(most / (127f * scale)), 1, RowScaleMax);
            rowScales[at] = (byte)rowScale;
            for (var i = 0; i < stride; i++)
                cells[(at * stride) + i] = (sbyte)Math.Clamp(MathF.Round(row[i] / (rowScale * scale)), -127, 127);
        }
        return new LinearWeights(
            [.. kept.Select(row => keys[row])], [.. kept.Select(row => values[row])], rowScales, cells, bias, familyWeights, unseenValue, scale, stride);
    }
}
