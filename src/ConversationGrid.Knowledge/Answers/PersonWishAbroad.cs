using System.Reflection;
using ConversationGrid.Contracts;
using ConversationGrid.Understanding.SmallMessages;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Hears a wish for a person in other languages than English and Malay, clause by clause: a word for one of ours with a word for wishing or talking, or next to
/// nothing else; or no machine is wanted. A clause that denies it is none. Coarser than <see cref="PersonWish"/>: who writes these languages and is not
/// answered goes to a human anyway.
/// </summary>
internal static class PersonWishAbroad
{
    /// <summary>Words of a clause that has hardly anything but the person; characters where a script has no spaces.</summary>
    private const int BareWordsMax = 2;
    private const int BareCharactersMax = 4;

    /// <summary>From so many plain English words on a text is English.</summary>
    private const int EnglishFrom = 2;

    private static readonly char[] ClauseEnds = [.. ",.;:!?\n、。，；：！？।؟،۔…()"];

    private static readonly HashSet<string> English = new(
        ("the my your our are am was and but or with without you this that these what where "
            + "when how why not i to for please do does have has had would could should from it").Split(' '),
        StringComparer.Ordinal);

    private static readonly List<Language> Languages = Read();

    /// <summary>The rule that asks for a person, or null.</summary>
    public static string? Of(string text)
    {
        var clauses = text.Split(ClauseEnds, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(CourtesyText.Words)
            .Where(words => words.Count > 0).ToList();
        if (clauses.Sum(words => words.Count(English.Contains)) >= EnglishFrom) return null;
        foreach (var words in clauses)
            foreach (var language in Languages)
                if (language.Asks(words)) return $"asks for a person ({language.Name})";
        return null;
    }

    private static List<Language> Read()
    {
        var languages = new List<Language>();
        foreach (var line in EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), "Text/PersonsAbroad.txt")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is not [var name, var kind, var phrases])
                throw new FormatException($"Persons abroad: '{line}' is not 'language | kind | words'.");
            if (languages.Find(l => l.Name == name) is not { } language) languages.Add(language = new(name));
            language.Add(kind, phrases.Split(',', StringSplitOptions.TrimEntries));
        }
        return languages;
    }

    private sealed class Language(string name)
    {
        private readonly Dictionary<string, List<Run>> _kinds = [];

        public string Name => name;

        public void Add(string kind, IEnumerable<string> phrases)
        {
            if (kind is not ("person" or "want" or "not" or "machine")) throw new FormatException($"Persons abroad: '{kind}' is no kind.");
            _kinds[kind] = [.. phrases.Select(phrase => new Run(CourtesyText.Words(phrase), phrase.EndsWith('*')))];
        }

        public bool Asks(List<string> words)
        {
            var denied = Has("not", words);
            if (Has("machine", words)) return denied && !Has("person", words);
            if (denied || !Has("person", words)) return false;
            return Has("want", words) || words.Count <= (CourtesyText.IsUnspaced(words[0][0]) ? BareCharactersMax : BareWordsMax);
        }

        private bool Has(string kind, List<string> words) => _kinds[kind].Exists(phrase => phrase.StandIn(words));
    }

    /// <summary>Words that stand together; the last may go on.</summary>
    private sealed record Run(List<string> Words, bool GoesOn)
    {
        public bool StandIn(List<string> text)
        {
            for (var from = 0; from + Words.Count <= text.Count; from++)
            {
                var same = 0;
                while (same < Words.Count
                    && (text[from + same] == Words[same]
                        || (GoesOn && same == Words.Count - 1 && text[from + same].StartsWith(Words[same], StringComparison.Ordinal)))) same++;
                if (same == Words.Count) return true;
            }
            return false;
        }
    }
}
