namespace ConversationGrid.Contracts;

/// <summary>Why a message did not reach its customer. A closed set: what a server said in words is never kept.</summary>
public enum DeliveryProblem
{
    None = 0,
    /// <summary>The conversation has no address to send to.</summary>
    NoAddress,
    /// <summary>The channel is not set up any more.</summary>
    NotConfigured,
    /// <summary>The receiving side did not answer.</summary>
    Unreachable,
    /// <summary>The receiving side refused the message.</summary>
    Refused,
    /// <summary>There is no such address.</summary>
    AddressUnknown,
    /// <summary>The receiver's mailbox is full.</summary>
    MailboxFull,
    /// <summary>The message is larger than the channel takes.</summary>
    TooLarge,
    /// <summary>Too many automatic messages went to this address.</summary>
    TooMany,
    /// <summary>It was tried for as long as messages are tried.</summary>
    Expired,
    /// <summary>The text was removed before it was sent.</summary>
    TextRemoved,
}

/// <summary>How one attempt to deliver a message ended.</summary>
public enum DeliveryResult
{
    None = 0,
    /// <summary>The channel took it; whether it arrived may be told later.</summary>
    Sent,
    /// <summary>It arrived.</summary>
    Delivered,
    /// <summary>It may be tried again.</summary>
    Later,
    /// <summary>It cannot be delivered.</summary>
    Failed,
}

/// <summary>What a channel says of one attempt.</summary>
/// <param name="After">Earliest time of the next attempt, where the receiving side named one; 0 or more.</param>
public sealed record DeliveryReport(DeliveryResult Result, DeliveryProblem Problem = DeliveryProblem.None, TimeSpan? After = null)
{
    public static readonly DeliveryReport Sent = new(DeliveryResult.Sent);

    public static DeliveryReport Later(DeliveryProblem problem, TimeSpan? after = null) => new(DeliveryResult.Later, problem, after);
    public static DeliveryReport Failed(DeliveryProblem problem) => new(DeliveryResult.Failed, problem);
}

/// <summary>Says how the attempt to deliver a message ended. Ignored when the effect is no longer pending.</summary>
/// <param name="MessageSeq">Sequence number of the message.</param>
public sealed record ReportDelivery(EffectId Effect, long MessageSeq, DeliveryReport Report) : ConversationCommand(Caller.System);

/// <summary>Says what the receiving side told later of a message that was sent: that it arrived, or that it came back. Idempotent.</summary>
/// <param name="Problem">Why it came back; <see cref="DeliveryProblem.None"/>: it arrived.</param>
public sealed record ConfirmDelivery(long MessageSeq, DeliveryProblem Problem) : ConversationCommand(Caller.System);

/// <summary>A message is to be sent to the customer through a channel that is not live.</summary>
/// <param name="MessageSeq">Sequence number of the message, as in all events of its delivery.</param>
[Event("deliveryQueued", Audience.Staff)]
public sealed record DeliveryQueued(long MessageSeq) : ConversationEvent;

/// <summary>The channel took the message.</summary>
[Event("deliverySent", Audience.Staff)]
public sealed record DeliverySent(long MessageSeq) : ConversationEvent;

/// <summary>The message arrived.</summary>
[Event("deliveryConfirmed", Audience.Staff)]
public sealed record DeliveryConfirmed(long MessageSeq) : ConversationEvent;

/// <summary>The message could not be delivered now, and is tried again.</summary>
/// <param name="Attempt">Number of the attempt that failed, from 1.</param>
[Event("deliveryDeferred", Audience.Staff)]
public sealed record DeliveryDeferred(long MessageSeq, DeliveryProblem Problem, int Attempt, DateTimeOffset RetryAt) : ConversationEvent;

/// <summary>The time of the next attempt has come. The grid's own bookkeeping.</summary>
[Event("deliveryResumed")]
public sealed record DeliveryResumed(long MessageSeq) : ConversationEvent;

/// <summary>The message is not delivered, and not tried again.</summary>
[Event("deliveryFailed", Audience.Staff)]
public sealed record DeliveryFailed(long MessageSeq, DeliveryProblem Problem) : ConversationEvent;
