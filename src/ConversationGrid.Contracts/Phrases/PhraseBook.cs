using System.Collections.Frozen;

namespace ConversationGrid.Contracts;

/// <summary>
/// What the product says to customers by itself, in each of the languages that it tells apart; English where there is no other.
/// </summary>
public static class PhraseBook
{
    private const string Resource = "phrases.txt";
    private const string Fallback = "en";

    private static readonly FrozenDictionary<string, FrozenDictionary<Phrase, string>> Books = Read();

    /// <summary>The languages, as two letters.</summary>
    public static IEnumerable<string> Languages => Books.Keys;

    /// <summary>The phrase in a language, given as a tag (<c>zh</c>, <c>ms-MY</c>); in English where the book has no such language.</summary>
    public static string Of(Phrase phrase, string language) => Books[Has(language) ? Base(language) : Fallback][phrase];

    /// <summary>Whether the book has the language.</summary>
    public static bool Has(string? language) => language is { Length: >= 2 } && Books.ContainsKey(Base(language));

    /// <summary>Whether a text is the phrase in any language.</summary>
    public static bool Says(Phrase phrase, string text) => Books.Values.Any(book => book[phrase] == text);

    private static string Base(string language) => language.Split('-')[0].ToLowerInvariant();

    private static FrozenDictionary<string, FrozenDictionary<Phrase, string>> Read()
    {
        using var reader = new StreamReader(EmbeddedResource.Open(typeof(PhraseBook).Assembly, Resource));
        var books = new Dictionary<string, Dictionary<Phrase, string>>();
        var book = new Dictionary<Phrase, string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '=')
            {
                books[line[1..].Trim()] = book = [];
                continue;
            }
            var parts = line.Split('|', 2, StringSplitOptions.TrimEntries);
            if (parts.Length != 2 || !Enum.TryParse<Phrase>(parts[0], ignoreCase: true, out var phrase))
                throw new FormatException($"{Resource}: '{line}' is not 'phrase | text'.");
            book[phrase] = parts[1];
        }
        return books.ToFrozenDictionary(b => b.Key, b => b.Value.ToFrozenDictionary());
    }
}
