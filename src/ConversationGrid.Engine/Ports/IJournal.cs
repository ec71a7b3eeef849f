using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// The append-only truth. One stream per entity, events numbered from 1 without holes. Two writers of one stream can never both
/// append the same number: the loser gets <see cref="AppendResult.Conflict"/> and must read again.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Appends all events or none, and sets the stream's due time in the same transaction. Returns only after the commit is durable.
    /// Appends that wait at the same time are committed together, and a conflict of one never fails another. Behind the first append of a stream,
    /// appends of one caller go in in the order of the calls, also when it does not wait for one before the next.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The store did not answer; whether the append happened is unknown.</exception>
    ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default);

    /// <summary>Reads a stream's events with <c>seq &gt; after</c> in order, at most <paramref name="max"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default);

    /// <summary>Reads a stream's events with <c>seq &lt;= upTo</c> backwards, newest first, at most <paramref name="max"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default);

    /// <summary>
    /// Reads events of all streams in global order behind <paramref name="after"/>. Never skips an event, whatever runs beside it: an
    /// event becomes visible here only when nothing before it can appear any more. What this version cannot read comes as an
    /// <see cref="UnreadableEvent"/>: one such event must not hold up readers of all the others. Reading a stream fails there,
    /// because its state would be wrong.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default);
}

/// <summary>What is to be appended.</summary>
/// <param name="ExpectedSeq">Sequence number of the stream's last event, as the writer knows it; 0 for a new stream.</param>
/// <param name="Due">What to do with the stream's due time.</param>
public readonly record struct AppendRequest(StreamId Stream, long ExpectedSeq, IReadOnlyList<DomainEvent> Events, DueChange Due);

/// <summary>A change of a stream's due time. <see cref="Keep"/> writes nothing.</summary>
public readonly record struct DueChange(bool Changes, DateTimeOffset? At)
{
    public static readonly DueChange Keep = default;
    public static DueChange To(DateTimeOffset? at) => new(true, at);
}

/// <summary>How an append ended.</summary>
public enum AppendResult
{
    None = 0,
    /// <summary>Durable.</summary>
    Appended,
    /// <summary>The stream was at another sequence number. Nothing was written.</summary>
    Conflict,
}

/// <summary>Where a reader of all streams stands. Opaque to all but the store; the default is the beginning.</summary>
/// <param name="Epoch">Major part: 0 in SQLite, the writing transaction in PostgreSQL.</param>
public readonly record struct GlobalPosition(long Epoch, long Offset);

/// <summary>An event with its place among all streams.</summary>
public readonly record struct GlobalEvent(GlobalPosition Position, StreamId Stream, Committed Committed);

/// <summary>Stands for an event that this version cannot read: a newer version wrote it, or it is damaged. Never appended.</summary>
/// <param name="Type">The journal's name of its type.</param>
public sealed record UnreadableEvent(string Type) : DomainEvent;

/// <summary>The store did not answer in time, or lost its connection. The call may be repeated.</summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
