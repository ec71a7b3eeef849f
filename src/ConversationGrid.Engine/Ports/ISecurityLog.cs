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
/// <param name="Subject">Whom or what it concerns: the id of a customer or member of staff, an endpoint, a setting.</param>
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

    /// <summary>A member of staff signed in: how, and from where.</summary>
    public const string SignedIn = "session.opened";

    /// <summary>A sign-in was refused; the subject is the account, where there is one.</summary>
    public const string SignInFailed = "signin.failed";

    /// <summary>An account was locked for the source that guessed, or for all that it is not known from.</summary>
    public const string AccountLocked = "account.locked";

    /// <summary>Sessions of a member of staff were ended.</summary>
    public const string SessionsEnded = "sessions.ended";

    /// <summary>A password was set.</summary>
    public const string PasswordSet = "password.set";

    /// <summary>A link by which a member of staff sets its password was made.</summary>
    public const string Invited = "invitation.made";

    /// <summary>A second factor was added, or taken away.</summary>
    public const string SecondFactorAdded = "secondfactor.added";

    /// <inheritdoc cref="SecondFactorAdded"/>
    public const string SecondFactorRemoved = "secondfactor.removed";

    /// <summary>Somebody who is known asked for what it has no right to; the subject is the endpoint or the hub's method.</summary>
    public const string AccessRefused = "access.refused";

    /// <summary>A setting was written; the subject is its kind and id.</summary>
    public const string SettingSaved = "setting.saved";

    /// <summary>A setting was taken away.</summary>
    public const string SettingRemoved = "setting.removed";

    /// <summary>An administrator looked at the workspace's identity secret.</summary>
    public const string IdentitySecretShown = "identity.shown";

    /// <summary>A key of another system was used, noted once an hour and process.</summary>
    public const string KeyUsed = "key.used";

    /// <summary>A known key came with a wrong secret, or after its end.</summary>
    public const string KeyRefused = "key.refused";

    /// <summary>A webhook was switched off, because its receiver failed for too long or answered that it is gone.</summary>
    public const string WebhookDisabled = "webhook.disabled";

    /// <summary>A proof of who a customer is was not right.</summary>
    public const string ProofRefused = "proof.refused";
}
