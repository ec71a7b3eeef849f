namespace ConversationGrid.Contracts;

/// <summary>Puts labels on and takes labels off. What is there already, or not there, changes nothing.</summary>
public sealed record LabelConversation(Caller By, IReadOnlyList<string>? Add, IReadOnlyList<string>? Remove) : ConversationCommand(By);

/// <summary>Writes custom fields; a null value takes the field away.</summary>
public sealed record SetFields(Caller By, IReadOnlyList<CustomField>? Fields) : ConversationCommand(By);

/// <summary>Sets the urgency.</summary>
/// <param name="Priority">0 (whenever) to 3 (now).</param>
public sealed record SetPriority(Caller By, int Priority) : ConversationCommand(By);

/// <summary>Puts the conversation aside until a moment; then, or when the customer writes, it waits again, first for the agent who had it.</summary>
public sealed record SnoozeConversation(Caller By, DateTimeOffset Until) : ConversationCommand(By);

/// <summary>Ends a snooze before its time.</summary>
public sealed record UnsnoozeConversation(Caller By) : ConversationCommand(By);

/// <summary>Stops or resumes the service level's clocks while somebody else must act.</summary>
public sealed record HoldConversation(Caller By, bool OnHold) : ConversationCommand(By);

/// <summary>Ends this conversation in favour of another one of the same customer, which then carries its labels and fields.</summary>
/// <param name="IntoCustomerId">Whose conversation the other one is; another customer's is refused.</param>
public sealed record MergeConversation(Caller By, string Into, string IntoCustomerId) : ConversationCommand(By);

/// <summary>Another conversation of this customer was merged into this one. Idempotent.</summary>
public sealed record AbsorbConversation(string From, IReadOnlyList<string> Labels) : ConversationCommand(Caller.System);

/// <summary>Ends the conversation as spam: no survey, no figures.</summary>
public sealed record MarkSpam(Caller By) : ConversationCommand(By);

/// <summary>The customer was blocked, or is welcome again.</summary>
public sealed record BlockConversation(bool Blocked) : ConversationCommand(Caller.System);

/// <summary>What the customer is worth to the company, 0 to 3. Where the conversation waits, it takes its new place; one that is over hears of it
/// when it is taken up again.</summary>
public sealed record ValueConversation(int Value) : ConversationCommand(Caller.System);

/// <summary>Runs a macro of the workspace: its text in the customer's language, then its actions. Idempotent by <paramref name="ClientId"/>.</summary>
public sealed record RunMacro(Caller By, string MacroId, string ClientId) : ConversationCommand(By);

/// <summary>Gives the conversation to one agent at once, no matter who had it. Supervisors only; the order stands above capacity.</summary>
public sealed record TakeOverConversation(Caller By, string AgentId, string AgentName) : ConversationCommand(By);

/// <summary>A supervisor begins to write beside the agent.</summary>
public sealed record JoinConversation(Caller By) : ConversationCommand(By);

/// <summary>A supervisor who joined goes.</summary>
public sealed record LeaveConversation(Caller By) : ConversationCommand(By);

/// <summary>A custom field.</summary>
public sealed record CustomField(string Name, string? Value);
