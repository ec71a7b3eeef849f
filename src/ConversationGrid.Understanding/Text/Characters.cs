using System.Globalization;

namespace ConversationGrid.Understanding.Text;

/// <summary>What a UTF-16 unit means to the cutter.</summary>
internal enum CharacterKind : byte
{
    Separator,
    Letter,
    Digit,

    /// <summary>A letter of a script written without spaces where one sign is already a piece of meaning (Han, kana).</summary>
    Ideograph,
    Apostrophe,
    Symbol,

    /// <summary>Joins and variation selectors: gone without a trace.</summary>
    Ignored,
    Surrogate,
}

/// <summary>Two tables over all UTF-16 units, made once: kind and lower case. A table read beats a category look-up by an order of magnitude.</summary>
internal static class Characters
{
    private static readonly CharacterKind[] Kinds = MakeKinds();
    private static readonly char[] Lowers = MakeLowers();

    public static CharacterKind Kind(char unit) => Kinds[unit];

    public static char Lower(char unit) => Lowers[unit];

    private static CharacterKind[] MakeKinds()
    {
        var kinds = new CharacterKind[char.MaxValue + 1];
        for (var i = 0; i < kinds.Length; i++)
            kinds[i] = KindOf((char)i);
        return kinds;
    }

    private static char[] MakeLowers()
    {
        var lowers = new char[char.MaxValue + 1];
        for (var i = 0; i < lowers.Length; i++)
            lowers[i] = char.IsDigit((char)i) ? '0' : char.ToLowerInvariant((char)i);
        return lowers;
    }

    private static CharacterKind KindOf(char c) => c switch
    {
        '\'' or '\u2019' or '\u02BC' or '`' => CharacterKind.Apostrophe,
        >= '\u200B' and <= '\u200F' or >= '\uFE00' and <= '\uFE0F' or '\uFEFF' or '\u00AD' => CharacterKind.Ignored,
        >= '\u3041' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF' => CharacterKind.Ideograph,
        _ => OfCategory(char.GetUnicodeCategory(c)),
    };

    private static CharacterKind OfCategory(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => CharacterKind.Letter,
        UnicodeCategory.DecimalDigitNumber => CharacterKind.Digit,
        UnicodeCategory.Surrogate => CharacterKind.Surrogate,
        UnicodeCategory.Control or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => CharacterKind.Separator,
        _ => CharacterKind.Symbol,
    };
}
