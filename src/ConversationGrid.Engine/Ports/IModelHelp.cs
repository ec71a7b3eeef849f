using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// What a language model does for staff. It may be slow, and it may fail; it never throws for either, and ends within the time that is configured for it.
/// Personal data are masked before the model sees them.
/// </summary>
public interface IModelHelp
{
    /// <summary>A reply from articles, each sentence of it supported by one; null when no model was asked.</summary>
    Task<WrittenReply?> ReplyAsync(AssistantRequest request, CancellationToken cancel = default);

    /// <summary>A message in another language.</summary>
    /// <param name="request">The conversation, its memory, and the message as the only line.</param>
    /// <param name="language"><c>en</c> or <c>ms</c>.</param>
    Task<Translation> TranslateAsync(AssistantRequest request, string language, CancellationToken cancel = default);
}

/// <summary>What became of a call of the model.</summary>
/// <param name="Reply">Null when nothing of it may be suggested.</param>
public sealed record WrittenReply(SuggestedReply? Reply, AiDecision Decision, DecisionTexts Texts);

/// <summary>A message as a machine translated it, or why there is none; exactly one of <paramref name="Text"/> and <paramref name="Refusal"/>.</summary>
/// <param name="Decision">Present when the model was asked.</param>
public sealed record Translation(string? Text, Refusal? Refusal, AiDecision? Decision, DecisionTexts? Texts);
