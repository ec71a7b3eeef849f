namespace ConversationGrid.Understanding.Text;

/// <summary>
/// A message cut into tokens: lower case, digits as 0, repeated letters folded, apostrophes dropped. One instance is a reusable scratch of fixed size and
/// serves one thread at a time. Of a long message the first <see cref="HeadMax"/> and the last <see cref="TailMax"/> units are read: customers put the matter
/// first and the mood last.
/// </summary>
internal sealed class MessageText
{
    public const int HeadMax = 1_280;
    public const int TailMax = 640;
    private const int UnitsMax = HeadMax + TailMax;

    /// <summary>Longest word that is kept whole; a longer one is cut into several.</summary>
    private const int WordMax = 64;

    private readonly char[] _units = new char[UnitsMax + 8];
    private readonly Token[] _tokens = new Token[UnitsMax + 1];
    private int _unitCount;
    private int _tokenCount;

    public ReadOnlySpan<char> Units => _units.AsSpan(0, _unitCount);

    public Span<Token> Tokens => _tokens.AsSpan(0, _tokenCount);

    /// <summary>Letters seen, all of them and those in upper case: a message that shouts has most of them upper.</summary>
    public int Letters { get; private set; }

    public int UpperLetters { get; private set; }

    public void Read(ReadOnlySpan<char> message)
    {
        _unitCount = _tokenCount = Letters = UpperLetters = 0;
        if (message.Length <= UnitsMax)
        {
            Cut(message, 0);
            return;
        }
        Cut(message[..HeadMax], 0);
        Cut(message[^TailMax..], message.Length - TailMax);
    }

    private void Cut(ReadOnlySpan<char> message, int offset)
    {
        var at = 0;
        while (at < message.Length)
        {
            at = Characters.Kind(message[at]) switch
            {
                CharacterKind.Letter or CharacterKind.Digit => CutWord(message, at, offset),
                CharacterKind.Ideograph => CutSign(message, at, 1, offset, TokenMarks.Word),
                CharacterKind.Symbol => CutSymbols(message, at, offset),
                CharacterKind.Surrogate => CutPair(message, at, offset),
                _ => at + 1,
            };
        }
    }

    private int CutWord(ReadOnlySpan<char> message, int at, int offset)
    {
        var from = at;
        var start = _unitCount;
        var hash = Hashing.Seed;
        var stem = 0u;
        var letters = 0;
        var upper = 0;
        var run = 1;
        var last = '\0';
        var marks = TokenMarks.Word;
        for (; at < message.Length && _unitCount - start < WordMax; at++)
        {
            var raw = message[at];
            var kind = Characters.Kind(raw);
            if (kind is CharacterKind.Apostrophe or CharacterKind.Ignored && at + 1 < message.Length
                && Characters.Kind(message[at + 1]) == CharacterKind.Letter)
                continue;
            if (kind is not (CharacterKind.Letter or CharacterKind.Digit))
                break;
            var unit = Characters.Lower(raw);
            run = unit == last ? run + 1 : 1;
            last = unit;
            if (kind != CharacterKind.Digit)
            {
                letters++;
                if (unit != raw)
                    upper++;
                if (run >= 3)
                {
                    marks |= TokenMarks.Elongated;
                    continue;
                }
            }
            _units[_unitCount++] = unit;
            hash = Hashing.Add(hash, unit);
            if (_unitCount - start == Token.StemMax)
                stem = hash;
        }
        Letters += letters;
        UpperLetters += upper;
        if (letters == 0)
            marks = TokenMarks.Number;
        if (upper >= 2 && upper == letters)
            marks |= TokenMarks.Capitals;
        Append(start, offset + from, at - from, Hashing.Finish(hash), Hashing.Finish(stem == 0 ? hash : stem), marks);
        return Math.Max(at, from + 1);
    }

    /// <summary>A run of punctuation is one token of at most three units (<c>!!!</c>, <c>:-(</c>); lone commas, full stops and the like say nothing.</summary>
    private int CutSymbols(ReadOnlySpan<char> message, int at, int offset)
    {
        var from = at;
        while (at < message.Length && Characters.Kind(message[at]) == CharacterKind.Symbol && (at == from || message[at] < 0x2000))
        {
            at++;
            if (message[from] >= 0x2000)
                break;
        }
        var length = at - from;
        if (length == 1 && message[from] is ',' or '.' or '-' or '"' or '/' or ';' or '_' or '#' or '@' or '*' or '&')
            return at;
        if (length <= 2 && message[from] is ':' or ';' or '=' && at < message.Length && message[at] is 'D' or 'P' or 'p' or 'O' or 'o' or 'S' or 's'
            && IsAlone(message, at))
            at++;
        return CutSign(message, from, Math.Min(at - from, 3), offset, TokenMarks.Symbol, at - from);
    }

    private static bool IsAlone(ReadOnlySpan<char> message, int at) =>
        at + 1 >= message.Length || Characters.Kind(message[at + 1]) is not (CharacterKind.Letter or CharacterKind.Digit);

    private int CutPair(ReadOnlySpan<char> message, int at, int offset)
    {
        if (at + 1 >= message.Length || !char.IsSurrogatePair(message[at], message[at + 1]))
            return at + 1;
        var point = char.ConvertToUtf32(message[at], message[at + 1]);
        // Skin tones change nothing that we read.
        return point is >= 0x1F3FB and <= 0x1F3FF ? at + 2 : CutSign(message, at, 2, offset, point >= 0x20000 ? TokenMarks.Word : TokenMarks.Symbol);
    }

    private int CutSign(ReadOnlySpan<char> message, int at, int keep, int offset, TokenMarks marks, int rawLength = 0)
    {
        var start = _unitCount;
        var hash = Hashing.Seed;
        for (var i = 0; i < keep; i++)
        {
            var unit = Characters.Lower(message[at + i]);
            _units[_unitCount++] = unit;
            hash = Hashing.Add(hash, unit);
        }
        rawLength = rawLength == 0 ? keep : rawLength;
        Letters += marks == TokenMarks.Word ? 1 : 0;
        Append(start, offset + at, rawLength, Hashing.Finish(hash), Hashing.Finish(hash), marks);
        return at + rawLength;
    }

    private void Append(int start, int rawStart, int rawLength, uint hash, uint stem, TokenMarks marks)
    {
        ref var token = ref _tokens[_tokenCount++];
        token.Start = start;
        token.Length = _unitCount - start;
        token.RawStart = rawStart;
        token.RawLength = rawLength;
        token.Hash = hash;
        token.Stem = stem;
        token.Marks = marks;
        token.Word = WordTable.Of(hash);
    }
}
