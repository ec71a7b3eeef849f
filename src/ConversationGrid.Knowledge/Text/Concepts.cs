using System.Reflection;
using ConversationGrid.Contracts;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Groups of words that mean the same, across languages: a question's words become concepts, and so do an article's, and concepts meet where words do not.
/// One group a line: <c>name | en: refund, money back | ms: bayaran balik</c>; phrases of up to <see cref="PhraseMax"/> words; <c>#</c> begins a comment.
/// </summary>
public sealed class Concepts
{
    /// <summary>Longest phrase, in words.</summary>
    public const int PhraseMax = 3;

    private const string GeneralPrefix = "g_";

    private const string QuestionPrefix = "q_";

    private readonly List<bool> _isGeneral = [];
    private readonly List<bool> _isQuestion = [];
    private readonly List<(string Language, string Word, int Concept)> _words = [];
    private readonly Dictionary<string, Dictionary<string, int>> _byLanguage = new(StringComparer.Ordinal);

    private Concepts()
    {
    }

    /// <summary>The built-in list for customer care, in English and Malay.</summary>
    public static Concepts Default { get; } = Parse(EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), "Text/Concepts.txt"));

    /// <summary>No synonyms at all.</summary>
    public static Concepts None { get; } = new();

    /// <summary>How many concepts there are; ids are 0..Count-1.</summary>
    public int Count { get; private set; }

    /// <summary>Reads a list. Throws <see cref="FormatException"/> naming the line.</summary>
    public static Concepts Parse(string text)
    {
        var concepts = new Concepts();
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            var parts = line.Split('|', StringSplitOptions.TrimEntries);
            if (parts.Length < 2)
                throw new FormatException($"Concept list, line {number}: expected 'name | language: words'.");
            concepts._isGeneral.Add(parts[0].StartsWith(GeneralPrefix, StringComparison.Ordinal));
            concepts._isQuestion.Add(parts[0].StartsWith(QuestionPrefix, StringComparison.Ordinal));
            foreach (var part in parts.AsSpan(1))
                concepts.AddLanguage(part, number);
            concepts.Count++;
        }
        return concepts;
    }

    /// <summary>The phrases of one language, stemmed, words joined by one space; null when it has none.</summary>
    internal Dictionary<string, int>? Of(string language) => _byLanguage.GetValueOrDefault(language);

    /// <summary>A concept of general language (its name begins with <c>g_</c>): it helps to rank, and is weak evidence that a word is answered.</summary>
    internal bool IsGeneral(int concept) => _isGeneral[concept];

    /// <summary>A concept of question words (its name begins with <c>q_</c>): it asks for a kind of answer and names no topic.</summary>
    internal bool IsQuestion(int concept) => _isQuestion[concept];

    /// <summary>The single words of a language as written, for the correction of typing errors.</summary>
    internal IEnumerable<(string Word, int Concept)> WordsOf(string language) =>
        _words.Where(entry => entry.Language == language).Select(entry => (entry.Word, entry.Concept));

    /// <summary>The concepts that a run of stems names, the longest phrase first, each with where it stands.</summary>
    internal List<(int From, int Length, int Concept)> FindIn(string language, List<string> stems)
    {
        var found = new List<(int From, int Length, int Concept)>();
        if (Of(language) is not { } phrases)
            return found;
        for (var i = 0; i < stems.Count; i++)
        {
            for (var length = Math.Min(PhraseMax, stems.Count - i); length > 0; length--)
            {
                if (!phrases.TryGetValue(string.Join(' ', stems.GetRange(i, length)), out var concept))
                    continue;
                found.Add((i, length, concept));
                i += length - 1;
                break;
            }
        }
        return found;
    }

    private void AddLanguage(string part, int number)
    {
        var colon = part.IndexOf(':', StringComparison.Ordinal);
        if (colon != 2)
            throw new FormatException($"Concept list, line {number}: '{part}' must begin with a two-letter language and a colon.");
        var language = part[..2];
        if (!_byLanguage.TryGetValue(language, out var phrases))
            _byLanguage[language] = phrases = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var phrase in part[3..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = Words.Of(phrase).ConvertAll(word => Stemming.Stem(language, word));
            if (words.Count is 0 or > PhraseMax)
                throw new FormatException($"Concept list, line {number}: '{phrase}' must have 1 to {PhraseMax} words.");
            phrases.TryAdd(string.Join(' ', words), Count);
            if (words.Count == 1)
                _words.Add((language, Words.Of(phrase)[0], Count));
        }
    }
}
