namespace ConversationGrid.Channels.Mail;

/// <summary>What mails say besides what was written, in the customer's language.</summary>
internal static class MailWords
{
    /// <summary>Says that an AI wrote the mail.</summary>
    public static string Disclosure(string language) => IsMalay(language)
        ? "Balasan ini ditulis oleh pembantu AI. Ia boleh tersilap. Anda boleh meminta bantuan manusia pada bila-bila masa dengan membalas e-mel ini."
        : "This reply was written by an AI assistant. It can make mistakes. You can ask for a person at any time by answering this e-mail.";

    public static string Sources(string language) => IsMalay(language) ? "Sumber:" : "Sources:";

    public static string NoSubject(string language) => IsMalay(language) ? "Mesej anda" : "Your message";

    /// <summary>Says in a message's text which files came with it and were left out.</summary>
    public static string LeftOut(string language, IReadOnlyList<string> names) => IsMalay(language)
        ? $"[{names.Count} fail tidak disertakan: {string.Join(", ", names)}]"
        : $"[{names.Count} {(names.Count == 1 ? "file was" : "files were")} left out: {string.Join(", ", names)}]";

    public static string CodeSubject(string language) => IsMalay(language) ? "Kod anda" : "Your code";

    public static string Code(string language, string code) => IsMalay(language)
        ? $"Kod anda ialah {code}.\n\nTulis kod ini dalam perbualan. Jangan berikannya kepada sesiapa. Jika anda tidak memintanya, abaikan e-mel ini.\n"
        : $"Your code is {code}.\n\nWrite it in the conversation, and give it to nobody. If you did not ask for it, please ignore this e-mail.\n";

    public static bool IsMalay(string language) => language.StartsWith("ms", StringComparison.OrdinalIgnoreCase);
}
