using System.Collections.Frozen;

namespace ConversationGrid.Assistant;

/// <summary>
/// What the assistant says of itself, in the customer's language; English where there is no other. A hand-over promises that an answer comes, not that somebody is
/// there: whether anybody is, the queue tells.
/// </summary>
internal static class Phrases
{
    /// <summary>To who writes a language that the assistant does not read, in that language.</summary>
    private static readonly FrozenDictionary<string, string> Unread = new Dictionary<string, string>
    {
        ["zh"] = "抱歉，我看不懂这种语言。我把您的留言转交给同事，回复会显示在这里。",
        ["ta"] = "மன்னிக்கவும், இந்த மொழி எனக்குப் புரியவில்லை. உங்கள் செய்தியை என் சக ஊழியரிடம் கொடுக்கிறேன்; பதில் இங்கே வரும்.",
        ["ar"] = "عذرًا، لا أفهم هذه اللغة. أحوّل رسالتك إلى أحد زملائي، وسيصل الرد هنا.",
        ["th"] = "ขออภัย ฉันไม่เข้าใจภาษานี้ ฉันส่งข้อความของคุณต่อให้เพื่อนร่วมงาน และคำตอบจะมาที่นี่",
        ["ko"] = "죄송합니다. 저는 이 언어를 이해하지 못합니다. 메시지를 동료에게 전달하며, 답변은 여기에 표시됩니다.",
        ["ja"] = "申し訳ありません。この言語は理解できません。メッセージを担当者に渡します。返事はここに届きます。",
    }.ToFrozenDictionary();

    /// <summary>Sentences of older versions, which stand in journals.</summary>
    private static readonly FrozenSet<string> Former = new[]
    {
        "Of course, I am passing you to a colleague. A human will answer you here.",
        "Baik, saya sambungkan anda kepada rakan sekerja saya. Seorang manusia akan menjawab di sini.",
        "I do not know this for certain, so I am passing it to a colleague. A human will answer you here.",
        "Saya tidak pasti tentang perkara ini, jadi saya serahkan kepada rakan sekerja saya. Seorang manusia akan menjawab di sini.",
    }.ToFrozenSet();

    public static string HandsOver(string language) => IsMalay(language)
        ? "Baik, saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini."
        : "Of course, I am passing you to a colleague. The answer will come here.";

    public static string DoesNotKnow(string language) => IsMalay(language)
        ? "Saya tidak pasti tentang perkara ini, jadi saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini."
        : "I do not know this for certain, so I am passing it to a colleague. The answer will come here.";

    /// <summary>To who tells that somebody is in danger.</summary>
    public static string Danger(string language) => IsMalay(language)
        ? "Jika sesiapa dalam bahaya sekarang, sila hubungi nombor kecemasan (999 di Malaysia) dahulu. Saya serahkan mesej ini kepada rakan sekerja saya sebagai kecemasan."
        : "If somebody is in danger now, please call the emergency number first (999 in Malaysia). I am passing this message to a colleague as an emergency.";

    /// <summary>To a message that no model can read: in its language where there is a phrase, and else in English and Malay.</summary>
    public static string NotUnderstood(string language) => Unread.GetValueOrDefault(language.Split('-')[0])
        ?? "I do not understand this message, so I am passing it to a colleague. The answer will come here.\n\n" +
            "Saya tidak memahami mesej ini, jadi saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini.";

    public static string Human(string language) => IsMalay(language) ? "Cakap dengan manusia" : "Talk to a human";

    /// <summary>Whether this only gives the conversation away, and answers nothing.</summary>
    public static bool IsHandoff(string text) => Former.Contains(text) || Unread.Values.Contains(text) || text == NotUnderstood("")
        || ((string[])["en", "ms"]).Any(language => text == HandsOver(language) || text == DoesNotKnow(language) || text == Danger(language));

    private static bool IsMalay(string language) => language is "ms" or "id" || language.StartsWith("ms-", StringComparison.OrdinalIgnoreCase);
}
