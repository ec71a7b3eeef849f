namespace ConversationGrid.Knowledge;

/// <summary>
/// The few rules that need no article: greeting, thanks, goodbye and what it is that answers, in English and Malay. A rule names the words it wants; small talk
/// is only small talk when nothing else is said.
/// </summary>
internal static class SmallTalkRules
{
    private static readonly (SmallTalkKind Kind, HashSet<string> Words)[] Kinds =
    [
        (SmallTalkKind.Greeting, Set("hi hello hey hai helo salam assalamualaikum waalaikumsalam good morning afternoon evening selamat pagi tengah hari petang apa khabar how are you there everyone semua greetings")),
        (SmallTalkKind.Thanks, Set("thanks thank you so very much thx ty tq terima kasih great perfect ok okay appreciate it that helps a lot banyak banyak cheers sangat membantu sama works for me helpful was your help the awesome")),
        (SmallTalkKind.Goodbye, Set("bye goodbye see you later ya good night have a nice day jumpa lagi selamat tinggal jalan malam ok okay thats all that is for now itu sahaja saja take care babai")),
    ];

    private static readonly (SmallTalkKind Kind, string[] Signs)[] Signs =
    [
        (SmallTalkKind.Goodbye, ["bye", "goodbye", "see you", "good night", "selamat tinggal", "selamat jalan", "jumpa lagi", "selamat malam", "babai", "nice day", "thats all", "itu sahaja", "itu saja"]),
        (SmallTalkKind.Thanks, ["thanks", "thank you", "thx", "ty", "tq", "terima kasih", "appreciate", "cheers"]),
        (SmallTalkKind.Greeting, ["hi", "hello", "hey", "hai", "helo", "salam", "assalamualaikum", "waalaikumsalam", "good morning", "good afternoon", "good evening", "selamat pagi", "selamat petang", "selamat tengah hari", "apa khabar", "greetings", "how are you"]),
    ];

    /// <summary>The small talk that the whole text is, or none.</summary>
    public static SmallTalkKind Of(List<string> words)
    {
        if (words.Count is 0 or > 10)
            return SmallTalkKind.None;
        var text = Padded(words);
        foreach (var (kind, signs) in Signs)
        {
            if (!signs.Any(sign => text.Contains(" " + sign + " ", StringComparison.Ordinal)))
                continue;
            if (words.TrueForAll(word => Kinds.Any(known => known.Words.Contains(word))))
                return kind;
        }
        return SmallTalkKind.None;
    }

    /// <summary>What to say in return; English where the language has no text.</summary>
    public static string Text(SmallTalkKind kind, string language) => (kind, language) switch
    {
        (SmallTalkKind.Greeting, "ms") => "Helo! Apa yang boleh saya bantu?",
        (SmallTalkKind.Thanks, "ms") => "Sama-sama. Ada apa-apa lagi yang boleh saya bantu?",
        (SmallTalkKind.Goodbye, "ms") => "Selamat tinggal, dan terima kasih kerana menghubungi kami.",
        (SmallTalkKind.WhatAnswers, "ms") => "Saya pembantu AI, bukan manusia. Jika anda mahu bercakap dengan manusia, cakap sahaja dan rakan sekerja saya akan menjawab di sini.",
        (SmallTalkKind.Greeting, _) => "Hello! What can I help you with?",
        (SmallTalkKind.Thanks, _) => "You are welcome. Is there anything else I can help with?",
        (SmallTalkKind.WhatAnswers, _) => "I am an AI assistant, not a human. If you want a human, just say so and a colleague will answer you here.",
        _ => "Goodbye, and thank you for contacting us.",
    };

    private static string Padded(List<string> words) => " " + string.Join(' ', words) + " ";

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
