using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// What decisions about a conversation need, and no more. The transcript is the journal's. Each slice has a part of its own; an event copies only the
/// parts that it changes.
/// </summary>
public sealed record ConversationState
{
    /// <summary>Agents and offers remembered; the oldest are forgotten.</summary>
    public const int PastMax = 32;

    public required EntityId Id { get; init; }
    public ConversationStatus Status { get; init; }

    /// <summary>Sequence number of the last event.</summary>
    public long Seq { get; init; }

    /// <summary>Sequence numbers of the last events that everyone, and that staff, may see.</summary>
    public long LastSeqEveryone { get; init; }
    public long LastSeqStaff { get; init; }

    /// <summary>Who has and had the conversation: what decides who may see it.</summary>
    public ConversationParties Parties { get; init; } = ConversationParties.None;

    public string CustomerId { get; init; } = "";
    public string? CustomerName { get; init; }
    public string Channel { get; init; } = "";
    public string Locale { get; init; } = "";
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The receipt of the start: the last event of the first append.</summary>
    public Receipt Start { get; init; }

    public MessagesState Messages { get; init; } = MessagesState.Empty;
    public HandoffState Handoff { get; init; } = HandoffState.Empty;
    public LabelsState Labels { get; init; } = LabelsState.Empty;
    public PauseState Pause { get; init; } = PauseState.Empty;
    public MergeState Merge { get; init; } = MergeState.Empty;
    public RulesState Rules { get; init; } = RulesState.Empty;
    public EpisodeState Episode { get; init; } = EpisodeState.Empty;
    public DeliveryState Delivery { get; init; } = DeliveryState.Empty;

    /// <summary>The queue in which it waits where nothing else says so; null: what the entry rules choose.</summary>
    public string? EntryQueue { get; init; }

    /// <summary>The service level's clocks of this episode; null where no policy applies.</summary>
    public SlaState? Sla { get; init; }

    /// <summary>What the assistant remembers of this episode: its task and proofs; null: nothing.</summary>
    public AssistantMemory? Assistant { get; init; }

    public ImmutableList<PendingEffect> Pending { get; init; } = [];

    /// <summary>Whether what was said was removed: nothing more is written here.</summary>
    public bool IsErased { get; init; }

    public bool Exists => Status != ConversationStatus.None;
    public bool IsOver => Status is ConversationStatus.Resolved or ConversationStatus.Closed;

    /// <summary>The receipt of the last event: the answer to a command that changes nothing.</summary>
    internal Receipt Current => new(Seq, UpdatedAt);

    /// <summary>The status as refusals name it.</summary>
    internal string StatusName => Status.ToString().ToLowerInvariant();

    public static ConversationState Initial(EntityId id) => new() { Id = id };
}

/// <summary>Marks one slice's part of a state.</summary>
public interface ISubState;
