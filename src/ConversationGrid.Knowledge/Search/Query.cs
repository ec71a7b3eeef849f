namespace ConversationGrid.Knowledge;

/// <summary>A query cut into words, before any index is asked. Reused between searches; holds nothing of a customer's after <see cref="Clear"/>.</summary>
internal sealed class QueryWords
{
    /// <summary>Most words of a question that are read; a longer one is judged by its first words.</summary>
    public const int Max = 64;

    private const int StrideMax = Words.LengthMax + 2;
    private readonly char[] _letters = new char[Max * StrideMax];
    private readonly int[] _lengths = new int[Max];
    private readonly bool[] _stops = new bool[Max];

    public int Count { get; private set; }

    /// <summary>The last word touches the end of the text: it may be unfinished.</summary>
    public bool LastIsOpen { get; private set; }

    /// <summary>Grammatical words of each language seen, for the guess of the language.</summary>
    public int EnglishStops { get; private set; }

    public int MalayStops { get; private set; }

    public ReadOnlySpan<char> this[int word] => _letters.AsSpan(word * StrideMax, _lengths[word]);

    public bool IsStop(int word) => _stops[word];

    public void Read(ReadOnlySpan<char> text)
    {
        Clear();
        var reader = new Words(text);
        while (Count < Max && reader.TryNext(_letters.AsSpan(Count * StrideMax, StrideMax), out var length))
        {
            _lengths[Count] = length;
            var word = this[Count];
            var english = StopWords.Contains("en", word);
            var malay = StopWords.Contains("ms", word);
            EnglishStops += english ? 1 : 0;
            MalayStops += malay ? 1 : 0;
            _stops[Count] = english || malay;
            if (Count > 0 && StopWords.AsksTogether(this[Count - 1], word))
                _stops[Count - 1] = _stops[Count] = true;
            Count++;
        }
        LastIsOpen = Count > 0 && reader.End >= text.Length && char.IsLetterOrDigit(text[^1]);
    }

    /// <summary>The language that the words seem to be in, or <paramref name="otherwise"/> when they do not tell.</summary>
    public string GuessLanguage(string otherwise) => EnglishStops > MalayStops ? "en" : MalayStops > EnglishStops ? "ms" : otherwise;

    public void Clear()
    {
        Array.Clear(_letters);
        Count = 0;
        LastIsOpen = false;
        EnglishStops = 0;
        MalayStops = 0;
    }
}

/// <summary>One way in which words of the query meet the index of one language.</summary>
/// <param name="Term">The term met.</param>
/// <param name="Weight">Weight in the ranking.</param>
/// <param name="Quality">How well it covers the words, 0..1.</param>
/// <param name="Words">The words of the query that it stands for, as bits.</param>
internal readonly record struct QueryTerm(int Term, float Weight, float Quality, ulong Words);
