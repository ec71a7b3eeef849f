namespace ConversationGrid.Understanding.PersonalData;

/// <summary>
/// The shapes of telephone numbers. Some prove themselves (a plus sign, a Malaysian mobile, brackets, 3-3-4 with dashes); plain or spaced digits count only
/// when a word nearby speaks of telephones, and never after a word that says order or account.
/// </summary>
internal static class PhoneShapes
{
    private const int DigitsMin = 7;

    /// <summary>Short numbers in pairs ("61 51 81") need three groups and a word that speaks of telephones.</summary>
    private const int PairedDigitsMin = 6;
    private const int DigitsMax = 15;

    /// <summary>How many groups from <paramref name="g"/> on make a telephone number; 0 for none.</summary>
    public static int Match(string text, in NumberRun run, int g, Context before, Context nearest)
    {
        var plus = run.Plus && g == 0;
        var (taken, digits) = Extent(run, g, plus);
        if (digits < PairedDigitsMin || (digits < DigitsMin && taken < 3))
            return 0;
        var first = run.Groups[g];
        Span<char> all = stackalloc char[DigitsMax];
        run.Digits(text, g, g + taken - 1, all);
        all = all[..digits];
        if (plus || (all.StartsWith("00") && digits >= 10 && first.Length <= 6 && taken > 1))
            return taken;
        if ((nearest & (Context.Identifiers & ~Context.Card)) != 0 && (before & Context.Phone) == 0)
            return 0;
        if (Strong(run, g, taken, all))
            return taken;
        var told = (nearest & Context.Phone) != 0 || ((before & Context.Phone) != 0 && (nearest & Context.Identifiers) == 0)
            || (ContextWords.After(text, run.End) & Context.Phone) != 0;
        if (!told || (nearest & Context.Order) != 0)
            return 0;
        return digits <= 13 ? taken : 0;
    }

    /// <summary>End of an extension written after a number: <c>x123</c>, <c> ext. 45</c>; <paramref name="end"/> itself when there is none.</summary>
    public static int ExtensionEnd(string text, int end)
    {
        var i = end;
        while (i < text.Length && i < end + 2 && text[i] is ' ' or ',')
            i++;
        var rest = text.AsSpan(i);
        if (rest.StartsWith("ext", StringComparison.OrdinalIgnoreCase))
            i += 3;
        else if (rest.StartsWith("x", StringComparison.OrdinalIgnoreCase))
            i++;
        else
            return end;
        while (i < text.Length && i < end + 8 && text[i] is ' ' or '.')
            i++;
        var digits = i;
        while (i < text.Length && i - digits < 6 && char.IsAsciiDigit(text[i]))
            i++;
        return i > digits ? i : end;
    }

    private static (int Taken, int Digits) Extent(in NumberRun run, int g, bool plus)
    {
        var (taken, digits) = (0, 0);
        for (var k = g; k < run.Count; k++)
        {
            var group = run.Groups[k];
            if (k > g && (group.Separator == '/' || (group.Gap > 1 && group.Separator is not ('(' or ')')) || digits + group.Length > DigitsMax))
                break;
            // A dot parts the digits of a number in groups, but "5.5" or an amount is none.
            if (k > g && group is { Separator: '.', Length: < 2 })
                break;
            taken++;
            digits += group.Length;
            if (!plus && digits >= 12 && k + 1 < run.Count)
                break;
        }
        return digits > DigitsMax ? (0, 0) : (taken, digits);
    }

    private static bool Strong(in NumberRun run, int g, int taken, ReadOnlySpan<char> all)
    {
        if (IsMalaysian(all))
            return true;
        var bracket = (run.Bracket && g == 0) || (taken > 1 && run.Groups[g + 1].Separator is '(' or ')');
        if (bracket && taken >= 2 && all.Length >= DigitsMin)
            return true;
        if (all[0] == '0' && all[1] != '0' && all.Length is >= 9 and <= 11)
            return taken == 1 || run.Groups[g].Length >= 2;
        return NorthAmerican(run, g, taken, all);
    }

    private static bool NorthAmerican(in NumberRun run, int g, int taken, ReadOnlySpan<char> all)
    {
        var country = all.Length == 11 && all[0] == '1' && run.Groups[g].Length == 1 ? 1 : all.Length == 13 && all.StartsWith("001") ? 1 : 0;
        if (taken != 3 + country)
            return false;
        var (area, exchange, line) = (run.Groups[g + country], run.Groups[g + country + 1], run.Groups[g + country + 2]);
        return area.Length == 3 && exchange.Length == 3 && line.Length == 4 && exchange.Separator is '-' or '.' or ')' or ' ';
    }

    private static bool IsMalaysian(ReadOnlySpan<char> all)
    {
        if (all.StartsWith("60") && all.Length is >= 10 and <= 12 && all[2] is '1' or '3' or '4' or '5' or '6' or '7' or '8' or '9')
            return all[2] == '1' ? all.Length is 11 or 12 : all.Length is 10 or 11;
        if (all.StartsWith("01"))
            return all.Length is 10 or 11;
        if (all[0] == '0' && all[1] is >= '3' and <= '9')
            return all.Length is 9 or 10;
        return all.Length == 10 && (all.StartsWith("1300") || all.StartsWith("1800"));
    }
}
