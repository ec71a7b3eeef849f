using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>
/// A linear model over hashed features with 8-bit weights. Immutable and thread-safe. Scores are sums of whole numbers, so they are the same on every machine and
/// with every vector width.
/// </summary>
internal sealed class LinearModel(string name, IReadOnlyList<string> labels, LinearWeights weights, Calibration calibration)
{
    /// <summary>Fixed-point scale of one feature's value after the length of its family is taken out. Sums stay below 2^31 for the longest message.</summary>
    private const float Fixed = 512f;

    private static readonly int[] TermWeights = [.. Enumerable.Range(0, 256).Select(count => (int)Math.Round(LinearWeights.ValueUnit * TermWeight((byte)Math.Max(1, count))))];

    public string Name { get; } = name;

    public string[] Labels { get; } = [.. labels];

    public LinearWeights Weights { get; } = weights;

    public Calibration Calibration { get; } = calibration;

    /// <summary>Length of the span that <see cref="Score"/> fills, at least the number of labels.</summary>
    public int Stride => Weights.Stride;

    /// <summary>How much a repeated feature counts: 1 + ln(count).</summary>
    public static float TermWeight(byte count) => count == 1 ? 1f : 1f + MathF.Log(count);

    /// <summary>The same weights, calibrated otherwise.</summary>
    public LinearModel With(Calibration other) => new(Name, Labels, Weights, other);

    /// <summary>
    /// Fills <paramref name="scores"/> (of <see cref="Stride"/> or more) from the rows that a table found for the features, and gives the share of the message's words
    /// that the model knows, 0..1.
    /// </summary>
    [SkipLocalsInit]
    public float Score(Grams grams, ReadOnlySpan<int> rows, Span<float> scores)
    {
        Span<int> sums = stackalloc int[Stride];
        sums.Clear();
        var known = 0;
        var from = 0;
        for (var family = 0; family < Grams.FamilyCount; family++)
        {
            var to = grams.Ends[family];
            if (Weights.FamilyWeights[family] > 0)
            {
                var found = AddFamily(rows[from..to], grams.Counts[from..to], sums, Weights.FamilyWeights[family]);
                known = family == 0 ? found : known;
            }
            from = to;
        }
        for (var i = 0; i < Labels.Length; i++)
            scores[i] = (sums[i] * (Weights.Scale / Fixed)) + Weights.Bias[i];
        return grams.Ends[0] == 0 ? 0 : (float)known / grams.Ends[0];
    }

    private int AddFamily(ReadOnlySpan<int> rows, ReadOnlySpan<byte> counts, Span<int> sums, float weight)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Weights.Rows);
        var valueAt = Stride - 2;
        var found = 0;
        var squares = 0L;
        for (var i = 0; i < rows.Length; i++)
        {
            // A feature never seen in training still takes its part of the length, as the rarest ones do.
            long value = Weights.UnseenValue;
            if (rows[i] >= 0)
            {
                found++;
                value = (byte)Unsafe.Add(ref cells, (rows[i] * Stride) + valueAt);
            }
            value *= TermWeights[counts[i]];
            squares += value * value;
        }
        if (found == 0)
            return 0;
        var scale = weight * Fixed / MathF.Sqrt(squares);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
                continue;
            ref var row = ref Unsafe.Add(ref cells, rows[i] * Stride);
            var multiplier = (int)MathF.Round((byte)Unsafe.Add(ref row, valueAt) * TermWeights[counts[i]] * (byte)Unsafe.Add(ref row, valueAt + 1) * scale);
            AddRow(ref row, multiplier, sums);
        }
        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(ref sbyte row, int multiplier, Span<int> sums)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var i = 0;
        if (Avx512F.IsSupported)
        {
            var by = Vector512.Create(multiplier);
            for (; i < sums.Length; i += 16)
            {
                var wide = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row, (nuint)i));
                (Vector512.LoadUnsafe(ref sum, (nuint)i) + (wide * by)).StoreUnsafe(ref sum, (nuint)i);
            }
            return;
        }
        if (Avx2.IsSupported)
        {
            var by = Vector256.Create(multiplier);
            for (; i < sums.Length; i += 16)
            {
                var narrow = Vector128.LoadUnsafe(ref row, (nuint)i);
                var low = Avx2.ConvertToVector256Int32(narrow);
                var high = Avx2.ConvertToVector256Int32(Vector128.Shuffle(narrow.AsInt64(), Vector128.Create(1L, 0L)).AsSByte());
                (Vector256.LoadUnsafe(ref sum, (nuint)i) + (low * by)).StoreUnsafe(ref sum, (nuint)i);
                (Vector256.LoadUnsafe(ref sum, (nuint)i + 8) + (high * by)).StoreUnsafe(ref sum, (nuint)i + 8);
            }
            return;
        }
        for (; i < sums.Length; i++)
            sums[i] += Unsafe.Add(ref row, i) * multiplier;
    }
}
