using System.Collections.Immutable;

namespace ConversationGrid.Domain.Conversations;

/// <summary>Messages on their way to the customer through a channel that is not live.</summary>
public sealed record DeliveryState : ISubState
{
    public static readonly DeliveryState Empty = new();

    /// <summary>Sent messages remembered; what comes back of an older one is not noticed.</summary>
    public const int SentMax = 200;

    /// <summary>Messages that wait at the most; one more fails at once.</summary>
    public const int OutgoingMax = 1_000;

    /// <summary>Messages to send, in their order. Only the first one is under way.</summary>
    public ImmutableList<OutgoingMessage> Outgoing { get; init; } = [];

    /// <summary>Messages that were sent, and of which nothing more is known.</summary>
    public ImmutableList<long> SentSeqs { get; init; } = [];
}

/// <summary>A message that waits to be sent.</summary>
/// <param name="Attempts">Attempts that failed.</param>
/// <param name="RetryAt">When it is tried again; null while it is tried, or waits for one before it.</param>
public sealed record OutgoingMessage(long MessageSeq, DateTimeOffset Since, int Attempts = 0, DateTimeOffset? RetryAt = null);
