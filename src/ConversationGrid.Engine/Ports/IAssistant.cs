using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>The AI that answers first. Called off every entity's turn; it may be slow, and it may fail.</summary>
public interface IAssistant
{
    /// <summary>Answers what the customer wrote last, or gives the conversation to a human. States only what a source supports.</summary>
    Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default);

    /// <summary>Says in a few lines what a human who takes over should know; null when there is nothing to say.</summary>
    Task<string?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default);
}

/// <summary>What the assistant may look at.</summary>
/// <param name="Language">BCP 47 tag of the customer's language.</param>
/// <param name="Transcript">The current episode, oldest first, messages only; bounded.</param>
public sealed record AssistantRequest(EntityId Conversation, string Language, IReadOnlyList<TranscriptLine> Transcript);

/// <summary>One message.</summary>
public sealed record TranscriptLine(long Seq, ActorKind By, string Text, MessageAnalysis? Analysis);

/// <summary>What the assistant says.</summary>
/// <param name="HandoffReason">Set when it gives the conversation to a human.</param>
public sealed record AssistantAnswer(
    string? Text, IReadOnlyList<Citation>? Citations = null, IReadOnlyList<string>? QuickReplies = null, string? HandoffReason = null);
