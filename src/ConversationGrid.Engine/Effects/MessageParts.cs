using System.Text.RegularExpressions;

namespace ConversationGrid.Engine.Effects;

/// <summary>A message as a channel can carry it: without marks where it shows none, and in parts where it is too long.</summary>
public static partial class MessageParts
{
    /// <summary>Markdown as plain text: marks of bold and headings go, a link shows its address.</summary>
    public static string Plain(string markdown)
    {
        var text = Link().Replace(markdown, m => m.Groups[1].Value == m.Groups[2].Value ? m.Groups[2].Value : $"{m.Groups[1].Value} ({m.Groups[2].Value})");
        text = Bold().Replace(text, "$2");
        return Heading().Replace(text, "");
    }

    /// <summary>The text in parts of at most so many characters, cut at a paragraph, a line, a sentence or a word where there is one.</summary>
    /// <param name="max">Characters of one part, at least 1.</param>
    public static IReadOnlyList<string> Of(string text, int max)
    {
        if (text.Length <= max) return [text];
        var parts = new List<string>();
        var rest = text.AsSpan();
        while (rest.Length > max)
        {
            var cut = CutOf(rest, max);
            parts.Add(rest[..cut].Trim().ToString());
            rest = rest[cut..].TrimStart();
        }
        if (!rest.IsEmpty) parts.Add(rest.ToString());
        return parts;
    }

    private static int CutOf(ReadOnlySpan<char> text, int max)
    {
        foreach (var mark in (ReadOnlySpan<string>)["\n\n", "\n", ". ", " "])
            if (text[..max].LastIndexOf(mark) is var at && at >= max / 2) return at + mark.Length;
        return max > 1 && char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
    }

    [GeneratedRegex(@"\[([^\]\n]{1,500})\]\((https?://[^)\s]{1,2000})\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", RegexOptions.Singleline)]
    private static partial Regex Bold();

    [GeneratedRegex(@"^#{1,6} +", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
