namespace ConversationGrid.Understanding.PersonalData;

/// <summary>Codes of letters and digits ("ORD-2024-0117", "A1234567") and dates with a month's name: meant by the words around them.</summary>
internal static class CodeScanner
{
    private const int LengthMin = 5;
    private const int LengthMax = 28;
    private const int BirthYearMax = 2010;

    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mac", "mei", "julai", "ogo", "okt", "dis", "apri", "febr",
            "jula"];

    /// <summary>A code that begins at <paramref name="start"/> (a letter or digit at the beginning of a word); gives its type.</summary>
    public static PersonalDataType Code(string text, int start, out int end)
    {
        var (digits, letters, upper) = (0, 0, 0);
        end = start;

        // The middle of a code that was looked at from its beginning.
        if (start > 1 && text[start - 1] is '-' or '/' or '_' && char.IsAsciiLetterOrDigit(text[start - 2]))
            return PersonalDataType.None;
        while (end < text.Length && end - start <= LengthMax)
        {
            var c = text[end];
            if (char.IsAsciiDigit(c))
                digits++;
            else if (char.IsAsciiLetter(c))
                (letters, upper) = (letters + 1, upper + (char.IsAsciiLetterUpper(c) ? 1 : 0));
            else if (!(c is '-' or '/' or '_' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1])))
                break;
            end++;
        }
        if (end - start is < LengthMin or > LengthMax || digits < 2 || letters == 0 || (end < text.Length && char.IsLetter(text[end])))
            return PersonalDataType.None;
        var before = ContextWords.Before(text, start, out var nearest);
        var certain = (before & Context.Marker) != 0 || (digits >= 3 && upper > 0 && upper == letters);
        return !certain ? PersonalDataType.None : nearest switch
        {
            _ when (nearest & Context.Passport) != 0 => PersonalDataType.Passport,
            _ when (nearest & Context.License) != 0 => PersonalDataType.DriverLicense,
            _ when (nearest & Context.Order) != 0 => PersonalDataType.OrderNumber,
            _ when (nearest & Context.Account) != 0 => PersonalDataType.AccountNumber,
            _ => PersonalDataType.None,
        };
    }

    /// <summary>
    /// A day with a month's name and a year ("12 March 1985", "3 Mei 1990", "March 3rd, 1985") whose month begins at <paramref name="month"/>; personal when
    /// the words before speak of birth, or the year is one in which an adult was born.
    /// </summary>
    public static bool TryDate(string text, int month, int floor, out int start, out int end)
    {
        (start, end) = (month, month);
        if (!IsMonth(text, month, out var after))
            return false;
        var i = month;
        while (i > floor && month - i < 5 && text[i - 1] is ' ' or '-' or '.' or 's' or 't' or 'n' or 'd' or 'r' or 'h' or 'f' or 'o')
            i--;
        var dayEnd = i;
        while (i > floor && dayEnd - i < 3 && char.IsAsciiDigit(text[i - 1]))
            i--;
        var dayBefore = dayEnd - i is 1 or 2;
        var at = after;
        if (!dayBefore && !Number(text, ref at, 1, 2, out _))
            return false;
        start = dayBefore ? i : month;
        for (var n = 0; n < 2 && at < text.Length && char.IsAsciiLetter(text[at]); n++)
            at++;
        if (!Number(text, ref at, 4, 4, out var year) || year is < 1900 or > 2100)
            return false;
        end = at;
        return year <= BirthYearMax || (ContextWords.Before(text, start, out _) & Context.Birth) != 0;
    }

    private static bool IsMonth(string text, int at, out int end)
    {
        end = at;
        while (end < text.Length && end - at < 10 && char.IsAsciiLetter(text[end]))
            end++;
        if (end - at is < 3 or > 9)
            return false;
        foreach (var month in Months)
        {
            if (string.Compare(text, at, month, 0, month.Length, StringComparison.OrdinalIgnoreCase) == 0)
                return true;
        }
        return false;
    }

    private static bool Number(string text, ref int at, int digitsMin, int digitsMax, out int value)
    {
        value = 0;
        for (var n = 0; n < 3 && at < text.Length && text[at] is ' ' or ',' or '-' or '.'; n++)
            at++;
        var from = at;
        while (at < text.Length && at - from <= digitsMax && char.IsAsciiDigit(text[at]))
            value = (value * 10) + (text[at++] - '0');
        return at - from >= digitsMin && at - from <= digitsMax;
    }
}
