namespace ConversationGrid.Contracts;

/// <summary>What a human who takes over should know.</summary>
/// <param name="Text">All of it in English, a line each.</param>
/// <param name="Lines">The same as values, from which a desk makes lines in its reader's language.</param>
public sealed record ConversationSummary(string Text, IReadOnlyList<SummaryLine> Lines);

/// <summary>One thing to know. What is said in it is quoted.</summary>
/// <param name="Kind"><c>open</c> (asked and not answered), <c>asked</c> (what the customer was answered last), <c>said</c> (that answer),
/// <c>mood</c> or <c>fact</c>.</param>
/// <param name="Seqs">The events on which it rests.</param>
/// <param name="Text">The quotation; null for a mood.</param>
/// <param name="Value">Of a mood <c>negative</c>, <c>neutral</c> or <c>positive</c>; of a fact what it is, e.g. <c>order</c>.</param>
/// <param name="Emotion">Of a mood, e.g. <c>anger</c>; null where there is none to speak of.</param>
/// <param name="Course">Of a mood: <c>falling</c> or <c>rising</c>; null while it stays.</param>
public sealed record SummaryLine(string Kind, IReadOnlyList<long> Seqs, string? Text = null, string? Value = null, string? Emotion = null,
    string? Course = null);
