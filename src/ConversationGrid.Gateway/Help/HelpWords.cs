namespace ConversationGrid.Gateway.Help;

/// <summary>The words of the help pages; English where there are no others.</summary>
internal sealed record HelpWords(string Title, string Search, string Find, string Found, string Nothing, string All, string Languages, string Skip)
{
    private static readonly HelpWords English = new(
        "Help", "Search the articles", "Search", "Articles about “{0}”", "No article was found. Ask in the chat in the corner.", "All articles", "Languages",
        "To the text");

    private static readonly HelpWords Malay = new(
        "Bantuan", "Cari dalam artikel", "Cari", "Artikel tentang “{0}”", "Tiada artikel ditemui. Tanya dalam sembang di sudut.", "Semua artikel", "Bahasa",
        "Ke teks");

    public static HelpWords Of(string language) => language is "ms" or "id" ? Malay : English;
}
