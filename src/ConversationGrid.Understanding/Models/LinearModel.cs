using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>
/// A linear model over hashed features with 8-bit weights. Immutable and thread-safe. Scores are sums of whole numbers, so they are the same on every machine
/// and with every vector width.
/// </summary>
internal sealed class LinearModel(string name, IReadOnlyList<string> labels, LinearWeights weights, Calibration calibration)
{
    /// <summary>Fixed-point scale of one feature's value after the length of its family is taken out. Sums stay below 2^31 for the longest message.</summary>
    private const float Fixed = 512f;

    private static readonly int[] TermWeights = [.. Enumerable.Range(0, 256)
        .Select(count => (int)Math.Round(LinearWeights.ValueUnit * TermWeight((byte)Math.Max(1, count))))];

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
    /// Fills <paramref name="scores"/> (of <see cref="Stride"/> or more) from the rows that a table found for the features, counted from
    /// <paramref name="first"/>.
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
    /// Without a branch on what the feature is: a feature that the model does not know has a row that adds nothing (<see cref="FeatureTable"/>), and adding
    /// nothing is cheaper than guessing wrong which it is.
    /// </summary>
    [SkipLocalsInit]
    private void AddFamily(ReadOnlySpan<int> rows, ReadOnlySpan<byte> counts, ref sbyte first, Span<int> sums, float weight)
    {
        Span<int> multipliers = stackalloc int[rows.Length];
        var squares = Terms(rows, counts, ref first, multipliers);
        if (squares == 0)
            return;
        Scale(multipliers, weight * Fixed / MathF.Sqrt(squares));
        if (Avx512F.IsSupported && Stride <= 2 * Vector512<int>.Count)
        {
            AddRowsNarrow(rows, multipliers, ref first, sums);
            return;
        }
        for (var i = 0; i < rows.Length; i++)
            AddRow(ref Unsafe.Add(ref first, rows[i]), multipliers[i], sums);
    }

    /// <summary>What each feature counts before the length of the family is taken out, times the scale of its row. Gives the square of that length.</summary>
    private long Terms(ReadOnlySpan<int> rows, ReadOnlySpan<byte> counts, ref sbyte first, Span<int> terms)
    {
        var valueAt = Stride - 2;
        ref var weights = ref MemoryMarshal.GetArrayDataReference(TermWeights);
        var squares = 0L;
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref first, rows[i] + valueAt);
            var term = (byte)row * Unsafe.Add(ref weights, counts[i]);
            squares += (long)term * term;
            terms[i] = term * (byte)Unsafe.Add(ref row, 1);
        }
        return squares;
    }

    /// <summary>Nearest whole numbers, many at once where the processor can: the same numbers where it cannot.</summary>
    private static void Scale(Span<int> terms, float scale)
    {
        var i = 0;
        if (Avx512F.IsSupported)
        {
            ref var first = ref MemoryMarshal.GetReference(terms);
            for (; i <= terms.Length - Vector512<int>.Count; i += Vector512<int>.Count)
                Avx512F.ConvertToVector512Int32(Vector512.ConvertToSingle(Vector512.LoadUnsafe(ref first, (nuint)i)) * scale).StoreUnsafe(ref first, (nuint)i);
        }
        for (; i < terms.Length; i++)
            terms[i] = Nearest(terms[i] * scale);
    }

    /// <summary>The same sums kept in two registers.</summary>
    private void AddRowsNarrow(ReadOnlySpan<int> rows, ReadOnlySpan<int> multipliers, ref sbyte first, Span<int> sums)
    {
        var low = Vector512<int>.Zero;
        var high = Vector512<int>.Zero;
        if (Stride > Vector512<int>.Count)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                ref var row = ref Unsafe.Add(ref first, rows[i]);
                var by = Vector512.Create(multipliers[i]);
                low += Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row)) * by;
                high += Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref row, (nuint)Vector512<int>.Count)) * by;
            }
            (Vector512.Create<int>(sums[Vector512<int>.Count..]) + high).CopyTo(sums[Vector512<int>.Count..]);
        }
        else
        {
            for (var i = 0; i < rows.Length; i++)
                low += Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref Unsafe.Add(ref first, rows[i]))) * Vector512.Create(multipliers[i]);
        }
        (Vector512.Create<int>(sums) + low).CopyTo(sums);
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
