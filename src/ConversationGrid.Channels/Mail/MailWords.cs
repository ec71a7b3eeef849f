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

    public static bool IsMalay(string language) => language.StartsWith("ms", StringComparison.OrdinalIgnoreCase);
}
