namespace ConversationGrid.Contracts;

/// <summary>Removes the text of one message or note, for everybody and for ever; its place and time stay. Needs the right to redact. Idempotent.</summary>
/// <param name="MessageSeq">Sequence number of the message.</param>
/// <param name="IsNote">Whether it is a note of staff, as the gateway read it in the journal.</param>
public sealed record RedactMessage(Caller By, long MessageSeq, bool IsNote) : ConversationCommand(By);

/// <summary>Says that the text is removed from the journal: everybody who has it open hears so.</summary>
/// <param name="AskedBy">The member of staff who asked for it.</param>
public sealed record FinishRedaction(long MessageSeq, bool IsNote, Actor AskedBy) : ConversationCommand(Caller.System);

/// <summary>The text of a message is to be removed, and who asked for it.</summary>
[Event("redactionRequested")]
public sealed record RedactionRequested(long MessageSeq, bool IsNote) : ConversationEvent;

/// <summary>The text of a message was removed.</summary>
/// <param name="MessageSeq">Sequence number of the message, which stays without its text.</param>
[Event("messageRedacted", Audience.Everyone)]
public sealed record MessageRedacted(long MessageSeq) : ConversationEvent;

/// <summary>The text of a note was removed.</summary>
/// <inheritdoc cref="MessageRedacted"/>
[Event("noteRedacted", Audience.Staff)]
public sealed record NoteRedacted(long MessageSeq) : ConversationEvent;
