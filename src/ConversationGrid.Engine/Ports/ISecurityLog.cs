namespace ConversationGrid.Engine.Ports;

/// <summary>
/// Who did what that concerns the protection of data: an append-only list for each workspace, in which each entry is chained to the one before it, so that
/// one that is changed or taken out later is found.
/// </summary>
public interface ISecurityLog
{
    /// <summary>Adds an entry. What must be written before it is done awaits this; what is only to be known does not.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer for long; the entry is lost.</exception>
    Task AddAsync(string workspace, SecurityEntry entry);

    /// <summary>Entries behind one of them, oldest first.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<LoggedEntry>> ReadAsync(string workspace, long after, int max, CancellationToken cancel = default);
}

/// <summary>One thing that somebody did.</summary>
/// <param name="ActorId">Who did it.</param>
/// <param name="Action">One of <see cref="SecurityActions"/>.</param>
/// <param name="Subject">Whom or what it concerns: the id of a customer.</param>
/// <param name="Detail">Ids that say more; never a text or a name.</param>
public sealed record SecurityEntry(string ActorId, string Action, string Subject, string? Detail = null);

/// <summary>An entry as it is kept.</summary>
/// <param name="Seq">Its number in the workspace, from 1, without holes.</param>
/// <param name="Hash">SHA-256 over the entry and the hash before it, lower-case hex.</param>
public sealed record LoggedEntry(long Seq, DateTimeOffset At, string ActorId, string Action, string Subject, string? Detail, string Hash);

/// <summary>What is logged. The names are stored.</summary>
public static class SecurityActions
{
    /// <summary>A member of staff read a customer's conversation.</summary>
    public const string ConversationRead = "conversation.read";

    /// <summary>A member of staff looked at a customer's profile.</summary>
    public const string CustomerRead = "customer.read";

    /// <summary>A member of staff took everything about a customer along.</summary>
    public const string CustomerExported = "customer.exported";

    /// <summary>An administrator had a customer erased.</summary>
    public const string CustomerErased = "customer.erased";

    /// <summary>A member of staff looked at a card number or another secret in a message.</summary>
    public const string SecretRevealed = "secret.revealed";

    /// <summary>A member of staff had the text of one message removed.</summary>
    public const string MessageRedacted = "message.redacted";
}
