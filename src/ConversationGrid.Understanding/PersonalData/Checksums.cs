namespace ConversationGrid.Understanding.PersonalData;

/// <summary>The arithmetic that tells a real number from digits that merely look like one.</summary>
internal static class Checksums
{
    /// <summary>Luhn (ISO/IEC 7812-1, annex B): from the right every second digit doubled, digits summed, divisible by ten.</summary>
    public static bool Luhn(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[digits.Length - 1 - i] - '0';
            if ((i & 1) == 1)
                value = value < 5 ? value * 2 : (value * 2) - 9;
            sum += value;
        }
        return sum % 10 == 0;
    }

    /// <summary>The issuer ranges and lengths in use: Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro.</summary>
    public static bool IsCardRange(ReadOnlySpan<char> digits)
    {
        var four = ((digits[0] - '0') * 1000) + ((digits[1] - '0') * 100) + ((digits[2] - '0') * 10) + (digits[3] - '0');
        var (two, three, n) = (four / 100, four / 10, digits.Length);
        return n switch
        {
            12 => IsMaestro(four),
            13 => four / 1000 == 4 || IsMaestro(four),
            14 => three is >= 300 and <= 305 or 309 || two is 36 or 38 or 39 || IsMaestro(four),
            15 => two is 34 or 37 || four is 2131 or 1800 || IsMaestro(four),
            16 => four / 1000 == 4 || two is (>= 51 and <= 55) or 35 or 62 or 65 or 60 || four is >= 2221 and <= 2720 || three is >= 644 and <= 649
                || IsMaestro(four),
            _ => four / 1000 == 4 || two is 62 or 65 || four == 6011 || IsMaestro(four),
        };
    }

    /// <summary>MyKad: YYMMDD of a real day, a place-of-birth code in use, four more digits.</summary>
    public static bool MyKad(ReadOnlySpan<char> digits)
    {
        var (year, month, day, place) = (Two(digits, 0), Two(digits, 2), Two(digits, 4), Two(digits, 6));
        return IsDay(year == 0 ? 2000 : 1900 + year, month, day)
            && place is (>= 1 and <= 16) or (>= 21 and <= 68) or 71 or 72 or (>= 74 and <= 79) or (>= 82 and <= 93) or 98 or 99;
    }

    /// <summary>True for a day that exists; a leap day needs a leap year.</summary>
    public static bool IsDay(int year, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && year is >= 1 and <= 9999 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>IBAN (ISO 13616): country's length, and the rearranged number modulo 97 is 1. <paramref name="iban"/> without spaces.</summary>
    public static bool Iban(ReadOnlySpan<char> iban)
    {
        if (iban.Length is < 15 or > 34)
            return false;
        var rest = 0;
        for (var i = 0; i < iban.Length; i++)
        {
            var c = char.ToUpperInvariant(iban[(i + 4) % iban.Length]);
            if (char.IsAsciiDigit(c))
                rest = ((rest * 10) + (c - '0')) % 97;
            else if (c is >= 'A' and <= 'Z')
                rest = ((rest * 100) + (c - 'A' + 10)) % 97;
            else
                return false;
        }
        return rest == 1;
    }

    /// <summary>Length of an IBAN by country, 0 for letters that are no country with IBANs.</summary>
    public static int IbanLength(char first, char second)
    {
        var at = IbanLengths.IndexOf([char.ToUpperInvariant(first), char.ToUpperInvariant(second)], StringComparison.Ordinal);
        return at < 0 || at % 4 != 0 ? 0 : ((IbanLengths[at + 2] - '0') * 10) + (IbanLengths[at + 3] - '0');
    }

    private static ReadOnlySpan<char> IbanLengths =>
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27" +
        "JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SE24SI19SK24SM27ST25SV28TL23TN24TR26" +
        "UA29VA22VG24XK20";

    private static bool IsMaestro(int four) =>
        four is 5018 or 5020 or 5038 or 6304 or 6759 or (>= 6761 and <= 6763) or 604 or 6390 || four / 100 is >= 56 and <= 58;

    private static int Two(ReadOnlySpan<char> digits, int at) => ((digits[at] - '0') * 10) + (digits[at + 1] - '0');
}
