using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Engine.Ports;

/// <summary>The AI that answers first. Called off every entity's turn; it may be slow, and it may fail.</summary>
public interface IAssistant
{
    /// <summary>Answers what the customer wrote last, or gives the conversation to a human. States only what a source supports.</summary>
    Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default);

    /// <summary>Says in a few lines what a human who takes over should know; null when there is nothing to say.</summary>
    Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default);
}

/// <summary>What the assistant may look at.</summary>
/// <param name="Language">BCP 47 tag of the customer's language.</param>
/// <param name="Transcript">The current episode, oldest first, messages only; bounded.</param>
public sealed record AssistantRequest(EntityId Conversation, string Language, IReadOnlyList<TranscriptLine> Transcript)
{
    /// <summary>Sequence number of the message that is answered.</summary>
    public long ReplyTo { get; init; }

    /// <summary>Whose conversation it is.</summary>
    public Func<CancellationToken, Task<string?>>? CustomerId { get; init; }

    /// <summary>What earlier answers of this episode left to remember.</summary>
    public AssistantMemory Memory { get; init; } = AssistantMemory.Empty;

    /// <summary>Whom the session's signature proves, e.g. <c>external:u-17</c>; null for an anonymous customer.</summary>
    public Func<CancellationToken, Task<string?>>? SignedAs { get; init; }

    /// <summary>Shows the customer an answer in the making: all of it up to now. False when nobody waits for it any more.</summary>
    public Func<string, CancellationToken, Task<bool>>? Say { get; init; }
}

/// <summary>One message.</summary>
/// <param name="IsNotice">Whether it only tells that a human goes on, or that nobody is there: it answers nothing.</param>
/// <param name="Files">Names of the files that belong to it; null for none.</param>
public sealed record TranscriptLine(
    long Seq, ActorKind By, string Text, MessageAnalysis? Analysis, bool IsNotice = false, IReadOnlyList<string>? Files = null)
{
    /// <summary>Whether the customer's own assistant wrote it.</summary>
    public bool ViaAssistant { get; init; }
}

/// <summary>What the assistant says.</summary>
/// <param name="HandoffReason">Set when it gives the conversation to a human.</param>
public sealed record AssistantAnswer(
    string? Text, IReadOnlyList<Citation>? Citations = null, IReadOnlyList<string>? QuickReplies = null, string? HandoffReason = null)
{
    /// <summary>How a task goes on.</summary>
    public TaskStep? Step { get; init; }

    /// <summary>What led to the answer, for later questions.</summary>
    public AiDecision? Decision { get; init; }
    public DecisionTexts? DecisionTexts { get; init; }
}

/// <summary>Does what the assistant's tasks ask for. At least once: a tool must take the same key twice as one.</summary>
public interface IToolRunner
{
    /// <summary>Runs the tool of a task. What it threw is tried again; a refusal is an outcome.</summary>
    Task<ToolOutcome> RunAsync(ToolRun run, CancellationToken cancel = default);
}

/// <summary>One run of a tool.</summary>
/// <param name="Key">The same for every attempt of this run, and for no other run.</param>
/// <param name="Subject">Who the customer proved to be; null for an anonymous one. Set by the grid, never by an assistant.</param>
/// <param name="Since">When it was first wanted.</param>
public sealed record ToolRun(
    EntityId Conversation, string Key, string Tool, IReadOnlyList<TaskSlot> Slots, string? Subject, string Language, DateTimeOffset Since);
