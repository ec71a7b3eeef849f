namespace ConversationGrid.Contracts;

/// <summary>
/// The person behind an anonymous customer proved who it is: its session is over, and its conversations go to the proven customer. An anonymous customer joins
/// one customer, once; asked again for the same one, nothing happens.
/// </summary>
/// <param name="Into">The proven customer.</param>
/// <param name="Session">The anonymous session that was shown beside the proof; it ends.</param>
/// <param name="Until">When its last token can no longer be used or renewed anyway.</param>
public sealed record JoinCustomer(string Into, string Session, DateTimeOffset Until) : CustomerCommand;

/// <summary>Remembers at a proven customer that it was this anonymous one before. Idempotent.</summary>
public sealed record AbsorbCustomer(string From) : CustomerCommand;

/// <summary>The anonymous customer is known as another one from now on.</summary>
[Event("customerJoined")]
public sealed record CustomerJoined(string Into) : CustomerEvent;

/// <summary>The customer was an anonymous one before it proved who it is.</summary>
[Event("customerAbsorbed")]
public sealed record CustomerAbsorbed(string From) : CustomerEvent;

/// <summary>Gives a conversation to the customer that its anonymous one turned out to be. Ignored where it is not that one's.</summary>
/// <param name="Name">What the customer is called, as far as is known.</param>
public sealed record MoveToCustomer(string From, string To, string? Name) : ConversationCommand(Caller.System);

/// <summary>The conversation's customer proved who it is; what it said before stays unproven.</summary>
/// <param name="CustomerId">The proven customer, whose the conversation is from now on.</param>
/// <param name="FormerCustomerId">The anonymous one.</param>
[Event("customerIdentified", Audience.Staff)]
public sealed record CustomerIdentified(string CustomerId, [property: SeenBy(Audience.Internal)] string FormerCustomerId) : ConversationEvent;
