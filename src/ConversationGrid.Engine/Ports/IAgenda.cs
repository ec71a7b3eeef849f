using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// The one list of what is due when. A stream's entry is written with its events (see <see cref="AppendRequest.Due"/>), so a crash
/// anywhere leaves either both or none. A claim postpones an entry by a lease; the entity's next append sets the true time.
/// </summary>
public interface IAgenda
{
    /// <summary>Claims streams that are due, oldest first; no two claimers get the same one while the lease lasts.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default);

    /// <summary>The earliest due time of all; null when nothing is due ever.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default);

    /// <summary>
    /// Sets a stream's due time outside an append: used when a wake found nothing to append. Does nothing when the stream is not at
    /// <paramref name="expectedSeq"/> any more, in one step with looking: a later append has set the due time that counts.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task SetDueAsync(StreamId stream, long expectedSeq, DateTimeOffset? due, CancellationToken cancel = default);

    /// <summary>Called in this process whenever a due time is set here, with that time, after it is durable. Must return at once.</summary>
    event Action<DateTimeOffset>? DueSet;
}
