using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.SmallMessages;

/// <summary>
/// Greetings, thanks, goodbyes and acknowledgements in English, Malay and the mix, by their single words: all words must be of such messages, and one must say
/// which. Letters that are repeated and one typing error in a longer word are forgiven; greetings are known by their sound, for nobody spells them with care.
/// </summary>
internal static partial class EverydayCourtesies
{
    /// <summary>Longer messages say something.</summary>
    public const int WordsMax = 14;

    /// <summary>Shorter words are too near to others.</summary>
    private const int TypoLengthMin = 5;

    private const int GreetingLengthMax = 14;

    private static readonly HashSet<string> Greeting = Set("hi hello hey hai helo hallo salam assalamualaikum waalaikumsalam good morning " +
            "afternoon evening selamat pagi tengah hari petang apa khabar how are you there everyone semua greetings gud gd morn mornin mrng gm sup wassup " +
            "yo hiya heya doing today sejahtera to u sihat pg slmt assalammualaikum asalamualaikum aslm");

    private static readonly HashSet<string> Thanks = Set(
        "thanks thank thankyou you u were so very much thx tnx thanx tks tysm tqvm ty tq tqs terima kasih terimakasih tima makasih mekasih ksh trm " +
            "trima great perfect appreciate appreciated it that this helps helped a lot lots banyak banyak2 byk cheers " +
        "membantu sama works worked work now for me helpful was is your the ur help awesome excellent wonderful lovely brilliant good nice cool " +
            "amazing terbaik bagus mantap hebat solved sorted settled settle settles resolved fixed fix " +
        "selesai beres siap dah sudah sgt sangat jelas all clear done problem issue masalah saya my i im am we got really indeed again oh ah wow " +
            "yay finally quick fast answer reply info information advice assistance support service kind time " +
        "and atas jawapan bantuan info maklumat perhatian layanan servis pantas cepat ya lah la lor leh ni tu boleh dapat ke pun juga happy glad " +
            "satisfied understood understand faham paham noted");

    private static readonly HashSet<string> Goodbye = Set(
        "bye byebye goodbye see you later ya good night have a nice great day one weekend jumpa lagi selamat tinggal jalan malam thats that all is " +
            "for now itu sahaja saja je jer takde tiada dah nothing else no more no thanks take care babai tata");

    private static readonly HashSet<string> Acknowledgement = Set(
        "ok okay okey okie oki okok k kk okla oklah okeh noted alright alrite aright orait right got it gotcha sure fine understood understand i " +
            "see roger yes yep yeah yup ya baik baiklah faham paham boleh setuju can cool nice good great perfect " +
        "haha will do that thats it is works then lah la lor jer je very well done terang jelas dah sudah oh ah hmm mm ohh");

    /// <summary>Whom a courtesy is said to.</summary>
    private static readonly HashSet<string> Address = Set("sir madam maam miss boss bos bro sis dear guys team all admin kak abang bang cik puan " +
            "encik tuan tn pn friend everyone semua min");

    private static readonly HashSet<string>[] All = [Greeting, Thanks, Goodbye, Acknowledgement, Address];

    private static readonly (SmallTalkKind Kind, string[] Signs)[] Signs =
    [
        (SmallTalkKind.Goodbye, ["bye", "goodbye", "byebye", "see you", "see ya", "good night", "selamat tinggal", "selamat jalan", "jumpa lagi",
            "selamat malam", "babai", "nice day", "great day", "thats all", "that is all", "itu sahaja", "itu saja", "itu je", "nothing else", "no " +
            "thanks", "take care", "takde dah", "tiada lagi"]),
        (SmallTalkKind.Thanks,
        [
            "thanks", "thankyou", "thank you", "thank u", "thank", "thx", "tnx", "thanx", "tks", "ty", "tysm", "tq", "tqs", "tqvm", "terima kasih",
                "terimakasih", "trima kasih", "trm ksh", "tima kasih", "makasih", "mekasih", "appreciate", "appreciated", "cheers",
            "solved", "sorted", "settled", "dah settle", "settle dah", "settle", "resolved", "dah selesai", "dah siap", "all good", "all clear",
                "it works", "works now", "dah ok", "dah boleh", "very helpful", "membantu", "terbaik", "awesome", "excellent", "great help",
        ]),
        (SmallTalkKind.Greeting, ["hi", "hello", "hey", "hai", "helo", "hallo", "salam", "assalamualaikum", "waalaikumsalam", "good morning",
            "good afternoon", "good evening", "selamat pagi", "selamat petang", "selamat tengah hari", "apa khabar", "greetings", "how are you",
            "good day", "gud morning", "gd morning", "gud day", "morning", "mrng", "gm", "yo", "sup", "wassup", "hiya", "heya", "selamat sejahtera",
            "how are u",
            "slmt pagi", "selamat pg"]),
        (SmallTalkKind.Acknowledgement,
        [
            "ok", "okay", "okey", "okie", "oki", "okok", "k", "kk", "okla", "oklah", "okeh", "noted", "alright", "alrite", "aright", "orait", "got " +
                "it", "gotcha", "sure", "fine", "understood", "i understand", "i see", "roger", "baik", "baiklah", "faham", "paham", "cool", "nice",
            "great", "perfect", "good", "yes", "yep", "yeah", "yup", "ya", "will do", "haha",
        ]),
    ];

    private static readonly string[] Forgiving = [.. All.SelectMany(words => words).Where(word => word.Length >= TypoLengthMin).Distinct()
        .Order(StringComparer.Ordinal)];

    /// <summary>All words that such messages are made of.</summary>
    public static IEnumerable<string> Words => All.SelectMany(words => words);

    /// <summary>Signs that show displeasure; alone they are no thanks.</summary>
    private static readonly HashSet<int> Displeased = [.. "👎😡😠🤬😤😢😭😞😔😟🙁😒🖕💔😩😫🤮".EnumerateRunes().Select(rune => rune.Value), 0x2639];

    /// <summary>The small talk that the whole text is, or none.</summary>
    public static SmallTalkKind Of(string text, List<string> words)
    {
        if (words.Count == 0) return OfSigns(text);
        if (words.Count > WordsMax || HasDispleasure(text)) return SmallTalkKind.None;
        var said = words.ConvertAll(word => Greets(word) ?? Laughs(word) ?? Meant(Plain(word)));
        var name = NameAt(text, words, said);
        var known = name < 0 ? said : said[..name];
        if (!known.TrueForAll(IsKnown)) return SmallTalkKind.None;
        var padded = Padded(known);
        if (padded.Contains(" for nothing ", StringComparison.Ordinal)) return SmallTalkKind.None;
        foreach (var (kind, signs) in Signs)
        {
            // "ok?" and "settle?" ask; "how are you?" is a greeting all the same.
            if (kind != SmallTalkKind.Greeting && text.Contains('?', StringComparison.Ordinal)) continue;
            if (Array.Exists(signs, sign => padded.Contains(" " + sign + " ", StringComparison.Ordinal))) return kind;
        }
        return SmallTalkKind.None;
    }

    /// <summary>Without a word: emoji alone; punctuation and digits say nothing.</summary>
    private static SmallTalkKind OfSigns(string text)
    {
        if (HasDispleasure(text)) return SmallTalkKind.Displeasure;
        return text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol) || text.Trim() is ":)" or ":-)" or
            ":D" or "<3" or "(y)"
            ? SmallTalkKind.Acknowledgement
            : text.AsSpan().ContainsAny("?!.\uFF1F\u061F\u3002\u2026") && !text.Any(char.IsLetterOrDigit) ? SmallTalkKind.Nudge : SmallTalkKind.None;
    }

    public static bool HasDispleasure(string text) => text.EnumerateRunes().Any(rune => Displeased.Contains(rune.Value));

    /// <summary>Place of the name behind thanks ("thank you Aina"): a last word in a capital that is no word of a courtesy; -1 where there is none.</summary>
    private static int NameAt(string text, List<string> words, List<string> said)
    {
        if (words.Count < 2 || IsKnown(said[^1])) return -1;
        var at = text.LastIndexOf(words[^1], StringComparison.OrdinalIgnoreCase);
        return at > 0 && char.IsUpper(text[at]) && words[^1].Length > 2 && said[^2] is "thanks" or "you" or "tq" or "thx" or "kasih" ? words.Count - 1 : -1;
    }

    private static bool IsKnown(string word) => Array.Exists(All, words => words.Contains(word));

    /// <summary>The word that was meant, where one letter is wrong; the word itself where there is none.</summary>
    private static string Meant(string word) =>
        word.Length >= TypoLengthMin && !IsKnown(word) && Array.Find(Forgiving, known => Misspelling.IsOneLetterOff(word, known)) is { } meant ? meant : word;

    /// <summary>A word without the letters that are repeated for emphasis ("thankssss", "okkk").</summary>
    private static string Plain(string word)
    {
        var once = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length;)
        {
            var run = 1;
            while (i + run < word.Length && word[i + run] == word[i]) run++;
            once.Append(word[i], run >= 3 ? 1 : run);
            i += run;
        }
        var plain = once.ToString();
        if (Array.Exists(All, words => words.Contains(plain))) return plain;
        // "okk", "tqq": twice is a repetition too where the word is none.
        var single = new StringBuilder(plain.Length);
        foreach (var letter in plain)
            if (single.Length == 0 || single[^1] != letter) single.Append(letter);
        return Array.Exists(All, words => words.Contains(single.ToString())) ? single.ToString() : plain;
    }

    /// <summary>"hello" for every spelling of it that sounds so; null for other words.</summary>
    private static string? Greets(string word) => word.Length <= GreetingLengthMax && Hello().IsMatch(word) ? "hello" : null;

    private static string? Laughs(string word) => Laugh().IsMatch(word) ? "haha" : null;

    [GeneratedRegex(
        "^(?:h+[aeiou]*l+[aeiou]*[ao]+[hw]*|h+[ae]*[iy]+[ae]*|he+y+a*|e+l+o+|h+l+o+|helow|hellow|a?s{1,2}al{1,2}am+u*(?:ala|alai|a|la|ali)?(?:y?k(?:u|o)m)?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Hello();

    [GeneratedRegex("^(?:b?[aeh]*(?:ha|he|hi|hu|ah|eh){2,}[hae]*|lo+l+|lmao+|rofl|(?:wk){2,}w?|(?:ja){2,}j?|(?:xa){2,}|ha|heh|hah|hehe?)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Laugh();

    private static string Padded(List<string> words) => " " + string.Join(' ', words) + " ";

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
