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

    /// <summary>As a whole number, so that it is the same everywhere.</summary>
    public static long LengthSquared(ReadOnlySpan<int> meaning)
    {
        var squares = 0L;
        foreach (var part in meaning)
            squares += (long)part * part;
        return squares;
    }

    /// <summary>The same weights, calibrated otherwise.</summary>
    public LinearModel With(Calibration other) => new(Name, Labels, Weights, other);

    /// <summary>
    /// Fills <paramref name="scores"/> (of <see cref="Stride"/> or more) from the rows that a table found for the features, counted from <paramref name="first"/>. A row
    /// of zeros is that of a feature which another model of the table knows.
    /// </summary>
    [SkipLocalsInit]
    public void Score(Grams grams, ReadOnlySpan<int> rows, ref sbyte first, Span<float> scores)
    {
        Span<int> sums = stackalloc int[Stride];
        sums.Clear();
        var from = 0;
        for (var family = 0; family < Grams.FamilyCount; family++)
        {
            var to = grams.Ends[family];
            if (Weights.FamilyWeights[family] > 0)
                AddFamily(rows[from..to], grams.Counts[from..to], ref first, sums, Weights.FamilyWeights[family]);
            from = to;
        }
        if (Weights.MeaningWeight > 0)
            AddMeaning(grams.Meaning, sums);
        for (var i = 0; i < Labels.Length; i++)
            scores[i] = (sums[i] * (Weights.Scale / Fixed)) + Weights.Bias[i];
    }

    /// <summary>
    /// Without a branch on what the feature is: a feature that the model does not know has a row of zeros, and adding zeros is cheaper than guessing wrong which it is.
    /// </summary>
    private void AddFamily(ReadOnlySpan<int> rows, ReadOnlySpan<byte> counts, ref sbyte first, Span<int> sums, float weight)
    {
        var valueAt = Stride - 2;
        var terms = TermWeights;
        var squares = 0L;
        var unseen = Weights.UnseenValue;
        for (var i = 0; i < rows.Length; i++)
        {
            // A feature never seen in training still takes its part of the length, as the rarest ones do.
            var value = (int)(byte)Unsafe.Add(ref first, rows[i] + valueAt);
            var term = (value == 0 ? unseen : value) * terms[counts[i]];
            squares += (long)term * term;
        }
        if (squares == 0)
            return;
        var scale = weight * Fixed / MathF.Sqrt(squares);
        if (Avx512F.IsSupported && Stride <= 2 * Vector512<int>.Count)
        {
            AddRowsNarrow(rows, counts, ref first, sums, scale);
            return;
        }
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref first, rows[i]);
            AddRow(ref row, Multiplier(ref row, valueAt, terms[counts[i]], scale), sums);
        }
    }

    /// <summary>The same sums kept in two registers.</summary>
    private void AddRowsNarrow(ReadOnlySpan<int> rows, ReadOnlySpan<byte> counts, ref sbyte first, Span<int> sums, float scale)
    {
        var valueAt = Stride - 2;
        var terms = TermWeights;
        var wide = Stride > Vector512<int>.Count;
        var low = Vector512<int>.Zero;
        var high = Vector512<int>.Zero;
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref first, rows[i]);
            var by = Vector512.Create(Multiplier(ref row, valueAt, terms[counts[i]], scale));
            low += Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row)) * by;
            if (wide)
                high += Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row, (nuint)Vector512<int>.Count)) * by;
        }
        (Vector512.Create<int>(sums) + low).CopyTo(sums);
        if (wide)
            (Vector512.Create<int>(sums[Vector512<int>.Count..]) + high).CopyTo(sums[Vector512<int>.Count..]);
    }

    /// <summary>The message's vector at length 1, each of its dimensions a feature.</summary>
    private void AddMeaning(ReadOnlySpan<int> meaning, Span<int> sums)
    {
        var squares = LengthSquared(meaning);
        if (squares == 0)
            return;
        var scale = Weights.MeaningWeight * Fixed / MathF.Sqrt(squares);
        ref var first = ref MemoryMarshal.GetArrayDataReference(Weights.MeaningRows);
        for (var i = 0; i < meaning.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref first, i * Stride);
            AddRow(ref row, Nearest(meaning[i] * (float)(byte)Unsafe.Add(ref row, Stride - 1) * scale), sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Multiplier(ref sbyte row, int valueAt, int term, float scale) =>
        Nearest((byte)Unsafe.Add(ref row, valueAt) * term * (byte)Unsafe.Add(ref row, valueAt + 1) * scale);

    /// <summary>Nearest whole number, ties to even: one instruction where the processor has it, the same number where it has not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Nearest(float value) => Sse.IsSupported ? Sse.ConvertToInt32(Vector128.CreateScalarUnsafe(value)) : (int)MathF.Round(value);

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
