namespace ConversationGrid.Channels.Forms;

/// <summary>The words of a form's pages in one language.</summary>
internal sealed record FormWords(
    string Language, string Heading, string Name, string Email, string Subject, string Message, string Required, string Send, string Other,
        string OtherLanguage,
    string Missing, string BadEmail, string TooLong, string TooOld, string TooMany, string Thanks, string Follow, string ByMail, string Conversation,
        string You,
    string Assistant, string Us, string Reply, string Refresh, string Over, string LinkOver, string MailSubject, string MailText)
{
    private static readonly FormWords English = new(
        "en", "Write to us", "Your name", "Your e-mail address", "Subject", "Your message", "required", "Send", "ms", "Bahasa Melayu",
        "Please fill this in.", "This is no e-mail address.", "This is too long.", "This page was open for too long. Please send it again.",
        "Too many messages were sent from here. Please try again later.", "Thank you. We have received your message.", "Follow the conversation",
        "We have also sent this link to your e-mail address.", "Your conversation", "You", "AI assistant", "Customer care", "Your reply", "Look for answers",
        "This conversation has ended.", "This link is not valid any more.", "We have received your message",
        "Thank you. We have received your message and will answer it.\n\nYou can follow the conversation here:\n{0}\n\n" +
        "If you did not write to us, please ignore this e-mail.");

    private static readonly FormWords Malay = new(
        "ms", "Tulis kepada kami", "Nama anda", "Alamat e-mel anda", "Perkara", "Mesej anda", "wajib", "Hantar", "en", "English",
        "Sila isi ruangan ini.", "Ini bukan alamat e-mel.", "Ini terlalu panjang.", "Halaman ini dibuka terlalu lama. Sila hantar sekali lagi.",
        "Terlalu banyak mesej dihantar dari sini. Sila cuba lagi kemudian.", "Terima kasih. Kami telah menerima mesej anda.", "Ikuti perbualan",
        "Kami juga telah menghantar pautan ini ke alamat e-mel anda.", "Perbualan anda", "Anda", "Pembantu AI", "Khidmat pelanggan", "Balasan anda",
        "Lihat jawapan", "Perbualan ini telah tamat.", "Pautan ini tidak sah lagi.", "Kami telah menerima mesej anda",
        "Terima kasih. Kami telah menerima mesej anda dan akan menjawabnya.\n\nAnda boleh mengikuti perbualan di sini:\n{0}\n\n" +
        "Jika anda tidak menulis kepada kami, sila abaikan e-mel ini.");

    /// <summary>The words of a language that is asked for, else of the first one that the browser names and there are words for.</summary>
    public static FormWords Of(string? asked, string? browser)
    {
        if (asked is "ms" or "en") return asked == "ms" ? Malay : English;
        foreach (var language in (browser ?? "").Split(',').Take(10))
        {
            if (language.Trim().StartsWith("ms", StringComparison.OrdinalIgnoreCase)) return Malay;
            if (language.Trim().StartsWith("en", StringComparison.OrdinalIgnoreCase)) return English;
        }
        return English;
    }
}
