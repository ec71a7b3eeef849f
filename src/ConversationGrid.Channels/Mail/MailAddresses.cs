using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Sessions;
using MimeKit;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// Addresses and Message-IDs by which a mail is known as part of a conversation. Both carry a keyed hash, so that nobody can make one for a conversation of
/// which
/// it never got a mail.
/// </summary>
internal sealed class MailAddresses(Seals seals)
{
    private const int MarkLength = 16;
    private const string IdPrefix = "cg.";

    /// <summary>The address to which replies of a conversation go.</summary>
    public string ReplyTo(Mailbox mailbox, EntityId conversation) =>
        $"{mailbox.Local}+{conversation.Id}.{MarkOf("reply", conversation, "")}@{mailbox.Domain}";

    /// <summary>The conversation whose reply address this is; null where it is none of the mailbox's workspace.</summary>
    public string? ConversationOf(Mailbox mailbox, string address)
    {
        if (!IsOf(mailbox.Options.Address, address)) return null;
        var (plus, at) = (address.IndexOf('+'), address.LastIndexOf('@'));
        if (plus < 0) return null;
        // Servers may change the case of a local part.
        var tag = address[(plus + 1)..at].ToLowerInvariant();
        var dot = tag.LastIndexOf('.');
        if (dot < 0) return null;
        var conversation = new EntityId(mailbox.Workspace, tag[..dot]);
        return conversation.IsWellFormed && IsMark(tag[(dot + 1)..], MarkOf("reply", conversation, "")) ? conversation.Id : null;
    }

    /// <summary>The Message-ID of a message that is sent, without brackets: the same for each attempt.</summary>
    /// <param name="key">Conversation, sequence number and part.</param>
    public string MessageId(Mailbox mailbox, EntityId conversation, string key) => $"{IdPrefix}{key}.{MarkOf("message", conversation, key)}@{mailbox.Domain}";

    /// <summary>The message that has such a Message-ID; null where no mailbox of the workspace made it.</summary>
    public (string Conversation, long Seq)? MessageOf(string workspace, string messageId)
    {
        var at = messageId.LastIndexOf('@');
        if (at < 0 || !messageId.StartsWith(IdPrefix, StringComparison.Ordinal)) return null;
        var parts = messageId[IdPrefix.Length..at].Split('.');
        if (parts.Length is < 3 or > 4 || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) return null;
        var conversation = new EntityId(workspace, parts[0]);
        var key = string.Join('.', parts[..^1]);
        return conversation.IsWellFormed && IsMark(parts[^1], MarkOf("message", conversation, key)) ? (conversation.Id, seq) : null;
    }

    /// <summary>An address as it is counted: nobody who reads the store learns it.</summary>
    public string Hidden(string workspace, string address) => seals.Hash("mail address", $"{workspace}\n{address.ToUpperInvariant()}");

    /// <summary>Whether an address is another one, or it with something behind a plus.</summary>
    public static bool IsOf(string own, string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0) return false;
        var plus = address.IndexOf('+');
        var bare = plus >= 0 && plus < at ? string.Concat(address.AsSpan(0, plus), address.AsSpan(at)) : address;
        return string.Equals(own, bare, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The address of a sender, where it is one that can be answered; null where it is not.</summary>
    public static MailboxAddress? Usable(InternetAddressList? list)
    {
        var sender = list?.Mailboxes.FirstOrDefault();
        return sender is not null && IsUsable(sender.Address) ? sender : null;
    }

    /// <summary>Whether something can be an address: one <c>@</c>, a name before and a domain behind it, nothing that servers or headers could
    /// misread.</summary>
    public static bool IsUsable(string? address)
    {
        if (address is not { Length: >= 3 and <= 254 }) return false;
        var at = address.IndexOf('@');
        if (at is < 1 or > 64 || at != address.LastIndexOf('@') || at == address.Length - 1) return false;
        var domain = address[(at + 1)..];
        if (domain.StartsWith('.') || domain.EndsWith('.') || domain.Contains("..", StringComparison.Ordinal)) return false;
        foreach (var c in address)
            if (char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';' or ':' or '"' or '(' or ')' or '\\' or '[' or ']') return false;
        return true;
    }

    private string MarkOf(string what, EntityId conversation, string key) => seals.Hash($"mail {what}", $"{conversation}\n{key}")[..MarkLength];

    private static bool IsMark(string given, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given),
        Encoding.UTF8.GetBytes(right));
}
