using System.Collections.Frozen;
using ConversationGrid.Contracts;

namespace ConversationGrid.Assistant.Answers;

/// <summary>
/// What the assistant says of itself, in the customer's language; English where there is no other. A hand-over promises that an answer comes, not that somebody
/// is there: whether anybody is, the queue tells.
/// </summary>
internal static class Phrases
{
    /// <summary>Sentences of older versions that give a conversation away. They stand in journals.</summary>
    private static readonly string[] Former =
    [
        "Of course, I am passing you to a colleague. A human will answer you here.",
        "Baik, saya sambungkan anda kepada rakan sekerja saya. Seorang manusia akan menjawab di sini.",
        "I do not know this for certain, so I am passing it to a colleague. A human will answer you here.",
        "Saya tidak pasti tentang perkara ini, jadi saya serahkan kepada rakan sekerja saya. Seorang manusia akan menjawab di sini.",
        "抱歉，我看不懂这种语言。我把您的留言转交给同事，回复会显示在这里。",
        "மன்னிக்கவும், இந்த மொழி எனக்குப் புரியவில்லை. உங்கள் செய்தியை என் சக ஊழியரிடம் கொடுக்கிறேன்; பதில் இங்கே வரும்.",
        "عذرًا، لا أفهم هذه اللغة. أحوّل رسالتك إلى أحد زملائي، وسيصل الرد هنا.",
        "ขออภัย ฉันไม่เข้าใจภาษานี้ ฉันส่งข้อความของคุณต่อให้เพื่อนร่วมงาน และคำตอบจะมาที่นี่",
        "죄송합니다. 저는 이 언어를 이해하지 못합니다. 메시지를 동료에게 전달하며, 답변은 여기에 표시됩니다.",
        "申し訳ありません。この言語は理解できません。メッセージを担当者に渡します。返事はここに届きます。",
    ];

    private static readonly Phrase[] GivingAway = [Phrase.HandsOver, Phrase.DoesNotKnow, Phrase.NotUnderstood, Phrase.Danger];

    /// <summary>All texts that only give a conversation away, in every language, with regret before them or without.</summary>
    private static readonly FrozenSet<string> Handoffs = PhraseBook.Languages
        .SelectMany(language => GivingAway.Select(phrase => PhraseBook.Of(phrase, language)).SelectMany(text => (string[])[text, Sorry(language, text)]))
        .Concat(Former).Append(NotUnderstood("")).ToFrozenSet();

    public static string HandsOver(string language) => PhraseBook.Of(Phrase.HandsOver, language);

    public static string DoesNotKnow(string language) => PhraseBook.Of(Phrase.DoesNotKnow, language);

    /// <summary>To who tells that somebody is in danger.</summary>
    public static string Danger(string language) => PhraseBook.Of(Phrase.Danger, language);

    /// <summary>To a message that no model can read: in its language where there is a phrase, and else in English and Malay.</summary>
    public static string NotUnderstood(string language) => language is not "en" && PhraseBook.Has(language)
        ? PhraseBook.Of(Phrase.NotUnderstood, language)
        : $"{PhraseBook.Of(Phrase.NotUnderstood, "en")}\n\n{PhraseBook.Of(Phrase.NotUnderstood, "ms")}";

    public static string Human(string language) => PhraseBook.Of(Phrase.Human, language);

    /// <summary>Before what is said to who is angry or has lost something.</summary>
    public static string Sorry(string language, string text) => $"{PhraseBook.Of(Phrase.Sorry, language)} {text}";

    /// <summary>The question back, with the choices in lines of their own.</summary>
    public static string Which(string language, IEnumerable<string> titles) =>
        $"{PhraseBook.Of(Phrase.Which, language)}\n{string.Join('\n', titles.Select((title, i) => $"{i + 1}. {title}"))}";

    /// <summary>The choices of such a question; empty for another text.</summary>
    public static IReadOnlyList<string> ChoicesIn(string text)
    {
        var lines = text.Split('\n');
        return PhraseBook.Says(Phrase.Which, lines[0]) ? [.. lines.Skip(1).Where(line => line.Length > 3).Select(line => line[3..])] : [];
    }

    /// <summary>Whether this only gives the conversation away, and answers nothing.</summary>
    public static bool IsHandoff(string text) => Handoffs.Contains(text);
}
