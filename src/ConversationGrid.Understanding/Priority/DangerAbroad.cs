using System.Buffers;
using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.Priority;

/// <summary>
/// Danger to people, and somebody else with the customer's account or card, in the languages that no model here reads: they go first whatever else is unknown.
/// Phrases alone, so it hears less than the readers of English and Malay do.
/// </summary>
internal static class DangerAbroad
{
    private const string Resource = "DangerAbroad.txt";

    private static readonly SearchValues<string> Dangers = Read("danger:");
    private static readonly SearchValues<string> Takeovers = Read("takeover:");

    public static UrgencySignals Read(ReadOnlySpan<char> text) =>
        (Holds(text, Dangers) ? UrgencySignals.Safety | UrgencySignals.Danger : UrgencySignals.None)
        | (Holds(text, Takeovers) ? UrgencySignals.Takeover : UrgencySignals.None);

    private static bool Holds(ReadOnlySpan<char> text, SearchValues<string> phrases)
    {
        for (var from = 0; text[from..].IndexOfAny(phrases) is var at and >= 0; from += at + 1)
            if (BeginsWord(text, from + at)) return true;
        return false;
    }

    /// <summary>Scripts without spaces between words have no beginnings of words.</summary>
    private static bool BeginsWord(ReadOnlySpan<char> text, int at) => at == 0 || !char.IsLetter(text[at - 1]) || !HasSpaces(text[at]);

    /// <summary>Latin, Cyrillic, Arabic; the scripts of India, where endings and beginnings run together, count as those without.</summary>
    private static bool HasSpaces(char c) => c is < '\u0530' or (>= '\u0600' and <= '\u06FF') or (>= '\u1E00' and <= '\u1EFF');

    private static SearchValues<string> Read(string kind)
    {
        using var reader = new StreamReader(EmbeddedResource.Open(typeof(DangerAbroad).Assembly, Resource));
        var phrases = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            foreach (var part in line.Split('|', StringSplitOptions.TrimEntries).Where(part => part.StartsWith(kind, StringComparison.Ordinal)))
                phrases.AddRange(part[kind.Length..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        return SearchValues.Create([.. phrases], StringComparison.OrdinalIgnoreCase);
    }
}
