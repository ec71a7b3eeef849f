using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>Sends one-time codes by mail, from a workspace's first mailbox.</summary>
internal sealed class MailCodes(Mailboxes mailboxes, MailSender sender, TimeProvider time) : ICodeSender
{
    public bool Serves(string workspace) => mailboxes.All.Any(m => m.Workspace == workspace && m.Options.Smtp.Host is not null);

    public async Task SendAsync(string workspace, string email, string code, string language, CancellationToken cancel = default)
    {
        if (mailboxes.All.FirstOrDefault(m => m.Workspace == workspace && m.Options.Smtp.Host is not null) is not { } mailbox) return;
        if (!MailAddresses.IsUsable(email) || mailboxes.IsOwn(workspace, email)) return;
        var mail = new MimeMessage
        {
            Date = time.GetUtcNow(), Subject = MailWords.CodeSubject(language), Body = new TextPart("plain") { Text = MailWords.Code(language, code) },
        };
        mail.From.Add(new MailboxAddress(mailbox.Options.SenderName ?? workspace, mailbox.Options.Address));
        mail.To.Add(new MailboxAddress(null, email));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        var report = await sender.SendAsync(mailbox, mail, cancel);
        // Tried again, as a whole, where the server may take it later. An address that is none is told to nobody.
        if (report.Result == DeliveryResult.Later) throw new RefusedException(Refusal.Unavailable("The mail server did not take the code; try again."));
    }
}
