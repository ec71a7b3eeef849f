namespace ConversationGrid.Engine.Ports;

/// <summary>
/// What is known of sign-ins and counted against callers, durable and the same for every process: counters of a window of time, and small records
/// that have an owner and may end. Nothing here is part of the journal, so it can be removed without a trace.
/// </summary>
public interface IAccessStore
{
    /// <summary>Counts one use. False, and nothing is counted, where <paramref name="max"/> were counted in the running window.</summary>
    /// <param name="window">How long counts are kept from the first one on.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<bool> TryCountAsync(string key, int max, TimeSpan window, CancellationToken cancel = default) => TryCountAsync(key, max, window, 1, cancel);

    /// <summary>Counts as many uses at once. False, and nothing is counted, where that would be more than <paramref name="max"/> in the window.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<bool> TryCountAsync(string key, int max, TimeSpan window, int uses, CancellationToken cancel = default);

    /// <summary>What was counted in the running window; nothing where none runs.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<AccessCount> CountedAsync(string key, CancellationToken cancel = default);

    /// <summary>Ends the running window of a counter.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task ForgetCountAsync(string key, CancellationToken cancel = default);

    /// <summary>One record; null where there is none or it is over.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<AccessRecord?> FindAsync(string kind, string workspace, string id, CancellationToken cancel = default);

    /// <summary>The records of one owner that are not over, by id; of all owners where <paramref name="owner"/> is null.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<AccessRecord>> ListAsync(string kind, string workspace, string? owner, CancellationToken cancel = default);

    /// <summary>Writes a record where there is none of this id, or only one that is over. False where there is one.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<bool> TryAddAsync(AccessRecord record, CancellationToken cancel = default);

    /// <summary>Writes a record over the version that was read. False where it has another version by now, or is gone.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<bool> TryReplaceAsync(AccessRecord record, CancellationToken cancel = default);

    /// <summary>Removes one record. False where there was none.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<bool> RemoveAsync(string kind, string workspace, string id, CancellationToken cancel = default);

    /// <summary>Removes all records of a kind that an owner has.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task RemoveOfOwnerAsync(string kind, string workspace, string owner, CancellationToken cancel = default);

    /// <summary>Removes counters and records that are over.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task CleanAsync(CancellationToken cancel = default);
}

/// <summary>What was counted in a window of time.</summary>
/// <param name="Used">How much.</param>
/// <param name="Until">When the window ends.</param>
public readonly record struct AccessCount(int Used, DateTimeOffset Until);

/// <summary>A small durable fact about access.</summary>
/// <param name="Owner">Whose it is, e.g. the id of a member of staff.</param>
/// <param name="Body">JSON, as its kind reads it.</param>
/// <param name="Until">When it is over; null for what lasts.</param>
/// <param name="Version">Grows with each writing; 0 for one that was never written.</param>
public sealed record AccessRecord(string Kind, string Workspace, string Id, string Owner, string Body, DateTimeOffset? Until = null, long Version = 0);

/// <summary>From where a customer writes, as a record whose owner is a hash of the network address.</summary>
public static class CustomerSource
{
    /// <summary>Its kind of record; the id is the customer's.</summary>
    public const string Kind = "customer source";
}
