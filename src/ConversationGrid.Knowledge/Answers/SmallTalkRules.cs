namespace ConversationGrid.Knowledge;

/// <summary>
/// The few rules that need no article: greeting, thanks, goodbye, and asking for a person, in English and Malay. A rule names the words it wants; small talk
/// is only small talk when nothing else is said, while the wish for a person is heard inside a longer message.
/// </summary>
internal static class SmallTalkRules
{
    private static readonly string[] People =
    [
        "human", "person", "agent", "representative", "operator", "someone", "somebody", "staff", "manager", "supervisor", "advisor", "adviser", "people", "rep",
        "manusia", "orang", "ejen", "pegawai", "staf", "wakil", "pengurus", "operator", "penyelia", "seseorang",
    ];

    private static readonly string[] Wishes =
    [
        "talk", "speak", "chat", "connect", "transfer", "escalate", "contact", "reach", "call",
        "cakap", "bercakap", "bersembang", "sambungkan", "sambung", "hubungkan", "berhubung", "berbual", "pindahkan", "panggil", "jumpa",
    ];

    private static readonly string[] Certain =
    [
        "real person", "real human", "live agent", "live person", "human agent", "human please", "human being", "customer service representative", "not a bot", "not a robot", "actual person", "an agent please", "agent please",
        "operator please", "get me a human", "want a human", "need a human", "want an agent", "need an agent", "want a person", "need a person", "speak to a manager", "stop the bot", "no bot", "no more bot",
        "orang sebenar", "orang betul", "ejen manusia", "bukan bot", "bukan robot", "nak orang", "nak ejen", "mahu ejen", "perlukan ejen", "ejen sebenar", "ejen tolong", "tak nak bot", "tak mahu bot", "manusia sebenar", "manusia tolong",
    ];

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

    /// <summary>The rule that asks for a person, or null.</summary>
    public static string? WantsHuman(List<string> words)
    {
        var text = Padded(words);
        foreach (var phrase in Certain)
        {
            if (text.Contains(" " + phrase + " ", StringComparison.Ordinal))
                return $"rule: asks for a person ('{phrase}')";
        }
        if (words.Count == 1 && words[0] is "human" or "agent" or "operator" or "ejen" or "manusia")
            return $"rule: asks for a person ('{words[0]}')";
        for (var i = 0; i < words.Count; i++)
        {
            if (!Wishes.Contains(words[i], StringComparer.Ordinal))
                continue;
            for (var j = i + 1; j < Math.Min(words.Count, i + 6); j++)
            {
                if (People.Contains(words[j], StringComparer.Ordinal))
                    return $"rule: asks for a person ('{words[i]} ... {words[j]}')";
            }
        }
        return null;
    }

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
        (SmallTalkKind.Greeting, _) => "Hello! What can I help you with?",
        (SmallTalkKind.Thanks, _) => "You are welcome. Is there anything else I can help with?",
        _ => "Goodbye, and thank you for contacting us.",
    };

    private static string Padded(List<string> words) => " " + string.Join(' ', words) + " ";

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
