using System.Numerics;
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
internal sealed class LinearModel
{
    /// <summary>Fixed-point scale of one feature's value after the length of its family is taken out.</summary>
    private const float ValueScale = 512f;

    private readonly uint[] _keys;
    private readonly int[] _rows;
    private readonly int _mask;

    private LinearModel(LinearModel other, Calibration calibration)
    {
        (Name, Labels, Weights, Calibration) = (other.Name, other.Labels, other.Weights, calibration);
        (_keys, _rows, _mask) = (other._keys, other._rows, other._mask);
    }

    public LinearModel(string name, IReadOnlyList<string> labels, LinearWeights weights, Calibration calibration)
    {
        Name = name;
        Labels = [.. labels];
        Weights = weights;
        Calibration = calibration;
        var slotCount = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, weights.Keys.Length * 2));
        _mask = slotCount - 1;
        _keys = new uint[slotCount];
        _rows = new int[slotCount];
        Array.Fill(_rows, -1);
        for (var row = 0; row < weights.Keys.Length; row++)
        {
            var slot = (int)weights.Keys[row] & _mask;
            while (_rows[slot] >= 0)
                slot = (slot + 1) & _mask;
            _keys[slot] = weights.Keys[row];
            _rows[slot] = row;
        }
    }

    public string Name { get; }

    public string[] Labels { get; }

    public LinearWeights Weights { get; }

    public Calibration Calibration { get; }

    /// <summary>Labels rounded up to a whole number of vectors: the length of the span that <see cref="Score"/> fills.</summary>
    public int Stride => Weights.Stride;

    /// <summary>The same weights, calibrated otherwise.</summary>
    public LinearModel With(Calibration calibration) => new(this, calibration);

    /// <summary>Fills <paramref name="scores"/> (of <see cref="Stride"/> or more) and gives the share of the message's words that the model knows, 0..1.</summary>
    [SkipLocalsInit]
    public float Score(Grams grams, Span<float> scores)
    {
        var keys = grams.Keys;
        var counts = grams.Counts;
        Span<int> rows = stackalloc int[Math.Min(keys.Length, 1_024)];
        var rented = keys.Length > rows.Length ? System.Buffers.ArrayPool<int>.Shared.Rent(keys.Length) : null;
        if (rented is not null)
            rows = rented;
        Span<int> sums = stackalloc int[Stride];
        sums.Clear();
        var known = 0;
        var from = 0;
        for (var family = 0; family < Grams.FamilyCount; family++)
        {
            var to = grams.Ends[family];
            if (Weights.FamilyWeights[family] > 0)
            {
                var found = AddFamily(keys[from..to], counts[from..to], rows, sums, Weights.FamilyWeights[family]);
                known = family == 0 ? found : known;
            }
            from = to;
        }
        if (rented is not null)
            System.Buffers.ArrayPool<int>.Shared.Return(rented);
        for (var i = 0; i < Labels.Length; i++)
            scores[i] = (sums[i] * (Weights.Scale / ValueScale)) + Weights.Bias[i];
        return grams.Ends[0] == 0 ? 0 : (float)known / grams.Ends[0];
    }

    /// <summary>Row of a feature, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int RowOf(uint key)
    {
        var slot = (int)key & _mask;
        while (true)
        {
            var row = _rows[slot];
            if (row < 0 || _keys[slot] == key)
                return row;
            slot = (slot + 1) & _mask;
        }
    }

    /// <summary>Unscaled weight of a row for a label, for reasons.</summary>
    public float WeightOf(int row, int label) => Weights.Cells[(row * Stride) + label] * Weights.RowScales[row] * Weights.Scale;

    private int AddFamily(ReadOnlySpan<uint> keys, ReadOnlySpan<byte> counts, Span<int> rows, Span<int> sums, float weight)
    {
        var found = 0;
        var squares = 0f;
        for (var i = 0; i < keys.Length; i++)
        {
            var row = RowOf(keys[i]);
            if (row >= 0)
                found++;
            // A feature never seen in training still takes its part of the length, as the rarest ones do.
            var value = (row < 0 ? Weights.UnseenValue : Weights.Values[row]) * TermWeight(counts[i]);
            squares += value * value;
            rows[i] = row;
        }
        if (found == 0)
            return 0;
        var scale = weight * ValueScale / MathF.Sqrt(squares);
        for (var i = 0; i < keys.Length; i++)
        {
            var row = rows[i];
            if (row < 0)
                continue;
            var multiplier = (int)MathF.Round(Weights.Values[row] * TermWeight(counts[i]) * Weights.RowScales[row] * scale);
            if (multiplier != 0)
                AddRow(row, multiplier, sums);
        }
        return found;
    }

    /// <summary>How much a repeated feature counts: 1 + ln(count).</summary>
    public static float TermWeight(byte count) => count == 1 ? 1f : 1f + MathF.Log(count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddRow(int row, int multiplier, Span<int> sums)
    {
        ref var cells = ref MemoryMarshal.GetArrayDataReference(Weights.Cells);
        cells = ref Unsafe.Add(ref cells, row * Stride);
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var i = 0;
        if (Avx512F.IsSupported)
        {
            var by = Vector512.Create(multiplier);
            for (; i < Stride; i += 16)
            {
                var wide = Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref cells, (nuint)i));
                (Vector512.LoadUnsafe(ref sum, (nuint)i) + (wide * by)).StoreUnsafe(ref sum, (nuint)i);
            }
            return;
        }
        if (Avx2.IsSupported)
        {
            var by = Vector256.Create(multiplier);
            for (; i < Stride; i += 16)
            {
                var narrow = Vector128.LoadUnsafe(ref cells, (nuint)i);
                var low = Avx2.ConvertToVector256Int32(narrow);
                var high = Avx2.ConvertToVector256Int32(Vector128.Shuffle(narrow.AsInt64(), Vector128.Create(1L, 0L)).AsSByte());
                (Vector256.LoadUnsafe(ref sum, (nuint)i) + (low * by)).StoreUnsafe(ref sum, (nuint)i);
                (Vector256.LoadUnsafe(ref sum, (nuint)i + 8) + (high * by)).StoreUnsafe(ref sum, (nuint)i + 8);
            }
            return;
        }
        for (; i < Stride; i++)
            sums[i] += Unsafe.Add(ref cells, i) * multiplier;
    }
}
