using System.ComponentModel.DataAnnotations;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Channels.Mail;

/// <summary>
/// One mailbox of a workspace: read by IMAP, answered by SMTP. Section <c>Grid:Channels:Mail:{workspace}:{mailbox}</c>.
/// </summary>
public sealed class MailboxOptions
{
    /// <summary>Its address. The server must also deliver <c>local+anything@domain</c> to it: replies come back to such addresses. No default.</summary>
    [Required, EmailAddress, StringLength(200)]
    public string Address { get; set; } = "";

    /// <summary>The channel of its conversations: 1 to 32 lower-case letters. Mailboxes of one channel have the same <see cref="Assistant"/>. Default:
    /// email.</summary>
    [Required, RegularExpression("^[a-z]{1,32}$")]
    public string Channel { get; set; } = "email";

    /// <summary>The queue of its conversations where nothing else says so. Default: what the entry rules choose.</summary>
    [StringLength(64)]
    public string? Queue { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>What the assistant does with mails: it answers, it drafts for a human, or it is silent. Default: it drafts.</summary>
    public ChannelAssistant Assistant { get; set; } = ChannelAssistant.Drafts;

    /// <summary>Name of the sender of replies. Default: the workspace's name.</summary>
    [StringLength(100)]
    public string? SenderName { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Signature below replies, plain text. Default: none.</summary>
    [StringLength(Limits.ShortTextMax)]
    public string? Signature { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Language in which a mail is taken to be until its text is read, <c>en</c> or <c>ms</c>. Default: en.</summary>
    [Required, RegularExpression("^(en|ms)$")]
    public string Language { get; set; } = "en";

    /// <summary>The server that is read.</summary>
    public MailServerOptions Imap { get; set; } = new() { Port = 993 };

    /// <summary>The server that sends.</summary>
    public MailServerOptions Smtp { get; set; } = new() { Port = 465 };

    /// <summary>Folder that is read. Default: INBOX.</summary>
    [Required, StringLength(200)]
    public string Folder { get; set; } = "INBOX";

    /// <summary>How old the oldest mail is that is taken in when the mailbox is read for the first time. Default: 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan TakesBack { get; set; } = TimeSpan.FromDays(1);
}

/// <summary>How a connection to a mail server is encrypted.</summary>
public enum MailSecurity
{
    None = 0,
    /// <summary>From the first byte.</summary>
    Tls,
    /// <summary>After STARTTLS, without which the connection is given up.</summary>
    StartTls,
    /// <summary>Not at all: for a server on this machine or in a closed network.</summary>
    Plain,
}

/// <summary>One mail server.</summary>
public sealed class MailServerOptions
{
    /// <summary>Its host. No default: without it the mailbox is not read, or does not send.</summary>
    [StringLength(253)]
    public string? Host { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Its port. Default: 993 for IMAP, 465 for SMTP.</summary>
    [Range(1, 65_535)]
    public int Port { get; set; } = 993;

    /// <summary>How the connection is encrypted. Default: Tls.</summary>
    public MailSecurity Security { get; set; } = MailSecurity.Tls;

    /// <summary>Who signs in. Default: nobody.</summary>
    [StringLength(200)]
    public string? User { get; set => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>The password; only from the configuration, never from a setting. Default: none.</summary>
    public string? Password { get; set => field = string.IsNullOrEmpty(value) ? null : value; }
}
