using System.Reflection;
using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.SmallMessages;

/// <summary>
/// The phrases of <c>courtesies.txt</c>. A message is a courtesy when phrases of one language cover all of it, at least one of them more than a word that may
/// stand beside.
/// </summary>
internal sealed class CourtesyBook
{
    private const string Resource = "courtesies.txt";

    /// <summary>Phrases that every language uses.</summary>
    private const string Everywhere = "*";

    /// <summary>Who says two things at once means the first of these.</summary>
    private static readonly SmallTalkKind[] Order =
        [SmallTalkKind.Displeasure, SmallTalkKind.Thanks, SmallTalkKind.Goodbye, SmallTalkKind.Nudge, SmallTalkKind.Greeting, SmallTalkKind.Acknowledgement];

    private readonly List<Language> _languages = [];

    /// <summary>The languages by the words that their phrases begin with: most texts begin with none.</summary>
    private readonly Dictionary<string, List<Language>> _byFirstWord = new(StringComparer.Ordinal);

    private CourtesyBook(IEnumerable<string> lines)
    {
        var parts = lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var shared = new Language(Everywhere);
        foreach (var name in parts.Select(p => p[0]).Distinct())
        {
            var language = name == Everywhere ? shared : new Language(name);
            foreach (var line in parts.Where(p => p[0] == name))
            {
                if (line.Length != 3) throw new FormatException($"{Resource}: '{string.Join('|', line)}' is not 'language | kind | phrases'.");
                // "Beside" is no kind of its own.
                var kind = line[1] == "beside" ? SmallTalkKind.None : Enum.Parse<SmallTalkKind>(line[1], ignoreCase: true);
                foreach (var phrase in line[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) language.Add(kind, phrase);
            }
            if (name != Everywhere) _languages.Add(language);
        }
        foreach (var language in _languages)
        {
            language.AddAll(shared);
            foreach (var first in language.FirstWords.Distinct())
            {
                if (!_byFirstWord.TryGetValue(first, out var languages)) _byFirstWord[first] = languages = [];
                languages.Add(language);
            }
        }
    }

    public static CourtesyBook Default { get; } = Load();

    /// <summary>The words that begin or continue any phrase.</summary>
    public IEnumerable<string> AllWords => _languages.SelectMany(language => language.Words);

    /// <summary>What a message is, by its words.</summary>
    /// <param name="preferred">The language that goes first where several have the phrase.</param>
    public SmallMessage Of(List<string> words, string? preferred)
    {
        var found = default(SmallMessage);
        if (words.Count > EverydayCourtesies.WordsMax && !CourtesyText.IsUnspaced(words[0][0])) return found;
        foreach (var language in _byFirstWord.GetValueOrDefault(words[0]) ?? [])
        {
            if (found.Kind != SmallTalkKind.None && language.Name != preferred) continue;
            var kind = language.Cover(words);
            if (kind != SmallTalkKind.None) found = new(kind, language.Name);
        }
        return found;
    }

    private static CourtesyBook Load()
    {
        var text = EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), Resource);
        return new(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'));
    }

    private sealed class Language(string name)
    {
        private readonly Dictionary<string, SmallTalkKind> _phrases = new(StringComparer.Ordinal);
        private readonly HashSet<string> _own = new(StringComparer.Ordinal);
        private int _longest = 1;

        public string Name => name;

        public IEnumerable<string> Words => _phrases.Keys.SelectMany(phrase => phrase.Split(' '));

        public IEnumerable<string> FirstWords => _phrases.Keys.Select(phrase => phrase.Split(' ')[0]);

        public void Add(SmallTalkKind kind, string phrase)
        {
            var words = CourtesyText.Words(phrase);
            var key = string.Join(' ', words);
            _longest = Math.Max(_longest, words.Count);
            // A phrase that is a kind somewhere stays one when it is listed as a word beside too.
            if (kind != SmallTalkKind.None || !_phrases.ContainsKey(key)) _phrases[key] = kind;
            if (kind != SmallTalkKind.None) _own.Add(key);
        }

        public void AddAll(Language shared)
        {
            foreach (var (phrase, kind) in shared._phrases) _phrases.TryAdd(phrase, kind);
        }

        /// <summary>The kind of a message that phrases cover as a whole; none where they do not, or where none of them is of this very language.</summary>
        public SmallTalkKind Cover(List<string> words)
        {
            // What covers the first i words: kinds as bits, and whether one is the language's own; -1 for not covered.
            Span<int> covers = stackalloc int[words.Count + 1];
            covers[1..].Fill(-1);
            for (var to = 1; to <= words.Count; to++)
            {
                for (var from = Math.Max(0, to - _longest); from < to; from++)
                {
                    if (covers[from] < 0) continue;
                    var phrase = to - from == 1 ? words[from] : string.Join(' ', words.GetRange(from, to - from));
                    if (!_phrases.TryGetValue(phrase, out var kind)) continue;
                    covers[to] = covers[from] | (kind == SmallTalkKind.None ? 0 : 1 << (int)kind) | (_own.Contains(phrase) ? 1 : 0);
                    // The longest phrase says most.
                    break;
                }
            }
            if (covers[^1] <= 0 || (covers[^1] & 1) == 0) return SmallTalkKind.None;
            foreach (var kind in Order)
                if ((covers[^1] & (1 << (int)kind)) != 0) return kind;
            return SmallTalkKind.None;
        }
    }
}
