using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// The journal for those who make read models of it: in partitions, so that several processes share the reading, and only the events that read
/// models are made of (those of conversations, and what customers say of themselves).
/// </summary>
public interface IJournalFeed
{
    /// <summary>Number of partitions. A stream belongs to one of them for ever.</summary>
    int Partitions { get; }

    /// <summary>Events were appended by this process. Raised on the writer: it must return at once.</summary>
    event Action? Appended;

    /// <summary>The place of the last event that every reader can see.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<GlobalPosition> HeadAsync(CancellationToken cancel = default);

    /// <summary>Reads the events of some partitions behind <paramref name="after"/>, skipping none, as far as <paramref name="upTo"/>.</summary>
    /// <param name="upTo">Not further than this; null: as far as there is.</param>
    /// <param name="max">Events of all partitions that are passed by at the most: the page may hold fewer, or none.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<FeedPage> ReadAsync(IReadOnlyList<int> partitions, GlobalPosition after, GlobalPosition? upTo, int max, CancellationToken cancel = default);

    /// <summary>Reads some streams' events from their beginning, as far as a place in the order of all. Each stream's events come in order.</summary>
    /// <param name="personal">False: as after an erasure, without anything personal.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<(StreamId Stream, Committed Committed)>> ReadStreamsAsync(
        IReadOnlyList<StreamId> streams, GlobalPosition upTo, bool personal = true, CancellationToken cancel = default);

    /// <summary>Conversations and customers of a partition in the order of their streams' keys, behind one of them.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<StreamId>> StreamsAsync(int partition, StreamId? after, int max, CancellationToken cancel = default);

    /// <summary>Reads the events of one workspace's conversations behind a place, skipping none. Events of others are passed by and not decoded.</summary>
    /// <param name="max">Events of all workspaces that are passed by at the most: the page may hold fewer, or none.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<FeedPage> ReadWorkspaceAsync(string workspace, GlobalPosition after, int max, CancellationToken cancel = default);

    /// <summary>Reads the rare events that every process must hear of, behind a place: settings, and sessions that ended.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<GlobalEvent>> NoticesAsync(GlobalPosition after, int max, CancellationToken cancel = default);
}

/// <summary>What was read.</summary>
/// <param name="ReadTo">The partitions were read as far as this; behind the last event where the others of the page belong to other partitions.</param>
/// <param name="IsWhole">Whether there was nothing more.</param>
public sealed record FeedPage(IReadOnlyList<GlobalEvent> Events, GlobalPosition ReadTo, bool IsWhole);
