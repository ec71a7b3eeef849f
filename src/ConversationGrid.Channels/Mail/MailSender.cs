using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>Sends messages as mails.</summary>
internal sealed partial class MailSender(
    Mailboxes mailboxes, MailComposer composer, AddressBook book, MailRules rules, IAttachments attachments, ILogger<MailSender> log) : IChannelSender
{
    private const int SendingAtOnceMax = 8;

    private readonly SemaphoreSlim _sending = new(SendingAtOnceMax);

    public ChannelProfile? Find(string workspace, string channel) => mailboxes.Sending(workspace, channel).FirstOrDefault() is { } mailbox
        ? new(new ChannelRule(mailbox.Options.Assistant), new(OwnDisclosure: true, Attachments: true))
        : null;

    public async Task<DeliveryReport> SendAsync(OutboundMessage message, CancellationToken cancel)
    {
        var workspace = message.Conversation.Workspace;
        var all = mailboxes.Sending(workspace, message.Channel).ToList();
        if ((all.Find(m => m.Name == message.Origin?.Account) ?? all.FirstOrDefault()) is not { } mailbox)
            return DeliveryReport.Failed(DeliveryProblem.NotConfigured);
        if ((message.Origin?.Address ?? message.Email) is not { } address || !MailAddresses.IsUsable(address) || mailboxes.IsOwn(workspace, address))
            return DeliveryReport.Failed(DeliveryProblem.NoAddress);
        if (await book.IsBadAsync(workspace, address, cancel)) return DeliveryReport.Failed(DeliveryProblem.AddressUnknown);
        if (message.By.Kind != ActorKind.Agent && !await book.MaySendAutomaticAsync(workspace, address, message.Key, cancel))
            return DeliveryReport.Failed(DeliveryProblem.TooMany);
        var (files, without) = await FilesAsync(message, cancel);
        if (without.Count > 0) message = message with { Text = $"{message.Text}\n\n{MailWords.LeftOut(message.Language, without)}".Trim() };
        var report = await SendAsync(mailbox, composer.Compose(mailbox, message, new(null, address), files), cancel);
        if (report is { Result: DeliveryResult.Failed, Problem: DeliveryProblem.AddressUnknown }) await book.MarkBadAsync(workspace, address, cancel);
        return report;
    }

    /// <summary>What the files hold, as far as a mail has room; and the names of the others and of those that were removed meanwhile.</summary>
    private async Task<(IReadOnlyList<(Attachment, byte[])> Files, IReadOnlyList<string> Without)> FilesAsync(OutboundMessage message, CancellationToken cancel)
    {
        var (files, without, bytes) = (new List<(Attachment, byte[])>(), new List<string>(), 0L);
        foreach (var file in message.Attachments)
        {
            var content = new MemoryStream();
            if (bytes + file.Size <= rules.AttachmentBytesMax
                && await attachments.WriteToAsync(message.Conversation, file.AttachmentId, content, cancel))
            {
                files.Add((file, content.ToArray()));
                bytes += file.Size;
            }
            else without.Add(file.Name);
        }
        return (files, without);
    }

    /// <summary>Hands a mail to the mailbox's server.</summary>
    public async Task<DeliveryReport> SendAsync(Mailbox mailbox, MimeMessage mail, CancellationToken cancel)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            var server = mailbox.Options.Smtp;
            using var client = new SmtpClient { Timeout = (int)rules.ServerTimeout.TotalMilliseconds, LocalDomain = mailbox.Domain };
            await client.ConnectAsync(server.Host!, server.Port, SecurityOf(server), cancel);
            if (server.User is { } user) await client.AuthenticateAsync(user, server.Password ?? "", cancel);
            await client.SendAsync(mail, cancel);
            // It is taken; what becomes of the connection changes nothing.
            try
            {
                await client.DisconnectAsync(quit: true, cancel);
            }
            catch (Exception failure) when (failure is IOException or ProtocolException or CommandException)
            {
                SendFailed(log, mailbox.Workspace, mailbox.Name, failure.GetType().Name);
            }
            return DeliveryReport.Sent;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            // What a server says may hold an address or a text.
            SendFailed(log, mailbox.Workspace, mailbox.Name, failure.GetType().Name);
            return ReportOf(failure);
        }
        finally
        {
            _sending.Release();
        }
    }

    internal static SecureSocketOptions SecurityOf(MailServerOptions server) => server.Security switch
    {
        MailSecurity.Plain => SecureSocketOptions.None,
        MailSecurity.StartTls => SecureSocketOptions.StartTls,
        _ => SecureSocketOptions.SslOnConnect,
    };

    private static DeliveryReport ReportOf(Exception failure) => failure switch
    {
        SmtpCommandException { ErrorCode: SmtpErrorCode.MessageNotAccepted, StatusCode: (SmtpStatusCode)552 } =>
            DeliveryReport.Failed(DeliveryProblem.TooLarge),
        SmtpCommandException { StatusCode: (SmtpStatusCode)552 } => DeliveryReport.Failed(DeliveryProblem.MailboxFull),
        SmtpCommandException { StatusCode: (SmtpStatusCode)452 } => DeliveryReport.Later(DeliveryProblem.MailboxFull),
        SmtpCommandException { StatusCode: >= (SmtpStatusCode)400 and < (SmtpStatusCode)500 } => DeliveryReport.Later(DeliveryProblem.Unreachable),
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: (SmtpStatusCode)550 or (SmtpStatusCode)551 or (SmtpStatusCode)553 } =>
            DeliveryReport.Failed(DeliveryProblem.AddressUnknown),
        SmtpCommandException => DeliveryReport.Failed(DeliveryProblem.Refused),
        // A password that is changed, or a server that cannot be spoken to: somebody mends that.
        AuthenticationException or NotSupportedException => DeliveryReport.Later(DeliveryProblem.NotConfigured),
        _ => DeliveryReport.Later(DeliveryProblem.Unreachable),
    };

    [LoggerMessage(9201, LogLevel.Warning, "A mail of {Workspace}, mailbox {Mailbox}, was not handed over: {Failure}.")]
    private static partial void SendFailed(ILogger log, string workspace, string mailbox, string failure);
}
