using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ConversationGrid.Understanding.Models;

/// <summary>
/// Finds a feature with one look-up for all models that always read the same message. Their rows are laid side by side on lines of the cache, so a feature
/// costs one line for the look-up and one for all its weights: waiting for memory, not sums, is what an analysis costs.
/// </summary>
internal sealed class FeatureTable
{
    private const int LineBytes = 64;

    /// <summary>Places for keys on one line, and as many for their rows behind them.</summary>
    private const int BucketKeys = 8;
    private const int BucketWords = 2 * BucketKeys;

    private readonly uint[] _buckets;
    private readonly int _firstBucket;
    private readonly uint _mask;
    private readonly sbyte[] _rows;
    private readonly int _rowBytes;
    private readonly LinearModel[] _models;
    private readonly int[] _offsets;

    public FeatureTable(params LinearModel[] models)
    {
        _models = models;
        _offsets = new int[models.Length];
        for (var i = 1; i < models.Length; i++)
            _offsets[i] = _offsets[i - 1] + models[i - 1].Stride;
        _rowBytes = _offsets[^1] + models[^1].Stride;
        uint[] keys = [.. models.SelectMany(model => model.Weights.Keys).Distinct()];
        var buckets = LinearWeights.SlotsFor(keys.Length) / BucketKeys;
        _mask = (uint)buckets - 1;

        // Pinned, so that buckets and rows stay where they begin on a line. Before the rows lies one for features that no model has.
        _buckets = GC.AllocateArray<uint>((buckets * BucketWords) + (LineBytes / sizeof(uint)), pinned: true);
        _firstBucket = (int)ToNextLine(Marshal.UnsafeAddrOfPinnedArrayElement(_buckets, 0)) / sizeof(uint);
        _rows = GC.AllocateArray<sbyte>(((keys.Length + 1) * _rowBytes) + LineBytes, pinned: true);
        var start = _rowBytes + (int)ToNextLine(Marshal.UnsafeAddrOfPinnedArrayElement(_rows, 0) + _rowBytes);
        for (var i = 0; i < keys.Length; i++)
            Put(keys[i], start + (i * _rowBytes));
        for (var i = 0; i < models.Length; i++)
            Lay(models[i].Weights, _offsets[i], start, keys.Length);
    }

    /// <summary>Where the row of every feature begins, 0 where no model has one. What will be read next is asked into the cache on the way.</summary>
    public void Find(ReadOnlySpan<uint> keys, Span<int> rows)
    {
        foreach (var key in keys)
            Text.Cache.Ask(ref BucketOf(key));
        ref var first = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (var i = 0; i < keys.Length; i++)
        {
            var row = Find(keys[i]);
            rows[i] = row;
            Text.Cache.Ask(ref Unsafe.Add(ref first, row));
        }
    }

    /// <summary>
    /// Where the row of one feature begins, 0 where there is none. All keys of a bucket are compared at once and whether one was equal is no branch: a quarter
    /// of the features of a message is in no model, and guessing which costs more than the comparison. A free place holds row 0, also for the key 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint key)
    {
        ref var bucket = ref BucketOf(key);
        while (true)
        {
            var equal = Vector256.Equals(Vector256.LoadUnsafe(ref bucket), Vector256.Create(key)).ExtractMostSignificantBits();
            var row = (int)Unsafe.Add(ref bucket, BucketKeys + (BitOperations.TrailingZeroCount(equal) & (BucketKeys - 1))) & -Convert.ToInt32(equal != 0);
            if (row != 0 | Unsafe.Add(ref bucket, BucketWords - 1) == 0)
                return row;
            bucket = ref Next(ref bucket);
        }
    }

    /// <summary>The scores of one of the models for the features whose rows were found.</summary>
    public void Score(int model, Text.Grams grams, ReadOnlySpan<int> rows, Span<float> scores) =>
        _models[model].Score(grams, rows, ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_rows), _offsets[model]), scores);

    /// <summary>How hard a found feature pulls towards a label of one of the models.</summary>
    public float Pull(int model, int row, int label)
    {
        var at = row + _offsets[model];
        var stride = _models[model].Stride;
        return row == 0 ? 0 : _rows[at + label] * (byte)_rows[at + stride - 2] * (
            byte)_rows[at + stride - 1] * _models[model].Weights.Scale / LinearWeights.ValueUnit;
    }

    private static long ToNextLine(nint address) => -address & (LineBytes - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref uint BucketOf(uint key) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buckets), _firstBucket + (int)((key & _mask) * BucketWords));

    /// <summary>A full bucket goes on in the next one; the first follows the last.</summary>
    private ref uint Next(ref uint bucket)
    {
        ref var next = ref Unsafe.Add(ref bucket, BucketWords);
        ref var first = ref BucketOf(0);
        return ref Unsafe.AreSame(ref next, ref Unsafe.Add(ref first, (int)(_mask + 1) * BucketWords)) ? ref first : ref next;
    }

    private void Put(uint key, int row)
    {
        ref var bucket = ref BucketOf(key);
        var at = 0;
        while (Unsafe.Add(ref bucket, BucketKeys + at) != 0)
        {
            if (++at == BucketKeys)
            {
                bucket = ref Next(ref bucket);
                at = 0;
            }
        }
        Unsafe.Add(ref bucket, at) = key;
        Unsafe.Add(ref bucket, BucketKeys + at) = (uint)row;
    }

    /// <summary>
    /// Puts the weights of a model beside those of the others. A row that it does not know adds nothing, but still takes its part of the length, as the rarest
    /// features do: the value of an unseen feature at scale 0.
    /// </summary>
    private void Lay(LinearWeights weights, int offset, int start, int count)
    {
        var (valueAt, scaleAt) = (offset + weights.Stride - 2, offset + weights.Stride - 1);
        var unseen = (sbyte)weights.UnseenValue;
        _rows[valueAt] = unseen;
        for (var row = start; row < start + (count * _rowBytes); row += _rowBytes)
            _rows[row + valueAt] = unseen;
        for (var i = 0; i < weights.Keys.Length; i++)
        {
            var row = _rows.AsSpan(Find(weights.Keys[i]));
            weights.Rows.AsSpan(i * weights.Stride, weights.Stride).CopyTo(row[offset..]);
            if (row[valueAt] == 0)
                (row[valueAt], row[scaleAt]) = (unseen, 0);
        }
    }
}
