namespace ConversationGrid.Channels.Hooks;

/// <summary>What is sent to the other side.</summary>
/// <param name="Type">Always <c>message</c>.</param>
/// <param name="Id">The same for every attempt: a call that was carried out is answered again with success, and not carried out again.</param>
/// <param name="To">The customer's address on the channel, as it came in.</param>
/// <param name="By"><c>agent</c>, <c>bot</c> (the AI) or <c>system</c>.</param>
public sealed record HookMessage(
    string Type, string Id, string Workspace, string Channel, string ConversationId, long Seq, string To, string Text, string By, string? Name,
        DateTimeOffset At);

/// <summary>What the other side sends.</summary>
/// <param name="Type"><c>message</c>: a customer wrote. <c>status</c>: what became of a message that was sent.</param>
/// <param name="From">Of a message: the customer's address on the channel, 1 to 200 characters.</param>
/// <param name="Id">Of a status: the id of the message that was sent.</param>
/// <param name="Status">Of a status: <c>delivered</c>, <c>read</c> or <c>failed</c>.</param>
/// <param name="Problem">Of a status <c>failed</c>: <c>addressUnknown</c>, <c>mailboxFull</c>, <c>tooLarge</c>, or else <c>refused</c>.</param>
public sealed record HookCall(string? Type, string? From, string? Name, string? Text, string? Locale, string? Id, string? Status, string? Problem);

/// <summary>The answer to a call.</summary>
/// <param name="Seq">Sequence number of the message; null for a status.</param>
public sealed record HookReceipt(string ConversationId, long? Seq = null);
