using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Knowledge;

/// <summary>What a word can be in a request for a person.</summary>
[Flags]
internal enum PersonWordKind
{
    None = 0,
    Person = 1,
    Anyone = 1 << 1,
    Desk = 1 << 2,
    Kind = 1 << 3,
    Talk = 1 << 4,
    Join = 1 << 5,
    Reach = 1 << 6,
    Want = 1 << 7,
    Me = 1 << 8,
    No = 1 << 9,
    Machine = 1 << 10,
    About = 1 << 11,
    Filler = 1 << 12,
    After = 1 << 13,
    Other = 1 << 14,
}

/// <summary>A word or a phrase of the list, or a word that is not in it.</summary>
internal readonly record struct PersonWord(string Text, PersonWordKind Kind)
{
    /// <summary>Whether it is of one of these kinds.</summary>
    public bool Is(PersonWordKind any) => (Kind & any) != 0;
}

/// <summary>The words of requests for a person. A longer phrase goes before a shorter one; a person or a word for talking may have one typing error.</summary>
internal sealed class PersonWords
{
    private const int PhraseMax = 4;

    /// <summary>Shorter words are too near to others.</summary>
    private const int TypoLengthMin = Misspelling.LengthMin;

    private readonly Dictionary<string, PersonWordKind> _kinds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _begins = new(StringComparer.Ordinal);
    private readonly List<string> _forgiving = [];

    /// <summary>Reads a list. Throws <see cref="FormatException"/> naming the line.</summary>
    public static PersonWords Parse(string text)
    {
        var known = new PersonWords();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !Enum.TryParse<PersonWordKind>(parts[0], ignoreCase: true, out var kind))
                throw new FormatException($"Persons list: '{line}' is not 'kind | words'.");
            foreach (var phrase in parts[1].Split(',', StringSplitOptions.TrimEntries))
                known._kinds[phrase] = known._kinds.GetValueOrDefault(phrase) | kind;
        }
        known._begins.UnionWith(known._kinds.Keys.Where(phrase => phrase.Contains(' ', StringComparison.Ordinal))
            .Select(phrase => phrase[..phrase.IndexOf(' ', StringComparison.Ordinal)]));
        known._forgiving.AddRange(known._kinds.Where(k => k.Key.Length >= TypoLengthMin
            && (k.Value & (PersonWordKind.Person | PersonWordKind.Anyone | PersonWordKind.Talk)) != 0).Select(k => k.Key));
        return known;
    }

    /// <summary>The words of a text with their kinds.</summary>
    public List<PersonWord> Of(List<string> words)
    {
        var found = new List<PersonWord>(words.Count);
        for (var i = 0; i < words.Count;)
        {
            var length = Longest(words, i, out var word);
            found.Add(word);
            i += length;
        }
        return found;
    }

    private int Longest(List<string> words, int from, out PersonWord word)
    {
        for (var length = _begins.Contains(words[from]) ? Math.Min(PhraseMax, words.Count - from) : 1; length > 0; length--)
        {
            var phrase = length == 1 ? words[from] : string.Join(' ', words.GetRange(from, length));
            if (!_kinds.TryGetValue(phrase, out var kind))
                continue;
            word = new(phrase, kind);
            return length;
        }
        var single = words[from];
        word = _forgiving.Find(known => Misspelling.IsOneLetterOff(single, known)) is { } meant ? new(meant, _kinds[meant]) : new(single, PersonWordKind.None);
        return 1;
    }
}
