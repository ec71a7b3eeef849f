namespace ConversationGrid.Contracts;

/// <summary>What led to something that the assistant said: enough to execute the decision again.</summary>
/// <param name="Kind"><c>answer</c>, <c>smallTalk</c>, <c>task</c>, <c>handoff</c>, ...; for staff <c>suggestion</c>, <c>translation</c>.</param>
/// <param name="Path"><c>articles</c>: whole sentences of an article; <c>model</c>: what a model wrote, as far as articles support it;
/// <c>translation</c>: what a model made of a message; <c>rules</c>.</param>
/// <param name="Policy">Version of the rules that decided.</param>
/// <param name="Model">The model that was asked, if one was.</param>
/// <param name="ReplyTo">Sequence number of the message that was answered.</param>
/// <param name="Knowledge">Fingerprint of all articles at that moment.</param>
/// <param name="Chunks">The passages that were looked at, best first.</param>
/// <param name="Now">Instant against which articles were judged valid.</param>
/// <param name="OutputHash">SHA-256 of the result as it was said, lower-case hex.</param>
/// <param name="Tokens">What the model charged; 0 without one.</param>
/// <param name="Meaning">What vectors from outside said to the ranking; null where the built-in ones did.</param>
public sealed record AiDecision(
    string Kind, string Path, string Policy, string? Model, string Language, long ReplyTo, string Knowledge, IReadOnlyList<DecisionChunk> Chunks,
    double Confidence, string Reason, DateTimeOffset Now, string OutputHash, int Tokens = 0, DecisionMeaning? Meaning = null);

/// <summary>How alike a question and the articles are by vectors of a configured model.</summary>
/// <param name="Source">The model, with the length of its vectors.</param>
/// <param name="Likeness">The articles that were ranked, as <c>id/language</c>, each with the cosine in ten thousandths.</param>
public sealed record DecisionMeaning(string Source, IReadOnlyDictionary<string, int> Likeness);

/// <summary>A passage of an article.</summary>
/// <param name="Hash">SHA-256 of the text, lower-case hex.</param>
/// <param name="Text">The text itself where a model saw it, because the article may change.</param>
public sealed record DecisionChunk(string ArticleId, string Title, string Language, int Section, string Hash, string? Text = null);

/// <summary>The words of a decision.</summary>
/// <param name="Question">What the customer asked.</param>
/// <param name="ModelOutput">What the model wrote, letter for letter, before it was checked; null without one.</param>
/// <param name="Output">What was said; null for nothing.</param>
/// <param name="Seen">What a step of a task saw beside the question and the conversation's state (what the back office answered, what articles
/// answer), as JSON; null for anything else.</param>
public sealed record DecisionTexts(string Question, string? ModelOutput, string? Output, string? Seen = null);

/// <summary>The record of one decision of the assistant. Read by its id, <c>conversation.seq</c>; shown in no transcript.</summary>
[Event("decisionRecorded")]
public sealed record DecisionRecorded(AiDecision Decision, [property: Personal] DecisionTexts? Texts) : ConversationEvent;
