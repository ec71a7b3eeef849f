using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Channels.Intake;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>What became of a mail.</summary>
internal enum MailOutcome
{
    None = 0,
    /// <summary>It is filed in a conversation, now or before.</summary>
    Filed,
    /// <summary>It said what became of a mail of ours.</summary>
    Reported,
    /// <summary>It is one of our own, or a report of a mail that is not ours.</summary>
    Ignored,
    /// <summary>It has no address that could be answered, or its sender may not write.</summary>
    Invalid,
}

/// <summary>Files mails. The same mail is filed once, however often it comes, and whatever ends the process in between.</summary>
internal sealed partial class MailIntake(
    ChannelIntake intake, MailThreads threads, Mailboxes mailboxes, MailAddresses addresses, AddressBook book, WorkspaceDirectory workspaces, IGrid grid,
    ILogger<MailIntake> log)
{
    /// <summary>Longest Message-ID that is kept, in characters.</summary>
    private const int MessageIdMax = 250;

    /// <summary>Files one mail, or says why it is not filed.</summary>
    /// <exception cref="RefusedException">It could not be filed now; it is to be taken in again.</exception>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The same.</exception>
    public async Task<MailOutcome> TakeAsync(Mailbox mailbox, MimeMessage mail, CancellationToken cancel)
    {
        var outcome = await SortAsync(mailbox, mail, cancel);
        Taken(log, mailbox.Workspace, mailbox.Name, outcome);
        return outcome;
    }

    private async Task<MailOutcome> SortAsync(Mailbox mailbox, MimeMessage mail, CancellationToken cancel)
    {
        if (workspaces.Find(mailbox.Workspace) is not { } workspace) return MailOutcome.Ignored;
        var kind = MailKinds.Of(mail);
        if (kind == MailKind.Report) return await ReportedAsync(mailbox, mail, cancel);
        var sender = MailAddresses.Usable(mail.From) ?? MailAddresses.Usable(mail.Sender is { } s ? [s] : null);
        if (sender is null) return MailOutcome.Invalid;
        if (mailboxes.IsOwn(mailbox.Workspace, sender.Address)) return MailOutcome.Ignored;

        var customerId = CustomerIds.OfEmail(workspace, sender.Address);
        var messageId = MessageIdOf(mail);
        var clientId = MailThreads.ClientIdOf(sender.Address, messageId);
        var own = ClientKeys.ConversationId(mailbox.Workspace, customerId, clientId);
        var filed = await threads.FiledAsync(mailbox.Workspace, clientId, cancel);
        if (filed is null)
        {
            var found = await threads.FindAsync(mailbox, mail, sender.Address, customerId, cancel);
            filed = await threads.DecideAsync(mailbox.Workspace, clientId, found ?? own, cancel);
            await book.MarkGoodAsync(mailbox.Workspace, sender.Address, cancel);
            if (kind == MailKind.Written && !await book.MayBeAnsweredAsync(mailbox.Workspace, sender.Address, cancel)) kind = MailKind.Automatic;
        }
        var message = MessageOf(mailbox, mail, sender, customerId, clientId, messageId) with
        {
            Into = filed == own ? null : filed, Automatic = kind == MailKind.Automatic,
        };
        var taken = await intake.TakeAsync(message, cancel);
        return taken.Refusal switch
        {
            null => MailOutcome.Filed,
            { Retryable: true } later => throw new RefusedException(later),
            _ => MailOutcome.Invalid,
        };
    }

    private static InboundMessage MessageOf(
        Mailbox mailbox, MimeMessage mail, MailboxAddress sender, string customerId, string clientId, string messageId)
    {
        var options = mailbox.Options;
        var text = MailText.Of(mail);
        var written = text.Written;
        // What a message has no room for is read in its origin.
        var whole = text.Whole ?? (written.Length > Limits.MessageTextMax ? text.Written : null);
        if (whole?.Length > MessageOrigin.WholeMax) whole = whole[..MessageOrigin.WholeMax];
        return new(
            mailbox.Workspace, options.Channel, customerId, clientId, written,
            new(mailbox.Name, sender.Address, messageId) { Whole = whole }, options.Address)
        {
            Name = Clean(sender.Name), Email = sender.Address, Locale = options.Language,
            Topic = MailThreads.SubjectOf(mail.Subject) is { Length: > 0 } topic ? topic : null, Queue = options.Queue,
            Files = text.Files, TellsLeftOut = names => MailWords.LeftOut(options.Language, names),
        };
    }

    /// <summary>A server's report on one of our mails. A report on a mail that is not ours, or that somebody made up, changes nothing.</summary>
    private async Task<MailOutcome> ReportedAsync(Mailbox mailbox, MimeMessage mail, CancellationToken cancel)
    {
        if (Bounce.Of(mail) is not { } bounce || addresses.MessageOf(mailbox.Workspace, bounce.MessageId) is not var (conversation, seq))
            return MailOutcome.Ignored;
        var told = await grid.Conversation(new(mailbox.Workspace, conversation)).ExecuteAsync(new ConfirmDelivery(seq, bounce.Problem), cancel);
        if (told.Refusal is { Retryable: true } later) throw new RefusedException(later);
        if (bounce.Problem == DeliveryProblem.AddressUnknown && await AddressOfAsync(mailbox.Workspace, conversation, cancel) is { } address)
            await book.MarkBadAsync(mailbox.Workspace, address, cancel);
        return MailOutcome.Reported;
    }

    /// <summary>The address of a conversation's customer. What the report itself names as the address is not believed.</summary>
    private async Task<string?> AddressOfAsync(string workspace, string conversation, CancellationToken cancel)
    {
        if (await grid.Conversation(new(workspace, conversation)).ViewAsync(Caller.System, cancel) is not { } view) return null;
        return (await grid.Customer(new(workspace, view.CustomerId)).ViewAsync(cancel)).Email;
    }

    /// <summary>The mail's own id; for one without, a hash of what it says.</summary>
    private static string MessageIdOf(MimeMessage mail)
    {
        if (mail.Headers.Contains(HeaderId.MessageId) && mail.MessageId is { Length: > 0 and <= MessageIdMax } id) return id;
        var said = $"{mail.Headers[HeaderId.MessageId]}\n{mail.Headers[HeaderId.Date]}\n{mail.Headers[HeaderId.From]}\n{mail.Subject}\n{mail.TextBody}\n" +
            $"{mail.HtmlBody}";
        return $"{ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes(said)))}@content.invalid";
    }

    private static string? Clean(string? name)
    {
        var clean = name is null ? "" : new string([.. name.Where(c => !char.IsControl(c))]).Trim().Trim('"', '\'');
        return clean.Length is 0 or > Limits.ShortTextMax || clean.Contains('@', StringComparison.Ordinal) ? null : clean;
    }

    [LoggerMessage(9202, LogLevel.Information, "A mail of {Workspace}, mailbox {Mailbox}: {Outcome}.")]
    private static partial void Taken(ILogger log, string workspace, string mailbox, MailOutcome outcome);
}
