using System.Collections.Frozen;

namespace ConversationGrid.Understanding.PersonalData;

/// <summary>What the words near a number say that the number is.</summary>
[Flags]
internal enum Context
{
    None = 0,
    Phone = 1 << 0,
    Card = 1 << 1,
    Order = 1 << 2,
    Account = 1 << 3,
    Birth = 1 << 4,
    SocialSecurity = 1 << 5,
    License = 1 << 6,
    Postcode = 1 << 7,
    Version = 1 << 8,
    Money = 1 << 9,
    Passport = 1 << 10,
    IdentityCard = 1 << 11,

    /// <summary>"number", "no", "#", "id": what follows is an identifier.</summary>
    Marker = 1 << 12,
    Identifiers = Order | Account | License | Passport | SocialSecurity | IdentityCard | Postcode | Card,
}

/// <summary>Reads the few words before and after a place in the text. Bounded, so the whole search stays linear.</summary>
internal static class ContextWords
{
    private const int CharsBeforeMax = 56;
    private const int WordsBeforeMax = 7;
    private const int CharsAfterMax = 14;

    private static readonly FrozenDictionary<string, Context> Words = Build();
    private static readonly FrozenDictionary<string, Context>.AlternateLookup<ReadOnlySpan<char>> Lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All that the words before <paramref name="start"/> say; <paramref name="nearest"/> is what the closest identifier word says.</summary>
    public static Context Before(string text, int start, out Context nearest)
    {
        nearest = Context.None;
        var all = Context.None;
        var stop = Math.Max(0, start - CharsBeforeMax);
        var words = 0;
        for (var i = start - 1; i >= stop && words < WordsBeforeMax;)
        {
            if (text[i] == '#')
                all |= Context.Marker;
            if (!char.IsLetter(text[i]))
            {
                i--;
                continue;
            }
            var end = i + 1;
            while (i >= stop && (char.IsLetter(text[i]) || (text[i] == '\'' && i > stop && char.IsLetter(text[i - 1]))))
                i--;
            words++;
            if (!Lookup.TryGetValue(text.AsSpan(i + 1, end - i - 1), out var meaning))
                continue;
            all |= meaning;
            if (nearest == Context.None && (meaning & (Context.Identifiers | Context.Phone | Context.Birth | Context.Version)) != 0)
                nearest = meaning;
        }
        return all;
    }

    /// <summary>What the words right after <paramref name="end"/> say ("0123 office", "is my number").</summary>
    public static Context After(string text, int end)
    {
        var all = Context.None;
        var stop = Math.Min(text.Length, end + CharsAfterMax);
        for (var i = end; i < stop;)
        {
            if (text[i] is '\n')
                break;
            if (!char.IsLetter(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && i < start + CharsAfterMax && char.IsLetter(text[i]))
                i++;
            if (Lookup.TryGetValue(text.AsSpan(start, i - start), out var meaning))
                all |= meaning;
        }
        return all;
    }

    private static FrozenDictionary<string, Context> Build()
    {
        var words = new Dictionary<string, Context>(StringComparer.OrdinalIgnoreCase);
        Add(Context.Phone, "phone phones telephone tel telefon tele mobile cell cellphone call calls calling called reach text sms fax whatsapp wasap wassap " +
            "hotline hubungi contact answering dial ring handphone hp fon office");
        Add(Context.Card, "card cards visa mastercard amex cc kad debit credit kredit");
        Add(Context.Order, "order orders pesanan tracking track parcel shipment booking reservation tempahan reference ref rujukan invoice invois receipt " +
            "resit ticket tiket case aduan confirmation consignment serial siri transaction transaksi pnr oder");
        Add(Context.Account, "account acc acct akaun member membership ahli customer pelanggan policy "
            + "polisi loan pinjaman insurance insurans meter routing iban swift");
        Add(Context.Birth, "born birth birthday birthdate dob lahir lahirnya");
        Add(Context.SocialSecurity, "ssn social security");
        Add(Context.License, "license licence lesen driver driver's drivers driving");
        Add(Context.Postcode, "zip postcode poskod postal zipcode");
        Add(Context.Version, "version versi ver v build firmware release update ios android windows driver patch sdk");
        Add(Context.Money, "rm usd myr sgd eur gbp ringgit dollars rupiah idr rp");
        Add(Context.Passport, "passport pasport");
        Add(Context.IdentityCard, "ic nric mykad pengenalan");
        Add(Context.Marker, "number no nos num nombor nomor id code kod");
        words["driver"] = Context.License;
        return words.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

        void Add(Context meaning, string list)
        {
            foreach (var word in list.Split(' '))
                words[word] = words.GetValueOrDefault(word) | meaning;
        }
    }
}
