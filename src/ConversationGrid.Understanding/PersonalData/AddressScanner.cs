using System.Collections.Frozen;

namespace ConversationGrid.Understanding.PersonalData;

/// <summary>E-mail addresses, links, IBANs and IPv6 addresses: what begins at a letter or an at-sign. Each look ahead or back is bounded.</summary>
internal static class AddressScanner
{
    private const int LocalLengthMax = 64;
    private const int DomainLengthMax = 253;
    private const int LinkLengthMax = 2048;

    private static readonly FrozenSet<string> BareTopLevels = new[]
    {
        "com", "net", "org", "edu", "gov", "info", "biz", "io", "dev", "app", "shop", "store", "online", "site", "xyz", "uk", "de", "fr", "nl", "pl", "ru",
            "jp", "au",
        "ca", "hu", "cz", "se", "dk", "fi", "es", "pt", "br", "cn", "kr", "sg", "example", "test",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Country ends that are common words too, so they count only after "dot".</summary>
    private static readonly FrozenSet<string> SpelledOnly = new[] { "my", "co", "me", "us", "in", "id" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> TopLevels = BareTopLevels.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The address around the at-sign at <paramref name="at"/>, not reaching before <paramref name="floor"/>.</summary>
    public static bool TryEmail(string text, int at, int floor, out int start, out int end)
    {
        start = at;
        var stop = Math.Max(floor, at - LocalLengthMax);
        while (start > stop && IsLocal(text[start - 1]))
            start--;
        while (start < at && text[start] is '.' or '-' or '\'' or '+' or '/' or '=')
            start++;
        end = DomainEnd(text, at + 1, out var dots, out var lastLabel);
        return start < at && text[at - 1] != '.' && dots > 0 && end - lastLabel >= 2 && char.IsLetter(text[lastLabel]);
    }

    /// <summary>"name at shop dot com": the word <c>at</c> begins at <paramref name="at"/>.</summary>
    public static bool TrySpelledEmail(string text, int at, int floor, out int start, out int end)
    {
        end = at + 2;
        start = at;
        if (!Spelled(text, at, "at"))
            return false;
        SkipBack(text, ref start, floor);
        var local = start;
        while (start > floor && local - start < LocalLengthMax && IsLocal(text[start - 1]))
            start--;
        SkipAhead(text, ref end);
        var label = end;
        while (end < text.Length && end - label < LocalLengthMax && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
            end++;
        var name = end - label;
        for (var dots = 0; dots < 4; dots++)
        {
            var i = end;
            SkipAhead(text, ref i);
            if (!Spelled(text, i, "dot"))
                return dots > 0 && name > 0 && local > start;
            i += 3;
            SkipAhead(text, ref i);
            var top = i;
            while (i < text.Length && i - top < 24 && char.IsAsciiLetter(text[i]))
                i++;
            var level = text.AsSpan(top, i - top);
            if (!TopLevels.Contains(level) && !SpelledOnly.GetAlternateLookup<ReadOnlySpan<char>>().Contains(level))
                return dots > 0 && local > start;
            end = i;
        }
        return name > 0 && local > start;
    }

    /// <summary>A link with its scheme, or one that begins with <c>www.</c>, at <paramref name="start"/>.</summary>
    public static bool TryLink(string text, int start, out int end)
    {
        end = start;
        var rest = text.AsSpan(start);
        var scheme = rest.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8
            : rest.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7
            : rest.StartsWith("ftp://", StringComparison.OrdinalIgnoreCase) ? 6
            : rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? 4 : 0;
        if (scheme == 0)
            return false;
        return LinkEnd(text, start + scheme, ref end) && end > start + scheme + 1;
    }

    /// <summary>A bare domain such as <c>shop.com/x</c> whose first dot is at <paramref name="dot"/>; only top levels that are no English or Malay
    /// word.</summary>
    public static bool TryBareDomain(string text, int dot, int floor, out int start, out int end)
    {
        start = dot;
        var stop = Math.Max(floor, dot - 63);
        while (start > stop && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '-'))
            start--;
        end = dot;

        // Behind another dot: the domain's first dot has been looked at already, and looking again at each would cost the square of the length.
        if (start > 0 && text[start - 1] == '.')
            return false;
        end = DomainEnd(text, dot + 1, out _, out var lastLabel);
        if (dot - start < 2 || end - lastLabel < 2 || !TopLevels.Contains(text.AsSpan(lastLabel, end - lastLabel)) || !char.IsAsciiLetter(text[start]))
            return false;
        if (end < text.Length && text[end] == '/')
            LinkEnd(text, end, ref end);
        return end >= text.Length || text[end] != '@';
    }

    /// <summary>An IBAN at <paramref name="start"/>, spaced in fours or not. The checksum may fail only where the word IBAN stands before.</summary>
    public static bool TryIban(string text, int start, out int end)
    {
        end = start;
        var wanted = start + 4 <= text.Length && char.IsAsciiDigit(text[start + 2]) && char.IsAsciiDigit(text[start + 3])
            ? Checksums.IbanLength(text[start], text[start + 1]) : 0;
        if (wanted == 0)
            return false;
        Span<char> packed = stackalloc char[34];
        var n = 0;
        for (var i = start; i < text.Length && n < wanted; i++)
        {
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                packed[n++] = text[i];
                end = i + 1;
            }
            else if (text[i] is not (' ' or '-' or '\u00A0') || i != end)
            {
                return false;
            }
        }
        if (n != wanted || (end < text.Length && char.IsLetterOrDigit(text[end])))
            return false;
        return Checksums.Iban(packed[..n]) || text.AsSpan(Math.Max(0, start - 24), Math.Min(24, start)).Contains("iban", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>An IPv6 address at <paramref name="start"/>: eight groups, or fewer around one <c>::</c> with at least two groups.</summary>
    public static bool TryIpv6(string text, int start, out int end)
    {
        end = start;
        while (end < text.Length && end - start <= 45 && (char.IsAsciiHexDigit(text[end]) || text[end] == ':'))
            end++;
        if (end - start is < 4 or > 39 || (end < text.Length && char.IsLetterOrDigit(text[end])))
            return false;
        while (end > start + 1 && text[end - 1] == ':' && text[end - 2] != ':')
            end--;
        var (groups, length, gaps) = (0, 0, 0);
        for (var i = start; i < end; i++)
        {
            if (text[i] != ':')
            {
                groups += length++ == 0 ? 1 : 0;
                if (length > 4)
                    return false;
                continue;
            }
            gaps += length == 0 && i > start ? 1 : 0;
            length = 0;
        }
        return gaps == 0 ? groups == 8 && text[start] != ':' : gaps == 1 && groups is >= 2 and < 8 && end - start >= 6;
    }

    private static bool LinkEnd(string text, int from, ref int end)
    {
        var i = from;
        while (i < text.Length && i - from < LinkLengthMax && !char.IsWhiteSpace(text[i])
            && text[i] is not ('"' or '<' or '>' or '\\' or '`' or '|' or '{' or '}'))
            i++;
        while (i > from && text[i - 1] is '.' or ',' or '!' or '?' or ';' or ':' or ')' or ']' or '\'' or '”' or '’')
            i--;
        end = i;
        return i > from;
    }

    private static int DomainEnd(string text, int from, out int dots, out int lastLabel)
    {
        (dots, lastLabel) = (0, from);
        var i = from;
        while (i < text.Length && i - from < DomainLengthMax)
        {
            if (char.IsLetterOrDigit(text[i]) || (text[i] == '-' && i > lastLabel))
            {
                i++;
            }
            else if (text[i] == '.' && i > lastLabel && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]))
            {
                dots++;
                lastLabel = ++i;
            }
            else
            {
                break;
            }
        }
        return i;
    }

    private static bool IsLocal(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' or '\'' or '&' or '!' or '#' or '=' or '/' or '~';

    private static bool Spelled(string text, int at, string word) =>
        string.Compare(text, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && at > 0 && text[at - 1] is ' ' or '[' or '('
        && at + word.Length < text.Length && text[at + word.Length] is ' ' or ']' or ')';

    private static void SkipBack(string text, ref int i, int floor)
    {
        for (var n = 0; n < 3 && i > floor && text[i - 1] is ' ' or '[' or '('; n++)
            i--;
    }

    private static void SkipAhead(string text, ref int i)
    {
        for (var n = 0; n < 3 && i < text.Length && text[i] is ' ' or ']' or ')' or '[' or '('; n++)
            i++;
    }
}
