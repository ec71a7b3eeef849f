namespace ConversationGrid.Contracts;

/// <summary>An order to a customer entity.</summary>
public abstract record CustomerCommand;

/// <summary>Writes what a session says of the customer; null leaves a field as it is. Changes nothing when all is known.</summary>
/// <param name="ExternalId">The company's own id of the customer, proven by its signature.</param>
/// <param name="IsFiled">Whether staff or a system say it, and not the customer: then it counts for somebody new only.</param>
public sealed record DescribeCustomer(string? Name, string? Email, string? Locale, bool Verified, string? ExternalId = null, bool IsFiled = false)
    : CustomerCommand;

/// <summary>Ends one session of the customer: its tokens are refused from then on. Idempotent.</summary>
/// <param name="Until">When its last token can no longer be used or renewed anyway.</param>
public sealed record EndCustomerSession(string Session, DateTimeOffset Until) : CustomerCommand;

/// <summary>Adds a conversation to the history. Idempotent.</summary>
public sealed record LinkConversation(string ConversationId) : CustomerCommand;

/// <summary>Shuts a customer out of writing, or lets it in again. Its open conversations end as spam.</summary>
public sealed record BlockCustomer(Caller By, bool Blocked, string? Reason) : CustomerCommand;

/// <summary>Writes what the customer is worth to the company; its open conversations hear of it. For supervisors, and never shown to a customer.</summary>
/// <param name="Value">0 (as any other) to 3 (the most); see <see cref="Limits.CustomerValueMax"/>.</param>
public sealed record ValueCustomer(Caller By, int Value) : CustomerCommand;

/// <summary>Says that a pending effect was carried out.</summary>
public sealed record SettleCustomerEffect(EffectId Effect) : CustomerCommand;

/// <summary>A fact of a customer.</summary>
public abstract record CustomerEvent : DomainEvent;

/// <summary>Something new is known of the customer.</summary>
/// <param name="Verified">Whether the identity was proven by a signature.</param>
[Event("customerDescribed")]
public sealed record CustomerDescribed(
    [property: Personal] string? Name,
    [property: Personal] string? Email,
    [property: Personal] string? Locale,
    bool Verified,
    [property: Personal] string? ExternalId = null) : CustomerEvent;

/// <summary>The customer signed out of one session.</summary>
[Event("customerSessionEnded")]
public sealed record CustomerSessionEnded(string Session, DateTimeOffset Until) : CustomerEvent;

/// <summary>A conversation is part of the customer's history.</summary>
[Event("conversationLinked")]
public sealed record ConversationLinked(string ConversationId) : CustomerEvent;

/// <summary>A customer was shut out, or let in again, and by whom.</summary>
[Event("customerBlocked")]
public sealed record CustomerBlocked(string ById, bool Blocked, [property: Personal] string? Reason) : CustomerEvent;

/// <summary>What the customer is worth to the company was written, and by whom.</summary>
/// <param name="Value">0 to 3.</param>
[Event("customerValued")]
public sealed record CustomerValued(string ById, int Value) : CustomerEvent;

/// <summary>A pending effect is done.</summary>
[Event("customerEffectSettled")]
public sealed record CustomerEffectSettled(EffectId Effect) : CustomerEvent;

/// <summary>A customer at one moment; newest conversation last.</summary>
/// <param name="Value">What it is worth to the company, 0 to 3; for staff only.</param>
public sealed record CustomerView(
    string CustomerId, string? Name, string? Email, string? Locale, bool Verified, IReadOnlyList<string> Conversations, bool Blocked = false,
    string? ExternalId = null,
    int Value = 0)
{
    /// <summary>Sessions that ended and whose tokens could otherwise still be used.</summary>
    public IReadOnlyList<string> EndedSessions { get; init; } = [];

    /// <summary>What the customer agreed to or refused.</summary>
    public IReadOnlyList<Consent> Consents { get; init; } = [];

    /// <summary>The erasure under way; null where there is none.</summary>
    public string? ErasureId { get; init; }

    /// <summary>The customer that this anonymous one turned out to be; null where it did not.</summary>
    public string? JoinedInto { get; init; }

    /// <summary>Anonymous customers that turned out to be this one.</summary>
    public IReadOnlyList<string> Absorbed { get; init; } = [];
}
