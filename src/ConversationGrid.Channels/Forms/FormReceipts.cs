using System.Globalization;
using ConversationGrid.Channels.Mail;
using ConversationGrid.Contracts;
using MimeKit;

namespace ConversationGrid.Channels.Forms;

/// <summary>Sends receipts of forms by mail. Nothing that was written goes along: the address is nobody's proven one, and the form is no way to mail
/// others.</summary>
internal sealed class FormReceipts(Mailboxes mailboxes, MailSender sender, AddressBook book, TimeProvider time)
{
    /// <summary>How long the page waits for the mail to go.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>Sends a receipt, once. False where it did not go: the page itself has the link.</summary>
    public async Task<bool> SendAsync(string workspace, string number, string email, FormWords words, Uri link, CancellationToken cancel)
    {
        if (mailboxes.Sending(workspace, "form").FirstOrDefault() is not { } mailbox || mailboxes.IsOwn(workspace, email)) return false;
        if (await book.IsBadAsync(workspace, email, cancel) || !await book.MaySendAutomaticAsync(workspace, email, $"form.{number}", cancel)) return false;
        var mail = new MimeMessage
        {
            MessageId = $"form.{number}@{mailbox.Domain}", Date = time.GetUtcNow(), Subject = words.MailSubject,
            Body = new TextPart("plain") { Text = string.Format(CultureInfo.InvariantCulture, words.MailText, link) },
        };
        mail.From.Add(new MailboxAddress(mailbox.Options.SenderName ?? workspace, mailbox.Options.Address));
        mail.To.Add(new MailboxAddress(null, email));
        mail.Headers.Add(HeaderId.AutoSubmitted, "auto-replied");
        mail.Headers.Add("X-Auto-Response-Suppress", "All");
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limited.CancelAfter(Within);
        try
        {
            return (await sender.SendAsync(mailbox, mail, limited.Token)).Result == DeliveryResult.Sent;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
