using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace ConversationGrid.Understanding.Models;

/// <summary>Finds a feature's row in up to <see cref="ModelsMax"/> models with one look-up. Models that always read the same message share one table.</summary>
internal sealed class FeatureTable
{
    public const int ModelsMax = 3;

    private readonly Slot[] _slots;
    private readonly int _mask;
    private readonly LinearWeights[] _models;

    public FeatureTable(params LinearWeights[] models)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(models.Length, ModelsMax);
        _slots = new Slot[LinearWeights.SlotsFor(models.SelectMany(model => model.Keys).Distinct().Count())];
        _mask = _slots.Length - 1;
        _models = models;
        for (var model = 0; model < models.Length; model++)
        {
            var keys = models[model].Keys;
            for (var row = 0; row < keys.Length; row++)
                Put(keys[row], model, row);
        }
    }

    /// <summary>Rows of every feature for each model in turn, -1 where it has none. What will be read next is asked into the cache on the way.</summary>
    public void Find(ReadOnlySpan<uint> keys, Span<int> first, Span<int> second, Span<int> third)
    {
        var slots = _slots;
        foreach (var key in keys)
            Ask(ref slots[(int)key & _mask]);
        for (var i = 0; i < keys.Length; i++)
        {
            ref var slot = ref SlotOf(slots, keys[i]);
            first[i] = AskRow(0, slot.First - 1);
            if (second.Length == 0)
                continue;
            second[i] = AskRow(1, slot.Second - 1);
            third[i] = AskRow(2, slot.Third - 1);
        }
    }

    /// <summary>Row of one feature in the first model, or -1.</summary>
    public int Find(uint key) => SlotOf(_slots, key).First - 1;

    /// <summary>Row of one feature in the second model, or -1.</summary>
    public int FindSecond(uint key) => SlotOf(_slots, key).Second - 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AskRow(int model, int row)
    {
        if (row >= 0)
        {
            var weights = _models[model];
            Ask(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(weights.Rows), row * weights.Stride));
        }
        return row;
    }

    /// <summary>A hint to the processor, no access: an address that the collector moved meanwhile does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Ask<T>(ref T at)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot SlotOf(Slot[] slots, uint key)
    {
        var at = (int)key & _mask;
        while (true)
        {
            ref var slot = ref slots[at];
            if (slot.Key == key || slot.IsFree)
                return ref slot;
            at = (at + 1) & _mask;
        }
    }

    private void Put(uint key, int model, int row)
    {
        var at = (int)key & _mask;
        while (!_slots[at].IsFree && _slots[at].Key != key)
            at = (at + 1) & _mask;
        ref var slot = ref _slots[at];
        slot.Key = key;
        if (model == 0)
            slot.First = row + 1;
        else if (model == 1)
            slot.Second = row + 1;
        else
            slot.Third = row + 1;
    }

    /// <summary>Rows are kept plus one, so that a cleared slot is a free one. A free slot has no row in any model, whatever its key says.</summary>
    private struct Slot
    {
        public uint Key;
        public int First;
        public int Second;
        public int Third;

        public readonly bool IsFree => (First | Second | Third) == 0;
    }
}
