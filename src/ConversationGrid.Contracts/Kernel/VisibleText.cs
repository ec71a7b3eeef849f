using System.Globalization;
using System.Text;

namespace ConversationGrid.Contracts;

/// <summary>Whether a text shows anything at all.</summary>
public static class VisibleText
{
    /// <summary>True where nothing would be seen: nothing but white space, control and format characters, and letters and marks that are drawn as nothing
    /// (the property Default_Ignorable_Code_Point of Unicode, and a few that fonts draw empty).</summary>
    public static bool IsBlank(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
            if (!IsInvisible(rune)) return false;
        return true;
    }

    private static bool IsInvisible(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 // joiners, Hangul fillers, Khmer inherent vowels, the Braille blank
        or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF) // variation selectors and tags
        or 0x2065 or (>= 0xFFF0 and <= 0xFFFC) // reserved as ignorable, and the anchors of annotations and objects
        or (>= 0x1BCA0 and <= 0x1BCA3) or (>= 0x1D173 and <= 0x1D17A); // controls of shorthand and of music
}
