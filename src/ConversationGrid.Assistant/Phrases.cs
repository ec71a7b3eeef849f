namespace ConversationGrid.Assistant;

/// <summary>What the assistant says of itself, in the customer's language; English where there is no other.</summary>
internal static class Phrases
{
    public static string HandsOver(string language) => IsMalay(language)
        ? "Baik, saya sambungkan anda kepada rakan sekerja saya. Seorang manusia akan menjawab di sini."
        : "Of course, I am passing you to a colleague. A human will answer you here.";

    public static string DoesNotKnow(string language) => IsMalay(language)
        ? "Saya tidak pasti tentang perkara ini, jadi saya serahkan kepada rakan sekerja saya. Seorang manusia akan menjawab di sini."
        : "I do not know this for certain, so I am passing it to a colleague. A human will answer you here.";

    public static string Human(string language) => IsMalay(language) ? "Cakap dengan manusia" : "Talk to a human";

    /// <summary>Whether this only gives the conversation away, and answers nothing.</summary>
    public static bool IsHandoff(string text) => ((string[])["en", "ms"]).Any(language => text == HandsOver(language) || text == DoesNotKnow(language));

    private static bool IsMalay(string language) => language is "ms" or "id" || language.StartsWith("ms-", StringComparison.OrdinalIgnoreCase);
}
