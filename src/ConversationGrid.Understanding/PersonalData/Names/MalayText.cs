using System.Collections.Frozen;

namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>
/// Stricter proof of names in Malay and Indonesian. The tagger was trained on English, where an unknown word with a capital is often a name; in Malay it is the
/// first word of a sentence. So in a text of theirs a name must be known as one, or be announced as one.
/// </summary>
internal static class MalayText
{
    /// <summary>English words of grammar for each Malay one in a text that is still a mix.</summary>
    private const int MixedMax = 3;

    private const int WordMax = 16;

    /// <summary>So many tokens are the longest name that is written small.</summary>
    private const int SmallNameMax = 3;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Grammar = Set(
        "yang dan di ke dari daripada pada untuk utk dengan dgn ini itu ni tu saya aku kami kita anda awak dia mereka tidak tak tdk gak ga nggak bukan belum " +
        "sudah dah udah telah akan nak mahu mau ada tiada takde boleh blh bisa dapat lagi juga saja sahaja je sangat banget sekali kalau kalo jika karena " +
        "kerana sebab apa siapa mana bila bagaimana kenapa berapa macam tolong sila sila mohon terima kasih kat dekat dalam atas oleh kepada seperti bagi " +
        "atau tapi tetapi nya lah la kot pun kan ya sebagai adalah hari bulan tahun barang duit baki nombor nomor akaun akun");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> English = Set(
        "the and of to is are was were have has had with for on at from this that my your our you he she we they it not do does did will would can could " +
        "please what when where how there been be");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Announcing =
        Set("nama namanya bernama encik en puan pn cik tuan tn datuk dato datin tan dr haji hajah ustaz ustazah pakcik makcik abang kak penerima atas");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Money =
        Set("rm ribu ratus juta rupiah rp sen ringgit usd sgd kg hektar peratus persen");

    /// <summary>Whether the text's grammar is Malay or Indonesian, or a mix of them with English.</summary>
    public static bool Is(string text, ReadOnlySpan<NameToken> tokens)
    {
        Span<char> room = stackalloc char[WordMax];
        var (malay, english) = (0, 0);
        foreach (ref readonly var token in tokens)
        {
            if (Lower(text, token, room) is not { Length: > 0 } word) continue;
            // "Dan" may be a person, "dan" is a word.
            malay += token.Shape == Shape.Lower && Grammar.Contains(word) ? 1 : 0;
            english += English.Contains(word) ? 1 : 0;
        }
        return malay > 0 && english <= MixedMax * malay;
    }

    /// <summary>Whether a run of tokens is surely what it was tagged.</summary>
    public static bool Proves(PersonalDataType type, string text, ReadOnlySpan<NameToken> tokens, int first, int last)
    {
        Span<char> room = stackalloc char[WordMax];
        var (kinds, given, small, grammar) = (WordKinds.None, false, 0, false);
        for (var i = first; i <= last; i++)
        {
            kinds |= tokens[i].Kinds;
            var isName = (tokens[i].Kinds & (WordKinds.Given | WordKinds.Family)) != 0 && (tokens[i].Kinds & WordKinds.Common) == 0;
            given |= isName && tokens[i].Shape != Shape.Lower;
            small += isName && tokens[i].Shape == Shape.Lower ? 1 : 0;
            grammar |= Grammar.Contains(Lower(text, tokens[i], room));
        }
        return type switch
        {
            PersonalDataType.Person => !grammar && (given || (small > 1 && last - first < SmallNameMax) || IsAnnounced(text, tokens, first)),
            PersonalDataType.Address => (kinds & WordKinds.Street) != 0,
            PersonalDataType.Location => (kinds & WordKinds.Place) != 0,
            _ => (kinds & WordKinds.Firm) != 0 && first < last,
        };
    }

    /// <summary>Whether a run holds a sum of money or a measure, which is no address in any language.</summary>
    public static bool IsAmount(string text, ReadOnlySpan<NameToken> tokens, int first, int last)
    {
        Span<char> room = stackalloc char[WordMax];
        for (var i = first; i <= last; i++)
            if (Money.Contains(Lower(text, tokens[i], room))) return true;
        return false;
    }

    private static bool IsAnnounced(string text, ReadOnlySpan<NameToken> tokens, int first)
    {
        Span<char> room = stackalloc char[WordMax];
        for (var i = first - 1; i >= Math.Max(0, first - 2); i--)
            if (Announcing.Contains(Lower(text, tokens[i], room))) return tokens[first].Shape is Shape.Title or Shape.Upper;
        return false;
    }

    /// <summary>The token in lower case; empty for one longer than any word of the lists.</summary>
    private static ReadOnlySpan<char> Lower(string text, in NameToken token, Span<char> room)
    {
        var length = token.End - token.Start;
        if (length > room.Length) return [];
        text.AsSpan(token.Start, length).ToLowerInvariant(room);
        return room[..length];
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
