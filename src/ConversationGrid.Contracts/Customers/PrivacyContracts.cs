namespace ConversationGrid.Contracts;

/// <summary>Has everything about the customer removed. One erasure at a time: asked again while one is under way, that one goes on.</summary>
/// <param name="ErasureId">Id under which its progress can be asked for.</param>
/// <param name="Why">Which request it answers, e.g. a reference number. Kept after the erasure.</param>
public sealed record RequestErasure(Caller By, string ErasureId, string? Why) : CustomerCommand;

/// <summary>Everything else about the customer is removed; the profile goes last.</summary>
public sealed record FinishErasure(string ErasureId, int Conversations) : CustomerCommand;

/// <summary>Writes whether the customer agrees to one purpose. The same again changes nothing.</summary>
/// <param name="Purpose">What for, e.g. <c>marketing</c>; at most <see cref="Limits.PurposeLengthMax"/> characters.</param>
/// <param name="Version">Version of the text that was shown.</param>
/// <param name="Language">Language of that text, BCP 47.</param>
/// <param name="Text">The text itself, or where it was shown: the proof.</param>
public sealed record GiveConsent(Caller By, string? Purpose, string? Version, bool Given, string? Language, string? Text) : CustomerCommand;

/// <summary>Everything about the customer is to be removed, and who asked for it.</summary>
[Event("customerErasureRequested")]
public sealed record CustomerErasureRequested(string ErasureId, string ById, string? Why) : CustomerEvent;

/// <summary>Everything that was known of the customer is removed. Whoever comes under the same id later begins anew.</summary>
[Event("customerErased")]
public sealed record CustomerErased(string ErasureId, int Conversations) : CustomerEvent;

/// <summary>The customer agreed to a purpose, or took that back.</summary>
/// <param name="ById">Who wrote it: the customer itself, or staff on its behalf.</param>
[Event("consentChanged")]
public sealed record ConsentChanged(
    string Purpose, string Version, bool Given, string? Language, [property: Personal] string? Text, ActorKind ByKind, string ById) : CustomerEvent;

/// <summary>What holds for one purpose.</summary>
/// <param name="At">Since when.</param>
public sealed record Consent(string Purpose, string Version, bool Given, string? Language, DateTimeOffset At, ActorKind By);
