using System.Globalization;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Attachments;

/// <summary>Names of files as they are shown.</summary>
internal static class FileNames
{
    private const string Nameless = "file";

    /// <summary>Without folders, control characters and what turns the direction of writing, and not too long; the ending stays.</summary>
    public static string Clean(string name, int lengthMax)
    {
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new StringBuilder(name.Length);
        foreach (var rune in name.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate))
                clean.Append(rune);
        name = clean.ToString().Trim();
        if (VisibleText.IsBlank(name) || name.All(c => c == '.')) return Nameless;
        if (name.Length <= lengthMax) return name;
        var ending = Path.GetExtension(name);
        return Short(name, ending.Length > 10 ? "" : ending, lengthMax);
    }

    /// <summary>A name whose ending says what the file is, so that no program takes it for something else when it was saved.</summary>
    /// <param name="endings">The endings of its type; the first is appended where the name has none of them.</param>
    public static string For(string name, IReadOnlyList<string> endings, int lengthMax) =>
        endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? name : Short(name + endings[0], endings[0], lengthMax);

    private static string Short(string name, string ending, int lengthMax)
    {
        if (name.Length <= lengthMax) return name;
        var cut = lengthMax - ending.Length;
        // A character of two halves stays whole.
        return name[..(char.IsHighSurrogate(name[cut - 1]) ? cut - 1 : cut)] + ending;
    }
}
