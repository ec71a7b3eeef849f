using System.Numerics;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>
/// The numbers of a linear model, one row of bytes a feature: a signed weight for each label, then, as the last two bytes, the feature's value (its rarity in
/// the training texts, in 1/16) and the row's scale. So a feature costs one line of the cache. A weight is <c>cell * row scale * Scale</c>.
/// </summary>
/// <param name="Keys">Hash of each feature.</param>
/// <param name="Rows"><paramref name="Stride"/> bytes a feature.</param>
/// <param name="Bias">One a label.</param>
/// <param name="FamilyWeights">How much each <see cref="GramFamily"/> counts; 0 leaves it out.</param>
/// <param name="MeaningWeight">How much the message's vector counts (<see cref="WordVectors"/>); 0 leaves it out.</param>
/// <param name="MeaningRows">A row as in <paramref name="Rows"/> for each of its dimensions; empty where it is left out.</param>
/// <param name="UnseenValue">Value of a feature that training never saw, in 1/16.</param>
/// <param name="Scale">Common scale of all weights.</param>
/// <param name="Stride">Bytes a row: labels and two, rounded up to 16.</param>
internal sealed record LinearWeights(uint[] Keys, sbyte[] Rows, float[] Bias, float[] FamilyWeights, float MeaningWeight, sbyte[] MeaningRows, int UnseenValue,
    float Scale, int Stride)
{
    public const int RowScaleMax = 255;
    public const int ValueMax = 255;
    public const int ValueUnit = 16;

    /// <summary>Rounds labels and the two bytes beside them up to whole vectors.</summary>
    public static int StrideFor(int labels) => (labels + 2 + 15) & ~15;

    /// <summary>Value of a row in 1/16.</summary>
    public int ValueOf(int row) => (byte)Rows[(row * Stride) + Stride - 2];

    public int RowScaleOf(int row) => (byte)Rows[(row * Stride) + Stride - 1];

    /// <summary>Unscaled weight of a row for a label.</summary>
    public float WeightOf(int row, int label) => Rows[(row * Stride) + label] * RowScaleOf(row) * Scale;

    /// <summary>
    /// Brings trained weights to 8 bits: each row has its own scale, so that rare, weak features keep their shape. Kept rows behind those of the keys are the
    /// meaning's.
    /// </summary>
    public static LinearWeights Quantise(
        IReadOnlyList<int> kept, uint[] keys, byte[] values, float[] weights, float[] bias, float[] familyWeights, float meaningWeight, int unseenValue,
        int stride)
    {
        var top = 1e-9f;
        foreach (var row in kept)
        {
            for (var i = 0; i < stride; i++)
                top = Math.Max(top, Math.Abs(weights[(row * stride) + i]));
        }
        var scale = top / (127f * RowScaleMax);
        var rows = new sbyte[kept.Count * stride];
        for (var at = 0; at < kept.Count; at++)
        {
            var row = weights.AsSpan(kept[at] * stride, stride);
            var most = 0f;
            foreach (var weight in row)
                most = Math.Max(most, Math.Abs(weight));
            var rowScale = (int)Math.Clamp(MathF.Ceiling(most / (127f * scale)), 1, RowScaleMax);
            var to = rows.AsSpan(at * stride, stride);
            for (var i = 0; i < stride; i++)
                to[i] = (sbyte)Math.Clamp(MathF.Round(row[i] / (rowScale * scale)), -127, 127);
            to[stride - 2] = (sbyte)values[kept[at]];
            to[stride - 1] = (sbyte)rowScale;
        }
        uint[] keptKeys = [.. kept.Where(row => row < keys.Length).Select(row => keys[row])];
        var end = keptKeys.Length * stride;
        return new LinearWeights(keptKeys, rows[..end], bias, familyWeights, meaningWeight, rows[end..], unseenValue, scale, stride);
    }

    /// <summary>Slots for a table of so many keys: a power of two, at most half full.</summary>
    public static int SlotsFor(int keys) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, keys * 2));
}
