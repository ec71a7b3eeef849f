namespace ConversationGrid.Engine.Ports;

/// <summary>Articles at hand while somebody still types. In process and quick enough for every keystroke; a draft is never stored.</summary>
public interface ISuggestions
{
    /// <summary>Articles that a customer may see, best first.</summary>
    IReadOnlyList<SuggestedArticle> ForDraft(string workspace, string draft, string? language, int limit);

    /// <summary>Replies that an agent could send, and articles that help it.</summary>
    Task<AgentSuggestions> ForAgentAsync(AssistantRequest request, CancellationToken cancel = default);
}

/// <summary>An article that may help.</summary>
/// <param name="Score">0 to 1.</param>
public sealed record SuggestedArticle(string ArticleId, string Title, string Snippet, double Score);

/// <summary>Help for an agent.</summary>
/// <param name="NextActions">What to do next, e.g. <c>resolve</c>; the agent decides.</param>
public sealed record AgentSuggestions(
    IReadOnlyList<SuggestedReply> Replies, IReadOnlyList<SuggestedArticle> Articles, IReadOnlyList<SuggestedAction> NextActions);

/// <summary>A reply and where it comes from.</summary>
/// <param name="Source">E.g. <c>article:returns</c>.</param>
public sealed record SuggestedReply(string Text, string Source, double Confidence);

/// <summary>An action and the reason for it.</summary>
public sealed record SuggestedAction(string Action, string Reason);
