using ConversationGrid.Understanding.PersonalData.Names;

namespace ConversationGrid.Understanding.PersonalData;

/// <summary>
/// Finds personal data in a message. Hand-written scanners with bounded look-ahead: time is linear in the text whatever it holds, nothing is allocated when
/// nothing is found, and the same text always gives the same spans. Positions are UTF-16 units; see <see cref="PersonalDataSpan.ToCodePoints"/>.
/// </summary>
public static class PersonalDataFinder
{
    /// <summary>All spans in ascending order, never overlapping; empty when there are none.</summary>
    public static IReadOnlyList<PersonalDataSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new SpanList();
        FindStructured(text, ref found);
        NameTagger.Default.Find(text, ref found);
        return found.Result;
    }

    /// <summary>The text with placeholders in place of what was found; use a <see cref="PersonalDataMasker"/> to put the values back later.</summary>
    public static string Mask(string text) => new PersonalDataMasker().Mask(text);

    /// <summary>The first pass alone: what shapes, checksums and the words beside a number prove.</summary>
    internal static void FindStructured(string text, ref SpanList found)
    {
        var nextAt = text.IndexOf('@');
        for (var i = 0; i < text.Length;)
        {
            if (nextAt >= 0 && nextAt < i)
                nextAt = text.IndexOf('@', i);
            var floor = found.Count > 0 ? found[found.Count - 1].End : 0;
            i = Math.Max(i + 1, At(text, i, floor, nextAt, ref found));
        }
    }

    /// <summary>What begins at (or, for an at-sign, surrounds) position <paramref name="i"/>; gives where to go on, or <paramref name="i"/> for
    /// nothing.</summary>
    private static int At(string text, int i, int floor, int nextAt, ref SpanList found)
    {
        var c = text[i];
        int start, end;
        if (c == '@')
            return AddressScanner.TryEmail(text, i, floor, out start, out end) ? Add(start, end, PersonalDataType.Email, ref found) : i;
        if (c == '.')
            return AddressScanner.TryBareDomain(text, i, floor, out start, out end) && NoEmail(text, end) ? Add(start, end, PersonalDataType.Url, ref found)
                : i;
        if (i > 0 && char.IsLetterOrDigit(text[i - 1]))
            return i;
        if (char.IsAsciiLetter(c))
            return AtWord(text, i, floor, nextAt, ref found);
        if ((c is >= '0' and <= '9' || (c == ':' && (i == 0 || text[i - 1] != ':'))) && AddressScanner.TryIpv6(text, i, out end))
            return Add(i, end, PersonalDataType.IpAddress, ref found);
        if (!char.IsAsciiDigit(c) && (c is not ('+' or '(') || i + 1 >= text.Length))
            return i;
        if (EmailFollows(text, i, nextAt))
            return i;
        if (char.IsAsciiDigit(c) && CodeScanner.Code(text, i, out end) is not PersonalDataType.None and var code)
            return Add(i, end, code, ref found);
        return NumberRun.TryRead(text, i, out var run) ? NumberScanner.Scan(text, run, ref found) : i;
    }

    private static int AtWord(string text, int i, int floor, int nextAt, ref SpanList found)
    {
        var c = text[i] | 0x20;
        int start, end;
        if (c is 'h' or 'w' or 'f' && AddressScanner.TryLink(text, i, out end))
            return Add(i, end, PersonalDataType.Url, ref found);
        if (i + 3 < text.Length && char.IsAsciiDigit(text[i + 2]) && AddressScanner.TryIban(text, i, out end))
            return Add(i, end, PersonalDataType.Iban, ref found);
        if (c == 'a' && AddressScanner.TrySpelledEmail(text, i, floor, out start, out end))
            return Add(start, end, PersonalDataType.Email, ref found);
        if (c is >= 'a' and <= 'f' && AddressScanner.TryIpv6(text, i, out end))
            return Add(i, end, PersonalDataType.IpAddress, ref found);
        if (CodeScanner.TryDate(text, i, floor, out start, out end))
            return Add(start, end, PersonalDataType.DateOfBirth, ref found);
        if (EmailFollows(text, i, nextAt))
            return i;
        var code = CodeScanner.Code(text, i, out end);
        return code != PersonalDataType.None ? Add(i, end, code, ref found) : i;
    }

    /// <summary>True when the word at <paramref name="i"/> runs into the next at-sign: its digits belong to an address.</summary>
    private static bool EmailFollows(string text, int i, int nextAt)
    {
        if (nextAt <= i || nextAt - i > 64)
            return false;
        while (i < nextAt && (char.IsLetterOrDigit(text[i]) || text[i] is '.' or '_' or '-' or '+'))
            i++;
        return i == nextAt;
    }

    private static bool NoEmail(string text, int end) => end >= text.Length || text[end] != '@';

    private static int Add(int start, int end, PersonalDataType type, ref SpanList found)
    {
        found.Add(start, end, type);
        return end;
    }
}
