using System.Collections.Frozen;

namespace ConversationGrid.Understanding.PersonalData;

/// <summary>
/// Whether a number too short to speak for itself is an order's: "my order 1002", "pesanan saya 1002", or nothing but "no. 1002". How many are wanted looks
/// much the same ("order 1000 shirts"), so it takes a noun right before the number, nothing that counts behind it, and either an owner ("my", "saya", "about")
/// or a sentence that goes on or ends there.
/// </summary>
internal static class OrderWords
{
    private const int SkippedMax = 2;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>>
        Nouns = Set(
            "order oder pesanan parcel bungkusan shipment booking reservation tempahan invoice invois receipt resit ticket tiket reference ref rujukan"),
        Between = Set("saya kami kita aku anda itu ini tu ni is ialah adalah bernombor"),
        Owners = Set("my our the this that his her their your of for about on with regarding re is cancel return track check change find see show me where " +
        "status pasal fasal tentang semak mana batalkan"),
        Buyers = Set("to i we you can could would want wanna i'd we'd in nak mahu hendak boleh buat kami usually please"),
        Counted = Set("helai keping unit units buah biji pasang kotak pcs pc pieces piece boxes orang people pax kg each more ringgit rm of"),
        GoesOn = Set(
            "has have had hasn't is isn't was wasn't are still not never yet and or from for to be been please pls with that which when where what arrived " +
            "arrive came says shows by on at it but because since did didn't does doesn't will needs need my belum masih sudah dah telah tak tidak bila mana " +
            "kenapa mengapa yang saya dan atau dari untuk pada di dengan sampai tiba lambat rosak hilang ada ini itu tu ni ke lagi boleh tolong sila akan"),
        Markers = Set("no number num nombor nomor");

    /// <param name="start">Where the number begins, and <paramref name="end"/> ends.</param>
    public static bool SayOrder(string text, int start, int end)
    {
        if (IsWholeLine(text, start, end)) return true;
        var at = start;
        var word = Back(text, ref at);
        var owned = false;
        for (var skipped = 0; skipped < SkippedMax && Between.Contains(word); skipped++)
        {
            owned = true;
            word = Back(text, ref at);
        }
        if (!Nouns.Contains(word)) return false;
        var after = Forth(text, end);
        if (Counted.Contains(after)) return false;
        var before = Back(text, ref at);
        if (owned || Owners.Contains(before)) return true;
        return !Buyers.Contains(before) && (after.IsEmpty || GoesOn.Contains(after));
    }

    /// <summary>"no. 1002", "#1002", "nombor 1002" and nothing else on the line: what somebody answers who was asked for it.</summary>
    private static bool IsWholeLine(string text, int start, int end)
    {
        var rest = text.AsSpan(end);
        if (rest.IndexOfAnyExcept(" .!?") is var follows and >= 0 && rest[follows] != '\n') return false;
        var at = start;
        while (at > 0 && text[at - 1] is ' ' or '.' or ':' or '#')
            at--;
        var marked = text.AsSpan(at, start - at).Contains('#');
        var word = Back(text, ref at);
        while (at > 0 && text[at - 1] == ' ')
            at--;
        return (at == 0 || text[at - 1] == '\n') && (word.IsEmpty ? marked : Markers.Contains(word));
    }

    /// <summary>The word before a place, if nothing but blanks, "#" or ":" is between; <paramref name="at"/> moves before it.</summary>
    private static ReadOnlySpan<char> Back(string text, ref int at)
    {
        var end = at;
        while (end > 0 && text[end - 1] is ' ' or '#' or ':')
            end--;
        at = end;
        while (at > 0 && (char.IsLetter(text[at - 1]) || text[at - 1] == '\''))
            at--;
        return text.AsSpan(at, end - at);
    }

    /// <summary>The word behind a place, if nothing but blanks is between.</summary>
    private static ReadOnlySpan<char> Forth(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
            at++;
        var start = at;
        while (at < text.Length && (char.IsLetter(text[at]) || text[at] == '\''))
            at++;
        return text.AsSpan(start, at - start);
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
