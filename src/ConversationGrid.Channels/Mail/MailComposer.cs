using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using MimeKit;
using MimeKit.Utils;

namespace ConversationGrid.Channels.Mail;

/// <summary>Makes a mail of a message. The same message makes the same mail, so that an attempt that is made again is known as that.</summary>
internal sealed partial class MailComposer(MailAddresses addresses)
{
    private const int SubjectMax = 200;

    /// <param name="files">What the attachments hold.</param>
    public MimeMessage Compose(Mailbox mailbox, OutboundMessage message, MailboxAddress to, IReadOnlyList<(Attachment File, byte[] Content)> files)
    {
        var options = mailbox.Options;
        var company = options.SenderName ?? mailbox.Workspace;
        var isHuman = message.By.Kind == ActorKind.Agent;
        var sender = isHuman && message.By.Name is { Length: > 0 } name ? $"{name} ({company})" : company;
        var mail = new MimeMessage
        {
            MessageId = addresses.MessageId(mailbox, message.Conversation, message.Key),
            Date = message.At,
            Subject = SubjectOf(message),
        };
        mail.From.Add(new MailboxAddress(sender, options.Address));
        mail.ReplyTo.Add(new MailboxAddress(company, addresses.ReplyTo(mailbox, message.Conversation)));
        mail.To.Add(to);
        foreach (var reference in message.References)
            if (MimeUtils.EnumerateReferences($"<{reference}>").FirstOrDefault() is { } id) mail.References.Add(id);
        if (mail.References.Count > 0) mail.InReplyTo = mail.References[^1];
        if (!isHuman)
        {
            mail.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
            mail.Headers.Add("X-Auto-Response-Suppress", "All");
        }
        mail.Body = files.Count == 0 ? BodyOf(options, message) : WithFiles(BodyOf(options, message), files);
        return mail;
    }

    private static Multipart WithFiles(MimeEntity body, IReadOnlyList<(Attachment File, byte[] Content)> files)
    {
        var mixed = new Multipart("mixed") { body };
        foreach (var (file, content) in files)
            mixed.Add(new MimePart(ContentType.Parse(file.Type))
            {
                Content = new MimeContent(new MemoryStream(content)),
                ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = file.Name },
                ContentTransferEncoding = ContentEncoding.Base64,
                FileName = file.Name,
            });
        return mixed;
    }

    private static MultipartAlternative BodyOf(MailboxOptions options, OutboundMessage message)
    {
        var below = new List<string>();
        if (message.Citations.Count > 0)
            below.Add(string.Join('\n', message.Citations.Select(c => $"- {c.Title}{(c.Url is null ? "" : $": {c.Url}")}")
                .Prepend(MailWords.Sources(message.Language))));
        if (message.IsByAi) below.Add(MailWords.Disclosure(message.Language));
        if (options.Signature is { } signature) below.Add($"-- \n{signature.Trim()}");
        var parts = below.Prepend(message.Text).ToList();
        return new MultipartAlternative
        {
            new TextPart("plain") { Text = string.Join("\n\n", parts) + "\n", ContentTransferEncoding = ContentEncoding.QuotedPrintable },
            new TextPart("html") { Text = HtmlOf(message.Language, parts), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        };
    }

    private static string HtmlOf(string language, IEnumerable<string> parts)
    {
        var html = new StringBuilder($"<!doctype html>\n<html lang=\"{(MailWords.IsMalay(language) ? "ms" : "en")}\"><body>\n");
        foreach (var paragraph in parts.SelectMany(part => part.Split("\n\n")))
            html.Append("<p>").Append(Linked(paragraph)).Append("</p>\n");
        return html.Append("</body></html>\n").ToString();
    }

    /// <summary>Plain text as HTML, with addresses of pages as links.</summary>
    private static string Linked(string text)
    {
        var html = new StringBuilder();
        var from = 0;
        foreach (Match link in Link().Matches(text))
        {
            html.Append(Encoded(text[from..link.Index]));
            var address = HtmlEncoder.Default.Encode(link.Value);
            html.Append("<a href=\"").Append(address).Append("\">").Append(address).Append("</a>");
            from = link.Index + link.Length;
        }
        return html.Append(Encoded(text[from..])).ToString();
    }

    private static string Encoded(string text) => HtmlEncoder.Default.Encode(text).Replace("&#xA;", "<br>\n", StringComparison.Ordinal);

    private static string SubjectOf(OutboundMessage message)
    {
        var topic = MailThreads.SubjectOf(message.Topic);
        if (topic.Length == 0) return MailWords.NoSubject(message.Language);
        return $"Re: {(topic.Length > SubjectMax ? topic[..SubjectMax] : topic)}";
    }

    [GeneratedRegex(@"https?://[^\s<>""]{1,2000}(?<![.,;:!?)\]])")]
    private static partial Regex Link();
}
