using System.Text;

namespace ConversationGrid.Journal.Tables;

/// <summary>Text as PostgreSQL takes it: without NUL, and with halves of characters replaced. Whatever people send must not stop the writing.</summary>
internal static class CleanText
{
    public static string? Of(string? text)
    {
        if (text is null || !IsDirty(text)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value != 0) clean.Append(rune);
        return clean.ToString();
    }

    private static bool IsDirty(string text)
    {
        foreach (var c in text)
            if (c == '\0' || char.IsSurrogate(c)) return true;
        return false;
    }
}
