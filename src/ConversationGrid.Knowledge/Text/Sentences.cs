using System.Text.RegularExpressions;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Cuts plain text into sentences at line ends and at full stops, question and exclamation marks that end one (not in <c>6.90</c>, <c>a.m.</c>, <c>Dr. Lim</c>,
/// nor after the number of a step).
/// </summary>
internal static partial class Sentences
{
    /// <summary>What stands before a name or a place and never at the end of a sentence, in English and Malay.</summary>
    private static readonly HashSet<string> BeforeNames = Set("dr mr mrs ms mx prof assoc rev hon capt lt col sgt st mt ft messrs vs cf eg ie e.g i.e viz tn " +
        "pn cik en hj hjh dato datuk tuan puan ust ir jln lrg lbh kg tmn bgn sdn");

    /// <summary>What is an abbreviation before a number, and may end a sentence before anything else.</summary>
    private static readonly HashSet<string> BeforeNumbers =
        Set("no nos nr tel fax ext art fig ch sec para pg pp p vol approx ca jan feb mar apr jun jul aug ogos sep sept oct okt nov dec dis bil samb");

    public static List<string> Of(string text)
    {
        var sentences = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            Cut(sentences, line);
        return sentences;
    }

    /// <summary>As <see cref="Of"/>, but a list with the line that leads it in is one piece, its items on lines of their own, where it fits into
    /// <paramref name="lengthMax"/> characters.</summary>
    public static List<string> Pieces(string text, int lengthMax)
    {
        var pieces = new List<string>();
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < lines.Length; i++)
        {
            if (!IsItem(lines[i]))
            {
                Cut(pieces, lines[i]);
                continue;
            }
            var to = i + 1;
            while (to < lines.Length && IsItem(lines[to])) to++;
            var list = string.Join('\n', lines[i..to]);
            var isLed = pieces.Count > 0 && pieces[^1].EndsWith(':');
            if (isLed && pieces[^1].Length + 1 + list.Length <= lengthMax) pieces[^1] += "\n" + list;
            else if (list.Length <= lengthMax) pieces.Add(list);
            else pieces.AddRange(lines[i..to]);
            i = to - 1;
        }
        return pieces;
    }

    /// <summary>Pieces as one text: a list stands on lines of its own.</summary>
    public static string Join(IReadOnlyList<string> pieces)
    {
        var text = pieces.Count > 0 ? pieces[0] : "";
        for (var i = 1; i < pieces.Count; i++)
            text += (IsList(pieces[i - 1]) || IsItem(pieces[i]) ? '\n' : ' ') + pieces[i];
        return text;
    }

    /// <summary>Whether the mark at <paramref name="i"/> belongs to an abbreviation, an initial or the number of a step.</summary>
    public static bool IsInside(ReadOnlySpan<char> text, int i)
    {
        if (text[i] != '.') return false;
        var from = i;
        while (from > 0 && (char.IsLetterOrDigit(text[from - 1]) || text[from - 1] is '.' or '\'')) from--;
        var word = text[from..i];
        if (word.Length == 0) return false;
        var isFirst = from == 0 || text[from - 1] == '\n';
        if (word.Length <= 3 && word.IndexOfAnyExceptInRange('0', '9') < 0) return isFirst;
        var next = i + 1;
        while (next < text.Length && text[next] == ' ') next++;
        if (word.Length == 1 && char.IsUpper(word[0]))
            return next < text.Length && char.IsUpper(text[next]) && (isFirst || IsCapitalised(text[..from].TrimEnd(' ')));
        var lower = word.ToString().ToLowerInvariant();
        return BeforeNames.Contains(lower) && char.IsUpper(word[0]) | lower is "vs" or "e.g" or "i.e" or "eg" or "ie" or "cf" or "viz"
            || (BeforeNumbers.Contains(lower) && (next >= text.Length || char.IsDigit(text[next])));
    }

    /// <summary>Whether a sentence is the row of a table: columns with their values.</summary>
    public static bool IsRow(string sentence) => Row().IsMatch(sentence);

    private static bool IsList(string piece) => IsItem(piece[(piece.LastIndexOf('\n') + 1)..]);

    private static bool IsItem(string line) => ItemMark().IsMatch(line);

    private static void Cut(List<string> sentences, string line)
    {
        var from = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (!IsEnd(line, i))
                continue;
            Add(sentences, line[from..(i + 1)]);
            from = i + 1;
        }
        Add(sentences, line[from..]);
    }

    private static bool IsEnd(string line, int i)
    {
        if (line[i] is '\u3002' or '\uff01' or '\uff1f')
            return true;
        if (line[i] is not ('.' or '!' or '?'))
            return false;
        if (i + 2 >= line.Length)
            return i + 1 >= line.Length;
        return line[i + 1] == ' ' && !char.IsLower(line[i + 2]) && !(i >= 2 && line[i - 2] == '.') && !IsInside(line, i);
    }

    private static bool IsCapitalised(ReadOnlySpan<char> text)
    {
        var from = text.Length;
        while (from > 0 && (char.IsLetter(text[from - 1]) || text[from - 1] is '.' or '\'')) from--;
        return from < text.Length && char.IsUpper(text[from]);
    }

    private static void Add(List<string> sentences, string sentence)
    {
        sentence = sentence.Trim();
        if (sentence.Length > 0)
            sentences.Add(sentence);
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);

    [GeneratedRegex(@"^[^.;:]{1,60}: [^;]+(?:; [^;:]{1,60}: [^;]+)+$")]
    private static partial Regex Row();

    [GeneratedRegex(@"^(?:-|\d{1,3}[.)]) ")]
    private static partial Regex ItemMark();
}
