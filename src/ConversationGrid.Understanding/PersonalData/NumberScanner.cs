namespace ConversationGrid.Understanding.PersonalData;

/// <summary>
/// Decides what the groups of a run of digits are. At each group the readings are tried from the most to the least certain: address of a machine,
/// social security, MyKad, card, date, phone, and last what the words before say (order, account, licence, passport, postcode).
/// </summary>
internal static class NumberScanner
{
    private const int IdentifierDigitsMin = 4;
    private const int CardDigitsMin = 12;
    private const int CardDigitsMax = 19;
    private const int UnexplainedDigitsMin = 9;
    private const int BirthYearMax = 2010;

    /// <summary>Adds what the run holds; gives the position to go on from.</summary>
    public static int Scan(string text, in NumberRun run, ref SpanList found)
    {
        var (digits, single) = (0, true);
        for (var g = 0; g < run.Count; g++)
        {
            digits += run.Groups[g].Length;
            single &= run.Groups[g].Length == 1;
        }
        if (digits < IdentifierDigitsMin)
            return run.End;
        var before = ContextWords.Before(text, run.Start, out var nearest);
        if (single && run.Count > 3)
        {
            // Digits spelled one by one are one number or none; trying each beginning would only find parts.
            ScanAt(text, run, 0, before, nearest, ref found);
            return run.End;
        }
        for (var g = 0; g < run.Count;)
        {
            var money = g == 0 && (IsMoney(text, run.Start) || (before & Context.Money) != 0 && MoneyWordIsAdjacent(text, run.Start));
            g += money ? 1 : Math.Max(1, ScanAt(text, run, g, before, nearest, ref found));
        }
        return run.End;
    }

    private static int ScanAt(string text, in NumberRun run, int g, Context before, Context nearest, ref SpanList found)
    {
        var group = run.Groups[g];
        if (g > 0 && nearest != Context.None && run.Groups[g].Start - run.Start > 24)
            before = ContextWords.Before(text, group.Start, out nearest);
        var touchesLetter = (group.Start > 0 && char.IsLetter(text[group.Start - 1])) || (run.Groups[run.Count - 1].End is var end && end < text.Length
            && char.IsLetter(text[end]) && g == run.Count - 1);
        int taken;
        if ((taken = Internet(text, run, g, before)) > 0)
            return Emit(run, g, taken, PersonalDataType.IpAddress, ref found);
        if ((taken = Fixed(run, g, 3, 2, 4)) > 0 && run.Groups[g + 1].Separator is '-' or ' '
            && (run.Groups[g + 1].Separator == '-' || nearest == Context.SocialSecurity))
            return Emit(run, g, taken, PersonalDataType.NationalId, ref found);
        if ((taken = MyKad(text, run, g, before, nearest)) > 0)
            return Emit(run, g, taken, PersonalDataType.MyKad, ref found);
        if ((taken = Card(text, run, g, nearest)) > 0)
            return Emit(run, g, taken, PersonalDataType.CreditCard, ref found);
        if ((taken = Date(text, run, g, before, out var personal)) > 0)
        {
            if (personal)
                found.Add(group.Start, TimeEnd(text, run.Groups[g + 2].End), PersonalDataType.DateOfBirth);
            return taken;
        }
        if (!touchesLetter && (taken = PhoneShapes.Match(text, run, g, before, nearest)) > 0)
            return EmitPhone(text, run, g, taken, ref found);
        return ByContext(text, run, g, before, nearest, touchesLetter, ref found);
    }

    private static int Internet(string text, in NumberRun run, int g, Context before)
    {
        if (g + 3 >= run.Count || (before & Context.Version) != 0)
            return 0;
        for (var k = g; k < g + 4; k++)
        {
            var part = run.Groups[k];
            if (part.Length > 3 || (part.Length > 1 && text[part.Start] == '0')
                || (part.Length == 3 && string.CompareOrdinal(text, part.Start, "255", 0, 3) > 0))
                return 0;
            if (k > g && (part.Separator != '.' || part.Gap != 1))
                return 0;
        }
        var dotted = g + 4 < run.Count && run.Groups[g + 4] is { Separator: '.', Gap: 1 };
        var follows = g > 0 && run.Groups[g] is { Separator: '.', Gap: 1 };
        var letter = run.Groups[g].Start is var start && start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] == '.');
        return dotted || follows || letter ? 0 : 4;
    }

    private static int Fixed(in NumberRun run, int g, int first, int second, int third) =>
        g + 2 < run.Count && run.Groups[g].Length == first && run.Groups[g + 1].Length == second && run.Groups[g + 2].Length == third
        && run.Groups[g + 1].Gap == 1 && run.Groups[g + 2].Gap == 1 && run.Groups[g + 1].Separator == run.Groups[g + 2].Separator ? 3 : 0;

    private static int MyKad(string text, in NumberRun run, int g, Context before, Context nearest)
    {
        var taken = run.Groups[g].Length == 12 ? 1 : Fixed(run, g, 6, 2, 4);
        Span<char> digits = stackalloc char[12];
        if (taken == 0 || run.Digits(text, g, g + taken - 1, digits) != 12 || !Checksums.MyKad(digits))
            return 0;
        var otherwise = (nearest & (Context.Order | Context.Account | Context.Phone | Context.Card)) != 0 && (before & Context.IdentityCard) == 0;
        return otherwise && taken == 1 ? 0 : run.Plus ? 0 : taken;
    }

    private static int Card(string text, in NumberRun run, int g, Context nearest)
    {
        Span<char> digits = stackalloc char[CardDigitsMax];
        var best = 0;
        var separator = g + 1 < run.Count ? run.Groups[g + 1].Separator : ' ';
        for (int last = g, n = 0; last < run.Count; last++)
        {
            var group = run.Groups[last];
            n += group.Length;
            if (n > CardDigitsMax
                || (last > g
                    && (group.Separator != separator || group.Separator is '/' or '(' or ')' || group.Gap > 1
                        || (group.Length < 2 && run.Groups[g].Length > 1))))
                break;
            if (n < CardDigitsMin || (n == 13 || n == 12) && nearest == Context.Order || run.Plus && g == 0)
                continue;
            run.Digits(text, g, last, digits);
            if (Checksums.IsCardRange(digits[..n]) && Checksums.Luhn(digits[..n]) && (n > 12 || last == g))
                best = last - g + 1;
        }
        return best;
    }

    private static int Date(string text, in NumberRun run, int g, Context before, out bool personal)
    {
        personal = false;
        if (g + 2 >= run.Count)
            return 0;
        var (a, b, c) = (run.Groups[g], run.Groups[g + 1], run.Groups[g + 2]);
        if (b.Separator != c.Separator || b.Gap != 1 || c.Gap != 1 || b.Separator is not ('/' or '-' or '.') || b.Length > 2)
            return 0;
        var yearFirst = a.Length == 4;
        var (yearGroup, dayGroup) = yearFirst ? (a, c) : (c, a);
        if (dayGroup.Length > 2 || yearGroup.Length is not (4 or 2) || (yearFirst && c.Length > 2))
            return 0;
        var year = int.Parse(text.AsSpan(yearGroup.Start, yearGroup.Length));
        var (one, two) = (int.Parse(text.AsSpan(dayGroup.Start, dayGroup.Length)), int.Parse(text.AsSpan(b.Start, b.Length)));
        var full = year < 100 ? 1900 + year : year;
        if (!Checksums.IsDay(full, two, one) && !Checksums.IsDay(full, one, two))
            return 0;
        personal = (before & Context.Birth) != 0 || (yearGroup.Length == 4 && year is >= 1900 and <= BirthYearMax);
        return 3;
    }

    /// <summary>A clock time right after a date ("1993-01-04 14:56:41") belongs to it.</summary>
    private static int TimeEnd(string text, int end)
    {
        var i = end + 1;
        while (i < text.Length && i < end + 10 && (char.IsAsciiDigit(text[i]) || text[i] == ':'))
            i++;
        return i - end is >= 5 and <= 10 && text[end] is ' ' or 'T' && text.AsSpan(end, i - end).Contains(':') ? i : end;
    }

    private static int ByContext(string text, in NumberRun run, int g, Context before, Context nearest, bool touchesLetter, ref SpanList found)
    {
        // The whole dashed or plain number belongs together: "12-3456-789", "1234 5678 90".
        var taken = 1;
        while (g + taken < run.Count && run.Groups[g + taken] is { Gap: 1, Separator: '-' or ' ' or '\u2013' or '\u2010' or '\u2011' } next && next.Length >= 2)
            taken++;
        var length = 0;
        for (var k = g; k < g + taken; k++)
            length += run.Groups[k].Length;
        if (touchesLetter)
            return 1;
        var marked = (before & Context.Marker) != 0;
        var type = nearest switch
        {
            _ when (nearest & Context.Version) != 0 => PersonalDataType.None,
            _ when (nearest & Context.Passport) != 0 && length >= 6 => PersonalDataType.Passport,
            _ when (nearest & Context.License) != 0 && length >= 5 => PersonalDataType.DriverLicense,
            _ when (nearest & Context.SocialSecurity) != 0 && length == 9 => PersonalDataType.NationalId,
            _ when (nearest & Context.Postcode) != 0 && length is 5 or 6 => PersonalDataType.Address,
            _ when (nearest & Context.IdentityCard) != 0 && length is >= 6 and <= 12 => PersonalDataType.NationalId,
            _ when (nearest & Context.Order) != 0 && (length >= 5 || (length == 4 && marked)) => PersonalDataType.OrderNumber,
            _ when length == IdentifierDigitsMin && taken == 1 && OrderWords.SayOrder(text, run.Groups[g].Start, run.Groups[g].End) =>
                PersonalDataType.OrderNumber,
            _ when (nearest & (Context.Account | Context.Card)) != 0 && (length >= 6 || (length >= 4 && marked)) => PersonalDataType.AccountNumber,
            _ when run.Groups[g].Length >= UnexplainedDigitsMin => PersonalDataType.AccountNumber,
            _ => PersonalDataType.None,
        };
        if (type == PersonalDataType.None)
            return 1;
        if (run.Groups[g].Length >= UnexplainedDigitsMin)
            taken = 1;
        return Emit(run, g, taken, type, ref found);
    }

    private static int Emit(in NumberRun run, int g, int taken, PersonalDataType type, ref SpanList found)
    {
        found.Add(run.Groups[g].Start, run.Groups[g + taken - 1].End, type);
        return taken;
    }

    private static int EmitPhone(string text, in NumberRun run, int g, int taken, ref SpanList found)
    {
        var (start, end) = (g == 0 ? run.Start : run.Groups[g].Start, run.Groups[g + taken - 1].End);
        if (g > 0 && start > 0 && text[start - 1] == '(')
            start--;
        found.Add(start, PhoneShapes.ExtensionEnd(text, end), PersonalDataType.Phone);
        return taken;
    }

    private static bool IsMoney(string text, int start)
    {
        var i = start - 1;
        while (i >= 0 && i > start - 3 && text[i] == ' ')
            i--;
        return i >= 0 && text[i] is '$' or '€' or '£' or '¥' or '₹';
    }

    private static bool MoneyWordIsAdjacent(string text, int start)
    {
        var i = start - 1;
        while (i >= 0 && text[i] is ' ' or '.')
            i--;
        return i >= 1 && char.IsLetter(text[i]) && char.IsLetter(text[i - 1])
            && text.AsSpan(Math.Max(0, i - 2), Math.Min(3, i + 1)) is var word
            && (word.EndsWith("rm", StringComparison.OrdinalIgnoreCase) || word.EndsWith("usd", StringComparison.OrdinalIgnoreCase)
                || word.EndsWith("myr", StringComparison.OrdinalIgnoreCase) || word.EndsWith("sgd", StringComparison.OrdinalIgnoreCase)
                || word.EndsWith("eur", StringComparison.OrdinalIgnoreCase) || word.EndsWith("gbp", StringComparison.OrdinalIgnoreCase));
    }
}
