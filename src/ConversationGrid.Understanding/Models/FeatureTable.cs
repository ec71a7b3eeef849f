using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConversationGrid.Understanding.Models;

/// <summary>
/// Finds a feature with one look-up for all models that always read the same message. Their rows are laid side by side on lines of the cache, so a feature costs one
/// line for the look-up and one for all its weights: waiting for memory, not sums, is what an analysis costs.
/// </summary>
internal sealed class FeatureTable
{
    private const int LineBytes = 64;

    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly sbyte[] _rows;
    private readonly int _start;
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
        _slots = new Slot[LinearWeights.SlotsFor(keys.Length)];
        _mask = _slots.Length - 1;

        // Pinned, so that rows stay where they begin on a line. Before them lies one row of zeros, for features that no model has.
        _rows = GC.AllocateArray<sbyte>(((keys.Length + 1) * _rowBytes) + LineBytes, pinned: true);
        _start = _rowBytes + LineBytes - (int)((Marshal.UnsafeAddrOfPinnedArrayElement(_rows, 0) + _rowBytes) % LineBytes);
        for (var i = 0; i < keys.Length; i++)
            Put(keys[i], _start + (i * _rowBytes));
        for (var i = 0; i < models.Length; i++)
            Lay(models[i].Weights, _offsets[i]);
    }

    /// <summary>Where the row of every feature begins, 0 where no model has one. What will be read next is asked into the cache on the way.</summary>
    public void Find(ReadOnlySpan<uint> keys, Span<int> rows)
    {
        var slots = _slots;
        foreach (var key in keys)
            Text.Cache.Ask(ref slots[(int)key & _mask]);
        ref var first = ref MemoryMarshal.GetArrayDataReference(_rows);
        for (var i = 0; i < keys.Length; i++)
        {
            var row = Find(keys[i]);
            rows[i] = row;
            Text.Cache.Ask(ref Unsafe.Add(ref first, row));
        }
    }

    /// <summary>Where the row of one feature begins, 0 where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(uint key)
    {
        var at = (int)key & _mask;
        while (true)
        {
            ref var slot = ref _slots[at];
            if (slot.Key == key || slot.Row == 0)
                return slot.Row;
            at = (at + 1) & _mask;
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
        return row == 0 ? 0 : _rows[at + label] * (byte)_rows[at + stride - 2] * (byte)_rows[at + stride - 1] * _models[model].Weights.Scale / LinearWeights.ValueUnit;
    }

    private void Put(uint key, int row)
    {
        var at = (int)key & _mask;
        while (_slots[at].Row != 0)
            at = (at + 1) & _mask;
        _slots[at] = new Slot { Key = key, Row = row };
    }

    private void Lay(LinearWeights weights, int offset)
    {
        for (var i = 0; i < weights.Keys.Length; i++)
            weights.Rows.AsSpan(i * weights.Stride, weights.Stride).CopyTo(_rows.AsSpan(Find(weights.Keys[i]) + offset));
    }

    /// <summary>Row 0 means free: rows begin behind the first bytes of the array.</summary>
    private struct Slot
    {
        public uint Key;
        public int Row;
    }
}
