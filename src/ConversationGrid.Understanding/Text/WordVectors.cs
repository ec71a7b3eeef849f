using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace ConversationGrid.Understanding.Text;

/// <summary>
/// Which words are alike, by the company they keep in much English text: a vector of bytes for each of the commonest words, one line of the cache each (see
/// docs/quality.md for where they come from). The vectors of a message's words are added up, rare words with more weight. Words of other languages have none
/// and add nothing.
/// </summary>
public static class WordVectors
{
    /// <summary>Numbers of a vector.</summary>
    public const int Dimensions = 64;
    internal const string ResourceName = "words.vectors";

    /// <summary>One word in the resource: hash, weight, vector.</summary>
    internal const int RecordBytes = HeadBytes + Dimensions;

    private const int HeadBytes = 5;

    /// <summary>Words that are added up; the matter of a message stands near its beginning.</summary>
    private const int TokensMax = 256;

    private static readonly Slot[] Slots;
    private static readonly int Mask;
    private static readonly sbyte[] Rows;

    /// <summary>Where the first row begins on a line of the cache.</summary>
    private static readonly int First;

    static WordVectors()
    {
        using var stream = typeof(WordVectors).Assembly.GetManifestResourceStream(ResourceName);
        var file = new byte[stream?.Length ?? 0];
        stream?.ReadExactly(file);
        Version = Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 4));
        var count = file.Length / RecordBytes;
        Slots = new Slot[Models.LinearWeights.SlotsFor(count)];
        Mask = Slots.Length - 1;
        Rows = GC.AllocateArray<sbyte>((count + 1) * Dimensions, pinned: true);
        First = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(Rows, 0) & (Dimensions - 1));
        for (var i = 0; i < count; i++)
        {
            var record = file.AsSpan(i * RecordBytes, RecordBytes);
            var row = First + (i * Dimensions);
            MemoryMarshal.Cast<byte, sbyte>(record[HeadBytes..]).CopyTo(Rows.AsSpan(row));
            Put(BinaryPrimitives.ReadUInt32LittleEndian(record), row, record[4]);
        }
    }

    /// <summary>A digest of the vectors: a model that reads them fits these alone.</summary>
    public static string Version { get; }

    /// <summary>The vector of one word in lower case, each number -127..127, and how much the word says, 0..255; empty and 0 for a word that has
    /// none.</summary>
    public static ReadOnlySpan<sbyte> Of(ReadOnlySpan<char> word, out byte weight)
    {
        var slot = Find(Hashing.Of(word));
        weight = slot.Weight;
        return weight == 0 ? [] : Rows.AsSpan(slot.Row, Dimensions);
    }

    /// <summary>The sum of the words' vectors into <paramref name="sums"/>; all 0 where no word has one.</summary>
    [SkipLocalsInit]
    internal static void Sum(ReadOnlySpan<Token> tokens, Span<int> sums)
    {
        tokens = tokens[..Math.Min(tokens.Length, TokensMax)];
        Span<Slot> found = stackalloc Slot[tokens.Length];
        foreach (ref readonly var token in tokens)
            Cache.Ask(ref Slots[(int)token.Hash & Mask]);
        ref var rows = ref MemoryMarshal.GetArrayDataReference(Rows);
        var count = 0;
        foreach (ref readonly var token in tokens)
        {
            var slot = Find(token.Hash);
            if (slot.Weight == 0)
                continue;
            Cache.Ask(ref Unsafe.Add(ref rows, slot.Row));
            found[count++] = slot;
        }
        sums.Clear();
        foreach (var slot in found[..count])
            Add(ref Unsafe.Add(ref rows, slot.Row), slot.Weight, sums);
    }

    private static void Add(ref sbyte row, byte weight, Span<int> sums)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        var by = Vector128.Create((short)weight);
        for (nuint i = 0; i < Dimensions; i += 16)
        {
            // A byte by a byte fits 16 bits: 127 x 255.
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, i));
            var (first, second) = Vector128.Widen(low * by);
            var (third, fourth) = Vector128.Widen(high * by);
            (Vector128.LoadUnsafe(ref sum, i) + first).StoreUnsafe(ref sum, i);
            (Vector128.LoadUnsafe(ref sum, i + 4) + second).StoreUnsafe(ref sum, i + 4);
            (Vector128.LoadUnsafe(ref sum, i + 8) + third).StoreUnsafe(ref sum, i + 8);
            (Vector128.LoadUnsafe(ref sum, i + 12) + fourth).StoreUnsafe(ref sum, i + 12);
        }
    }

    private static Slot Find(uint word)
    {
        var at = (int)word & Mask;
        while (Slots[at].Key != word && Slots[at].Weight != 0)
            at = (at + 1) & Mask;
        return Slots[at];
    }

    private static void Put(uint word, int row, byte weight)
    {
        var at = (int)word & Mask;
        while (Slots[at].Weight != 0)
            at = (at + 1) & Mask;
        Slots[at] = new Slot { Key = word, Row = row, Weight = weight };
    }

    /// <summary>Weight 0 means free.</summary>
    private struct Slot
    {
        public uint Key;
        public int Row;
        public byte Weight;
    }
}
