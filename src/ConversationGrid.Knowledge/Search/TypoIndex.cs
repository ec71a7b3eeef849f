namespace ConversationGrid.Knowledge;

/// <summary>
/// Finds known words within a bounded edit distance (insert, delete, replace, swap neighbours): one edit from 4 letters, two from 8.
/// Words are filed under the hashes of what is left after deleting up to as many of their first <see cref="PrefixLength"/> letters; a query word does the same
/// and meets them there. A candidate is then checked exactly, so a hash collision costs time and never gives a wrong word.
/// </summary>
internal sealed class TypoIndex
{
    /// <summary>Shorter words are never corrected: too many neighbours.</summary>
    public const int WordMin = 4;

    private const int PrefixLength = 7;
    private const int TwoEditsMin = 8;
    private const int VariantsMax = 32;
    private readonly string[] _words;
    private readonly uint[] _hashes;
    private readonly int[] _targets;

    public TypoIndex(string[] words)
    {
        _words = words;
        var entries = new List<(uint Hash, int Word)>();
        Span<uint> variants = stackalloc uint[VariantsMax];
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Length < WordMin - 1 || !char.IsLetter(words[i][0]))
                continue;
            var count = Variants(words[i], EditsFor(words[i].Length + 1), variants);
            for (var v = 0; v < count; v++)
                entries.Add((variants[v], i));
        }
        entries.Sort();
        _hashes = entries.ConvertAll(entry => entry.Hash).ToArray();
        _targets = entries.ConvertAll(entry => entry.Word).ToArray();
    }

    /// <summary>Writes the indices of the nearest words, all at the same smallest distance; returns how many. Distance is 1 or 2.</summary>
    public int Find(ReadOnlySpan<char> word, Span<int> found, out int distance)
    {
        distance = 0;
        var edits = EditsFor(word.Length);
        if (edits == 0 || word.Length > Words.LengthMax || word.IndexOfAnyInRange('0', '9') >= 0)
            return 0;
        Span<uint> variants = stackalloc uint[VariantsMax];
        var count = 0;
        var best = edits + 1;
        var variantCount = Variants(word, edits, variants);
        for (var v = 0; v < variantCount; v++)
        {
            var at = LowerBound(variants[v]);
            for (; at < _hashes.Length && _hashes[at] == variants[v]; at++)
            {
                var candidate = _targets[at];
                if (Math.Abs(_words[candidate].Length - word.Length) > best || found[..count].Contains(candidate))
                    continue;
                var d = Distance(word, _words[candidate], edits);
                if (d > edits || d > best)
                    continue;
                if (d < best)
                    (best, count) = (d, 0);
                if (count < found.Length)
                    found[count++] = candidate;
            }
        }
        distance = best;
        return count;
    }

    /// <summary>Edit distance with swaps of neighbours, or <paramref name="limit"/> + 1 when it is greater.</summary>
    public static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) > limit)
            return limit + 1;
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            var smallest = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost = Math.Min(cost, before[j - 2] + 1);
                row[j] = cost;
                smallest = Math.Min(smallest, cost);
            }
            if (smallest > limit)
                return limit + 1;
            var spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return Math.Min(last[b.Length], limit + 1);
    }

    private static int EditsFor(int length) => length < WordMin ? 0 : length < TwoEditsMin ? 1 : 2;

    private static int Variants(ReadOnlySpan<char> word, int edits, Span<uint> variants)
    {
        var prefix = word[..Math.Min(PrefixLength, word.Length)];
        var count = 0;
        variants[count++] = Hash(prefix, -1, -1);
        for (var i = 0; edits >= 1 && i < prefix.Length; i++)
        {
            variants[count++] = Hash(prefix, i, -1);
            for (var j = i + 1; edits >= 2 && j < prefix.Length && count < variants.Length; j++)
                variants[count++] = Hash(prefix, i, j);
        }
        return count;
    }

    private static uint Hash(ReadOnlySpan<char> word, int skip, int skipToo)
    {
        var hash = 2166136261u;
        for (var i = 0; i < word.Length; i++)
        {
            if (i != skip && i != skipToo)
                hash = (hash ^ word[i]) * 16777619u;
        }
        return hash;
    }

    private int LowerBound(uint hash)
    {
        var low = 0;
        var high = _hashes.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_hashes[middle] < hash)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
