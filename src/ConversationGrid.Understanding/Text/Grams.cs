using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConversationGrid.Understanding.Text;

/// <summary>The kinds of feature; a model weighs each family as a whole.</summary>
internal enum GramFamily : byte
{
    Word,

    /// <summary>Two neighbouring words, and two with one between them, by their stems.</summary>
    Pair,

    /// <summary>1 to 5 letters of a word with its edges.</summary>
    Letters,

    /// <summary>Words with their polarity (negated or not), and signs of loudness.</summary>
    Mood,

    /// <summary>How pleasant the words are by the lexicon, in steps.</summary>
    Valence,

    /// <summary>Any two words within reach of each other, in no order, by their stems. Last, because only intents read it.</summary>
    Together,
}

/// <summary>
/// The distinct features of one message with their counts, hashed to 32 bits, in the order of their first appearance within each family. A reusable scratch of
/// fixed size; a message with more than <see cref="GramsMax"/> distinct features keeps the first ones.
/// </summary>
internal sealed class Grams
{
    public const int GramsMax = 6_144;
    public const int FamilyCount = 6;
    private const int SlotCount = 16_384;
    private const int SlotsAFeature = 3;
    private const uint Stamp = 1 << 16;
    private const uint PairSeed = 0x51ED270Bu;
    private const uint SkipSeed = 0x2545F491u;
    private const uint TogetherSeed = 0x7E57AB1Eu;
    private const uint LettersSeed = 0x7F4A7C15u;
    private const uint MoodSeed = 0x1B873593u;
    private const uint NegatedSeed = 0x6C62272Eu;
    private const uint ValenceSeed = 0x3C6EF372u;
    private const uint Edge = ' ';

    /// <summary>How far apart two words may stand to be a pair.</summary>
    private const int TogetherReach = 8;

    /// <summary>Words that are paired so; the matter of a message stands near its beginning.</summary>
    private const int TogetherTokensMax = 64;

    /// <summary>Steps of the lexicon's sum on each side of 0.</summary>
    private const int ValenceSteps = 10;

    /// <summary>Words that the lexicon is asked about; a longer message is judged by its beginning.</summary>
    private const int ValenceTokensMax = 512;

    private readonly uint[] _keys = new uint[GramsMax];
    private readonly byte[] _counts = new byte[GramsMax];

    /// <summary>Place of a feature in <see cref="_keys"/> (low half), valid while the high half holds the stamp of this message.</summary>
    private readonly uint[] _slots = new uint[SlotCount];
    private readonly int[] _ends = new int[FamilyCount];
    private uint _stamp;
    private readonly int[] _meaning = new int[WordVectors.Dimensions];
    private MessageText? _unread;
    private uint _mask = SlotCount - 1;
    private int _count;

    public ReadOnlySpan<uint> Keys => _keys.AsSpan(0, _count);

    public ReadOnlySpan<byte> Counts => _counts.AsSpan(0, _count);

    /// <summary>The features without the last family, which language, sentiment and emotion do without.</summary>
    public ReadOnlySpan<uint> BaseKeys => _keys.AsSpan(0, _ends[4]);

    /// <summary>Sum of the words' vectors. Read on the first call, since not every model wants it.</summary>
    public ReadOnlySpan<int> Meaning
    {
        get
        {
            if (_unread is not null)
                WordVectors.Sum(_unread.Tokens, _meaning);
            _unread = null;
            return _meaning;
        }
    }

    /// <summary>The lexicon's judgement of the whole message, -1..1.</summary>
    public float Valued { get; private set; }

    /// <summary>Where each family ends in <see cref="Keys"/>, in the order of <see cref="GramFamily"/>.</summary>
    public ReadOnlySpan<int> Ends => _ends;

    public static uint MoodKey(uint word, bool negated) => Hashing.Finish(word ^ (negated ? NegatedSeed : MoodSeed));

    public void Read(MessageText text)
    {
        _stamp += Stamp;
        if (_stamp == 0)
        {
            Array.Clear(_slots);
            _stamp = Stamp;
        }
        _count = 0;
        _unread = text;
        var tokens = text.Tokens;

        // A short message uses a small part of the slots, so that they stay in the nearest cache, and few of them, so that two features seldom want the same.
        var expected = (text.Units.Length * 4) + (tokens.Length * 13) + 64;
        _mask = Math.Min(SlotCount, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)expected * SlotsAFeature)) - 1;
        foreach (ref readonly var token in tokens)
            Add(token.Hash);
        _ends[0] = _count;
        ReadPairs(tokens);
        _ends[1] = _count;
        foreach (ref readonly var token in tokens)
        {
            if ((token.Marks & TokenMarks.Word) != 0)
                ReadLetters(text.Units.Slice(token.Start, token.Length));
        }
        _ends[2] = _count;
        ReadMood(text, tokens);
        _ends[3] = _count;
        ReadValence(tokens, text.Letters >= 8 && text.UpperLetters * 10 > text.Letters * 7);
        _ends[4] = _count;
        ReadTogether(tokens[..Math.Min(tokens.Length, TogetherTokensMax)]);
        _ends[5] = _count;
    }

    /// <summary>Stems instead of words, so that <c>refunded card</c> meets <c>refund cards</c>.</summary>
    private void ReadPairs(ReadOnlySpan<Token> tokens)
    {
        var before = Edge;
        for (var i = 0; i < tokens.Length; i++)
        {
            var stem = tokens[i].Stem;
            Add(Hashing.Finish((before * 31) ^ stem ^ PairSeed));
            if (i > 1)
                Add(Hashing.Finish((tokens[i - 2].Stem * 31) ^ stem ^ SkipSeed));
            before = stem;
        }
        if (tokens.Length > 0)
            Add(Hashing.Finish((before * 31) ^ Edge ^ PairSeed));
    }

    private void ReadTogether(ReadOnlySpan<Token> tokens)
    {
        for (var i = 1; i < tokens.Length; i++)
        {
            var stem = tokens[i].Stem;
            for (var j = Math.Max(0, i - TogetherReach); j < i; j++)
                Add(Hashing.Finish((Math.Min(stem, tokens[j].Stem) * 31) ^ Math.Max(stem, tokens[j].Stem) ^ TogetherSeed));
        }
    }

    private void ReadLetters(ReadOnlySpan<char> word)
    {
        for (var start = -1; start < word.Length; start++)
        {
            var hash = LettersSeed;
            for (var length = 1; length <= 5; length++)
            {
                var at = start + length - 1;
                if (at > word.Length)
                    break;
                hash = Hashing.Add(hash, at < 0 || at == word.Length ? Edge : word[at]);
                // One letter alone tells something only outside of ASCII, where it tells the script.
                if (length > 1 || (at >= 0 && at < word.Length && word[at] >= 0x80))
                    Add(Hashing.Finish(hash));
            }
        }
    }

    private void ReadMood(MessageText text, ReadOnlySpan<Token> tokens)
    {
        var afterContrast = false;
        foreach (ref readonly var token in tokens)
        {
            Add(MoodKey(token.Hash, (token.Marks & TokenMarks.Negated) != 0));
            if (afterContrast && (token.Marks & TokenMarks.Word) != 0)
                Add(MoodKey(token.Hash ^ 0x5bd1e995u, (token.Marks & TokenMarks.Negated) != 0));
            if ((token.Marks & TokenMarks.Elongated) != 0)
                Add(MoodKey(1, false));
            if ((token.Marks & TokenMarks.Capitals) != 0)
                Add(MoodKey(2, false));
            afterContrast |= (token.Word.Role & WordRole.Contrast) != 0;
        }
        if (text.Letters >= 8 && text.UpperLetters * 10 > text.Letters * 7)
            Add(MoodKey(3, false));
        Add(MoodKey(4 + (uint)Math.Min(4, tokens.Length / 8), false));
    }

    /// <summary>
    /// The lexicon's sum as steps that a model can weigh one by one: each threshold that the sum passes is a feature, and each strength of single word another.
    /// </summary>
    private void ReadValence(ReadOnlySpan<Token> tokens, bool shouting)
    {
        Span<float> values = stackalloc float[Math.Min(tokens.Length, ValenceTokensMax)];
        var squeezed = Valence.Read(tokens[..values.Length], values, shouting);
        Valued = squeezed;
        var steps = (int)MathF.Round(squeezed * ValenceSteps);
        for (var step = 1; step <= Math.Abs(steps); step++)
            Add(Hashing.Finish(ValenceSeed ^ (uint)(step * Math.Sign(steps))));
        var any = false;
        foreach (var value in values)
        {
            if (value == 0)
                continue;
            any = true;
            Add(Hashing.Finish(ValenceSeed ^ (1_000u + (uint)(int)MathF.Round(Math.Clamp(value, -4, 4)))));
        }
        Add(Hashing.Finish(ValenceSeed ^ (any ? 2_000u : 2_001u)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(uint key)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(_slots);
        ref var keys = ref MemoryMarshal.GetArrayDataReference(_keys);
        var (mask, stamp) = (_mask, _stamp);
        ref var slot = ref Unsafe.Add(ref slots, key & mask);
        for (var at = key; slot >= stamp; slot = ref Unsafe.Add(ref slots, ++at & mask))
        {
            var place = slot & (Stamp - 1);
            if (Unsafe.Add(ref keys, place) != key)
                continue;
            ref var count = ref _counts[place];
            if (count < byte.MaxValue)
                count++;
            return;
        }
        if (_count == GramsMax)
            return;
        slot = stamp | (uint)_count;
        Unsafe.Add(ref keys, _count) = key;
        _counts[_count++] = 1;
    }
}
