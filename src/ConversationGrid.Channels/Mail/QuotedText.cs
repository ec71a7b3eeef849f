using System.Text.RegularExpressions;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// Cuts from a mail's text what its writer did not write now: earlier mails, a signature, a disclaimer. Where a program marks quotes by <c>&gt;</c>, answers
/// between them stay.
/// </summary>
internal static partial class QuotedText
{
    private const int DisclaimerLengthMin = 120;

    /// <summary>Lines of a heading of an earlier mail.</summary>
    private const int HeadingLinesMax = 8;

    public static string Cut(string text)
    {
        var lines = Lines(text);
        var kept = new List<string>();
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line == "-- " || line == "--") break;
            if (IsEnd(lines, i)) break;
            if (IntroAt(lines, i) is var length && length > 0)
            {
                // What follows is quoted by marks, and may be answered between them, or it is all quoted.
                var next = i + length;
                while (next < lines.Count && lines[next].Trim().Length == 0) next++;
                if (next >= lines.Count || !IsQuoted(lines[next])) break;
                i = next - 1;
                continue;
            }
            if (!IsQuoted(line)) kept.Add(line);
        }
        return Tidy(string.Join('\n', WithoutTail(kept)));
    }

    /// <summary>Without spaces at the ends of lines, and with one empty line where there are several.</summary>
    public static string Tidy(string text) => Empty().Replace(string.Join('\n', Lines(text).Select(l => l.TrimEnd())), "\n\n").Trim();

    private static List<string> Lines(string text) => [.. text.ReplaceLineEndings("\n").Split('\n')];

    private static bool IsQuoted(string line) => line.TrimStart().StartsWith('>');

    /// <summary>Lines of an introduction such as "On Monday, Nur wrote:", which programs break into two or three; 0 where there is none.</summary>
    private static int IntroAt(List<string> lines, int at)
    {
        for (var count = 1; count <= 3 && at + count <= lines.Count && lines[at + count - 1].Trim().Length > 0; count++)
        {
            var joined = string.Join(' ', lines.Skip(at).Take(count).Select(l => l.Trim()));
            if (joined.Length <= 300 && (Intro().IsMatch(joined) || (count == 1 && IntroByAddress().IsMatch(joined)))) return count;
        }
        return 0;
    }

    /// <summary>From here on an earlier mail follows, with nothing of the writer below it.</summary>
    private static bool IsEnd(List<string> lines, int at)
    {
        var line = lines[at].Trim();
        if (Original().IsMatch(line)) return true;
        var isRule = line.Length >= 10 && line.All(c => c is '_' or '-' or '=');
        var from = isRule ? at + 1 : at;
        while (isRule && from < lines.Count && lines[from].Trim().Length == 0) from++;
        if (from >= lines.Count || !HeaderFrom().IsMatch(lines[from])) return false;
        var heading = lines.Skip(from).Take(HeadingLinesMax).ToList();
        return heading.Any(l => HeaderSent().IsMatch(l)) && heading.Any(l => HeaderSubject().IsMatch(l));
    }

    /// <summary>Without what programs and companies put below: a line of the phone, a disclaimer.</summary>
    private static IEnumerable<string> WithoutTail(List<string> lines)
    {
        var end = lines.Count;
        while (end > 0 && (lines[end - 1].Trim().Length == 0 || Phone().IsMatch(lines[end - 1].Trim()))) end--;
        // Paragraphs from the end on that speak of confidence, at the least one above them stays.
        while (true)
        {
            var start = end;
            while (start > 0 && lines[start - 1].Trim().Length > 0) start--;
            var paragraph = string.Join(' ', lines.Skip(start).Take(end - start));
            if (start == 0 || paragraph.Length < DisclaimerLengthMin || !Disclaimer().IsMatch(paragraph)) break;
            end = start;
            while (end > 0 && (lines[end - 1].Trim().Length == 0 || Rule().IsMatch(lines[end - 1].Trim()))) end--;
        }
        return lines.Take(end);
    }

    [GeneratedRegex(
        @"^(on\b.{4,200}\bwrote|pada\b.{4,200}\bmenulis|am\b.{4,200}\bschrieb\b.{0,80}|le\b.{4,200}\ba écrit|el\b.{4,200}\bescribió|il\b.{4,200}\bha scritto|op\b.{4,200}\bschreef\b.{0,80})\s*[:：]\s*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Intro();

    [GeneratedRegex(@"^.{3,120}<[^<>\s]{3,254}@[^<>\s]{1,254}>\s*(wrote|writes|menulis)\s*[:：]\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IntroByAddress();

    [GeneratedRegex(
        @"^-{2,10}\s*(original message|original appointment|forwarded message|mesej asal|pesan asli|ursprüngliche nachricht|message d'origine|mensaje original|begin forwarded message)\s*-{0,10}:?$|^begin forwarded message:$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Original();

    [GeneratedRegex(@"^\s*\*?(from|daripada|dari|von|de)\s*:\*?\s*\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderFrom();

    [GeneratedRegex(@"^\s*\*?(sent|date|dihantar|tarikh|tanggal|gesendet|datum|envoyé|enviado)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderSent();

    [GeneratedRegex(@"^\s*\*?(subject|subjek|perkara|betreff|objet|asunto)\s*:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HeaderSubject();

    [GeneratedRegex(
        @"^(sent from my \S.{0,40}|sent from \S.{0,30} for (ios|android|windows)|get outlook for (ios|android).{0,60}|dihantar (dari|daripada) .{2,40}|dikirim dari .{2,40}|von meinem .{2,30} gesendet)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phone();

    [GeneratedRegex(
        @"\b(confidential|privileged|intended (solely )?(only )?for|intended recipient|disclaimer|received (this|it) (e-?mail |message )?in error|penafian|sulit|penerima yang dimaksudkan|vertraulich)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Disclaimer();

    [GeneratedRegex(@"^[_\-=*]{3,}$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex Empty();
}
