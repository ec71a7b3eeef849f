using System.Text.RegularExpressions;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>What the assistant says in tasks, and how it reads yes and no. English and Malay.</summary>
internal static partial class TaskWords
{
    public static bool IsYes(string text) => Yes().IsMatch(Plain(text));
    public static bool IsNo(string text) => No().IsMatch(Plain(text));
    public static bool IsCancel(string text) => Cancel().IsMatch(Plain(text));
    public static bool IsUndo(string text) => Undo().IsMatch(Plain(text));

    public static string AskEmail(string language) => Of(language,
        "For this I must know that it is you. Which e-mail address is your account under?",
        "Untuk ini saya perlu pastikan ini memang anda. Apakah alamat e-mel akaun anda?");

    public static string CodeSent(string language) => Of(language,
        "If we know this address, a code of eight digits is on its way to it. Please write it here; it is good for 10 minutes.",
        "Jika kami mengenali alamat ini, kod lapan digit sedang dihantar kepadanya. Sila tulis kod itu di sini; ia sah selama 10 minit.");

    public static string CodeWrong(string language) => Of(language,
        "This is not the code that was sent, or it is too late for it. Please look again and write the eight digits.",
        "Ini bukan kod yang dihantar, atau sudah tamat tempoh. Sila semak semula dan tulis lapan digit itu.");

    public static string NotProven(string language) => Of(language,
        "I could not confirm that it is you, so I am passing this to a colleague. The answer will come here.",
        "Saya tidak dapat mengesahkan identiti anda, jadi saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini.");

    public static string CannotProve(string language) => Of(language,
        "For this I must know that it is you, and I cannot check that here. I am passing it to a colleague. The answer will come here.",
        "Untuk ini saya perlu pastikan ini memang anda, dan saya tidak dapat menyemaknya "
        + "di sini. Saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini.");

    public static string NotUnderstood(string language) => Of(language,
        "I could not work this out with you, so I am passing it to a colleague. The answer will come here.",
        "Saya tidak dapat menyelesaikannya dengan anda, jadi saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini.");

    public static string Confirm(string language, string change) => Of(language, $"{change} Shall I do this?", $"{change} Boleh saya teruskan?");
    public static string Cancelled(string language) => Of(language, "Fine, I have changed nothing.", "Baik, tiada apa-apa yang diubah.");
    public static string Busy(string language) =>
        Of(language, "I am still at it; the result comes in a moment.", "Saya masih melakukannya; hasilnya sebentar lagi.");
    public static string YesReply(string language) => Of(language, "Yes", "Ya");
    public static string NoReply(string language) => Of(language, "No", "Tidak");
    public static string UndoReply(string language) => Of(language, "Undo", "Batalkan perubahan");

    public static string Failed(string language) => Of(language,
        "I could not do this now. I am passing it to a colleague, who will check it. The answer will come here.",
        "Saya tidak dapat melakukannya sekarang. Saya serahkan kepada rakan sekerja saya yang akan menyemaknya. Jawapannya akan sampai di sini.");

    public static string TooOften(string language) => Of(language,
        "This has been done too often today. I am passing it to a colleague. The answer will come here.",
        "Ini sudah terlalu kerap dilakukan hari ini. Saya serahkan kepada rakan sekerja saya. Jawapannya akan sampai di sini.");

    private static string Of(string language, string english, string malay) => language == "ms" ? malay : english;

    private static string Plain(string text) => text.Trim().TrimEnd('.', '!', ' ').ToLowerInvariant();

    [GeneratedRegex(@"^(yes|yes,? please|please|yes,? (?:go ahead|do it|do that|that(?:'s| is) (?:right|correct|fine))|yes,? thanks|yes,? thank you|yup|that(?:'s| is) (?:right|correct|fine)|looks good|sounds good|ya tolong|ya boleh|boleh,? tolong|ok(?:ay)?,? (?:go ahead|do it|please|boleh|teruskan)|yep|yeah|ya|y|ok|okay|sure|please do|do it|confirm|confirmed|correct|go ahead|ya,? sila|ya,? teruskan|teruskan|betul|boleh|setuju|baik)$")]
    private static partial Regex Yes();

    [GeneratedRegex(@"^(no|no thanks|nope|n|not now|don'?t|do not|tidak|tak|tak nak|jangan|tidak perlu)\b")]
    private static partial Regex No();

    [GeneratedRegex(@"^(cancel|stop|forget (?:it|about it)|nvm|never ?mind|leave it|i changed my mind|no longer needed|batal|batalkan|berhenti|lupakan|tak jadi|tak payah)( (it|that|this|itu|saja|sahaja))?$")]
    private static partial Regex Cancel();

    [GeneratedRegex(@"^(?:(?:no|oh|wait|sorry|hmm|actually|please|pls|can you|could you|can u|boleh|tolong|eh|maaf),? )*(?:undo|revert|reverse|take (?:it|that) back|change (?:it|that) back|put (?:it|that) back|batalkan perubahan|kembalikan|undur|pulihkan)(?: (?:it|that|this|the change|that change|the last change|everything|itu|tu|semula|perubahan|balik|tadi))*(?:,? (?:please|pls|tolong|boleh))?\??$")]
    private static partial Regex Undo();
}
