using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// Finds the conversation that a mail belongs to: by the reply address that it was sent to, by our mails or the sender's own that it refers to, or by sender
/// and
/// subject within a time. Strangers' mails are never put together by a subject.
/// </summary>
internal sealed partial class MailThreads(
    IGrid grid, IAccessStore store, TranscriptReader transcripts, MailAddresses addresses, MailRules rules, TimeProvider time)
{
    /// <summary>Kind of the record that says where a mail was filed.</summary>
    private const string Filed = "mail filed";

    /// <summary>Mails that one mail refers to which are looked up, the newest and the oldest.</summary>
    private const int ReferencesMax = 20;

    /// <summary>Conversations of a sender that are looked at for their subject, newest first.</summary>
    private const int ConversationsMax = 10;

    /// <summary>The client id of a mail: the same for the same mail, however often it comes and in whichever mailbox of the workspace.</summary>
    public static string ClientIdOf(string from, string messageId) =>
        $"mail {ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"{from.ToUpperInvariant()}\n{messageId}")))}";

    /// <summary>The conversation in which a mail was filed before, or was about to be; null for a mail that is new.</summary>
    public async Task<string?> FiledAsync(string workspace, string clientId, CancellationToken cancel) =>
        (await store.FindAsync(Filed, workspace, clientId, cancel))?.Owner;

    /// <summary>Decides durably where a mail is filed, before it is: whatever happens then, it is filed there and nowhere else.</summary>
    /// <returns>Where it is to be filed: elsewhere, if that was decided before.</returns>
    public async Task<string> DecideAsync(string workspace, string clientId, string conversation, CancellationToken cancel)
    {
        var record = new AccessRecord(Filed, workspace, clientId, conversation, "{}", time.GetUtcNow() + rules.KnowsMailFor);
        if (await store.TryAddAsync(record, cancel)) return conversation;
        return (await store.FindAsync(Filed, workspace, clientId, cancel))?.Owner ?? conversation;
    }

    /// <summary>The conversation that a new mail belongs to; null: it begins one.</summary>
    public async Task<string?> FindAsync(Mailbox mailbox, MimeMessage mail, string from, string customerId, CancellationToken cancel)
    {
        foreach (var to in Receivers(mail))
            if (addresses.ConversationOf(mailbox, to) is { } named) return named;
        var references = mail.References.Append(mail.InReplyTo).OfType<string>().Distinct().ToList();
        foreach (var reference in references.Take(ReferencesMax / 2).Concat(references.TakeLast(ReferencesMax / 2)).Distinct())
            if (await OfReferenceAsync(mailbox.Workspace, reference, from, customerId, cancel) is { } referred) return referred;
        return await OfSubjectAsync(mailbox, mail, customerId, cancel);
    }

    /// <summary>A subject without the marks of replies and forwards, and without what would break a header.</summary>
    public static string SubjectOf(string? subject) => Prefixes().Replace(Spaces().Replace(subject ?? "", " ").Trim(), "").Trim();

    private static IEnumerable<string> Receivers(MimeMessage mail) =>
        mail.To.Mailboxes.Concat(mail.Cc.Mailboxes).Select(m => m.Address)
            .Concat(((string[])["Delivered-To", "X-Original-To", "Envelope-To"]).Select(name => mail.Headers[name]?.Trim('<', '>', ' ')).OfType<string>())
            .Where(a => a is { Length: > 0 and <= 254 }).Take(50);

    /// <summary>One of our mails, or an earlier one of the same sender.</summary>
    private async Task<string?> OfReferenceAsync(string workspace, string reference, string from, string customerId, CancellationToken cancel)
    {
        if (addresses.MessageOf(workspace, reference) is var (conversation, _)) return conversation;
        var clientId = ClientIdOf(from, reference);
        if (await FiledAsync(workspace, clientId, cancel) is { } filed) return filed;
        // The mail that began a conversation is known by the conversation's id, for ever.
        var begun = ClientKeys.ConversationId(workspace, customerId, clientId);
        return await grid.Conversation(new(workspace, begun)).ViewAsync(Caller.System, cancel) is null ? null : begun;
    }

    private async Task<string?> OfSubjectAsync(Mailbox mailbox, MimeMessage mail, string customerId, CancellationToken cancel)
    {
        var subject = SubjectOf(mail.Subject);
        if (subject.Length == 0 || rules.SameSubjectWithin <= TimeSpan.Zero) return null;
        var known = (await grid.Customer(new(mailbox.Workspace, customerId)).ViewAsync(cancel)).Conversations;
        foreach (var id in known.Reverse().Take(ConversationsMax))
        {
            var conversation = new EntityId(mailbox.Workspace, id);
            if (await grid.Conversation(conversation).ViewAsync(Caller.System, cancel) is not { Erased: false } view) continue;
            if (view.Channel != mailbox.Options.Channel || time.GetUtcNow() - view.UpdatedAt > rules.SameSubjectWithin) continue;
            var topic = (await transcripts.EventAsync(conversation, 1, cancel) as ConversationStarted)?.Topic;
            if (string.Equals(SubjectOf(topic), subject, StringComparison.OrdinalIgnoreCase)) return id;
        }
        return null;
    }

    [GeneratedRegex(@"^((re|aw|sv|antw|vs|odp|rif|fw|fwd|wg|bls|balas|trs)(\[\d{1,3}\])? ?[:：] ?|\[external\] ?)+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefixes();

    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Spaces();
}
