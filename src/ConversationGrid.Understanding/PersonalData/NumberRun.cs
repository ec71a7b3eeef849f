using System.Runtime.CompilerServices;

namespace ConversationGrid.Understanding.PersonalData;

/// <summary>A group of digits inside a run: where it stands and what separates it from the group before (<c>'\0'</c> for the first).</summary>
internal readonly record struct DigitGroup(int Start, int End, char Separator, int Gap)
{
    public int Length => End - Start;
}

/// <summary>The groups of one run, in a buffer on the stack.</summary>
[InlineArray(NumberRun.GroupsMax)]
internal struct DigitGroups
{
    private DigitGroup _first;
}

/// <summary>
/// A run of digits with the separators that people put between them: spaces, dashes, dots, slashes, brackets. A run longer than
/// <see cref="GroupsMax"/> groups ends there and the next one begins, so that work per character stays constant.
/// </summary>
internal ref struct NumberRun
{
    /// <summary>More groups than any number we look for has.</summary>
    public const int GroupsMax = 24;

    private const int GapMax = 2;

    public DigitGroups Groups;
    public int Count;
    public int Start;
    public int End;

    /// <summary>True when the run began with a plus sign.</summary>
    public bool Plus;

    /// <summary>True when an opening bracket stands before the first digit.</summary>
    public bool Bracket;

    /// <summary>Reads the run whose first digit, plus or opening bracket is at <paramref name="start"/>; false when no digit follows.</summary>
    public static bool TryRead(string text, int start, out NumberRun run)
    {
        run = new NumberRun { Start = start };
        var i = start;
        while (i < text.Length && i < start + 3 && text[i] is '+' or '(')
        {
            run.Plus |= text[i] == '+';
            run.Bracket |= text[i] == '(';
            i++;
        }
        var (separator, gap) = ('\0', 0);
        while (i < text.Length && char.IsAsciiDigit(text[i]) && run.Count < GroupsMax)
        {
            var from = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                i++;
            run.Groups[run.Count++] = new(from, i, separator, gap);
            run.End = i;
            (separator, gap) = ('\0', 0);
            while (i < text.Length && gap <= GapMax && IsSeparator(text[i]))
            {
                separator = separator is '\0' or ' ' ? text[i] == '\u00A0' ? ' ' : text[i] : separator;
                i++;
                gap++;
            }
            if (gap > GapMax + 1)
                break;
        }
        return run.Count > 0;
    }

    /// <summary>Copies the digits of groups [first, last] into <paramref name="digits"/>; gives their number, or -1 when they do not fit.</summary>
    public readonly int Digits(string text, int first, int last, Span<char> digits)
    {
        var n = 0;
        for (var g = first; g <= last; g++)
        {
            var group = Groups[g];
            if (n + group.Length > digits.Length)
                return -1;
            text.AsSpan(group.Start, group.Length).CopyTo(digits[n..]);
            n += group.Length;
        }
        return n;
    }

    private static bool IsSeparator(char c) => c is ' ' or '-' or '.' or '/' or '(' or ')' or '\u00A0' or '\u2013' or '\u2010' or '\u2011';
}
