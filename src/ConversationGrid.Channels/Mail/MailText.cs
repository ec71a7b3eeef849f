using ConversationGrid.Channels.Intake;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>What a mail says: what its writer wrote, and the whole where that is more.</summary>
/// <param name="Written">Without quotes, signature and disclaimer.</param>
/// <param name="Whole">All of it; null where nothing was cut.</param>
/// <param name="Files">Files that came with it.</param>
internal sealed record MailText(string Written, string? Whole, IReadOnlyList<InboundFile> Files)
{
    /// <summary>Characters of a text that are looked at; what is beyond is not read.</summary>
    private const int TextMax = 400_000;

    /// <summary>Files that are looked at.</summary>
    private const int FilesMax = 20;
    private const int NameMax = 100;

    public static MailText Of(MimeMessage mail)
    {
        var html = mail.HtmlBody;
        var plain = mail.TextBody;
        // Some programs send a text part with nothing in it, or with nothing but the remark that the mail is HTML.
        var whole = !string.IsNullOrWhiteSpace(plain) ? Bounded(plain) : html is null ? "" : HtmlMail.Whole(Bounded(html));
        var fromHtml = string.IsNullOrWhiteSpace(plain) && html is not null;
        var written = QuotedText.Cut(fromHtml ? HtmlMail.Written(Bounded(html!)) : whole);
        whole = QuotedText.Tidy(whole);
        if (written.Length == 0) written = whole;
        return new(written, written == whole ? null : whole, FilesOf(mail));
    }

    private static List<InboundFile> FilesOf(MimeMessage mail)
    {
        var files = new List<InboundFile>();
        foreach (var part in mail.BodyParts)
        {
            if (files.Count == FilesMax) break;
            if (part is TextPart { IsAttachment: false } or MessageDeliveryStatus or MessageDispositionNotification) continue;
            // Pictures of signatures and lines are not worth a word.
            if (part is MimePart { IsAttachment: false, FileName: null, ContentId: not null }) continue;
            files.Add(new(NameOf(part), part is MimePart { Content: { } content } ? content.Open : null));
        }
        return files;
    }

    private static string NameOf(MimeEntity part)
    {
        var name = part.ContentDisposition?.FileName ?? part.ContentType.Name ?? (part as MessagePart)?.Message?.Subject ?? part.ContentType.MimeType;
        name = new string([.. name.Where(c => !char.IsControl(c) && c is not ('[' or ']'))]).Trim();
        return name.Length switch
        {
            0 => part.ContentType.MimeType,
            > NameMax => $"{name[..NameMax]}…",
            _ => name,
        };
    }

    private static string Bounded(string text) => text.Length <= TextMax ? text : text[..TextMax];
}
