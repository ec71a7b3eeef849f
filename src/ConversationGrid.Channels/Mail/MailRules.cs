using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Channels.Mail;

/// <summary>What holds for all mailboxes. Section <c>Grid:Channels:MailRules</c>.</summary>
public sealed class MailRules
{
    /// <summary>How long after its last event a conversation still takes a mail of the same sender and subject that names no mail of it. Default: 7
    /// days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "90.00:00:00")]
    public TimeSpan SameSubjectWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>For how long a mail that comes again is known. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan KnowsMailFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Mails of one address in an hour; what is beyond is filed, and nobody answers it by itself. Default: 20.</summary>
    [Range(1, 10_000)]
    public int MailsPerHourPerAddress { get; set; } = 20;

    /// <summary>Mails to one address in a day that no human wrote; one more fails, and a human sees it. Default: 10.</summary>
    [Range(1, 10_000)]
    public int AutomaticPerDayPerAddress { get; set; } = 10;

    /// <summary>For how long nothing is sent to an address of which a server said that it does not exist, unless a mail comes from it. Default: 30
    /// days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan KnowsBadAddressFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long the process that reads a mailbox has it to itself; renewed after a third of it. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a mailbox is looked at where its server tells nothing by itself. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "01:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long until a mailbox is tried again whose server did not answer. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a mail server may take to answer. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ServerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of the files of one mail that is sent; files beyond are named in its text. Default: 15,000,000.</summary>
    [Range(0, 100_000_000)]
    public int AttachmentBytesMax { get; set; } = 15_000_000;

    /// <summary>Bytes of the largest mail that is read; of a larger one only the headers are. Default: 30,000,000.</summary>
    [Range(10_000, 500_000_000)]
    public int MailBytesMax { get; set; } = 30_000_000;
}
