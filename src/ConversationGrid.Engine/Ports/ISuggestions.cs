using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Help while somebody still types. In process and quick enough for every keystroke; a draft is never stored.</summary>
public interface ISuggestions
{
    /// <summary>Articles that a customer may see, best first.</summary>
    IReadOnlyList<SuggestedArticle> ForDraft(string workspace, string draft, string? language, int limit);

    /// <summary>Replies that an agent could send, and articles that help it.</summary>
    Task<AgentSuggestions> ForAgentAsync(AssistantRequest request, CancellationToken cancel = default);

    /// <summary>What an agent who writes this made of the replies that it was shown; null when none were.</summary>
    SuggestionUse? Judge(IReadOnlyList<SuggestedReply> shown, string text);

    /// <summary>How a reply that an agent writes would sound to the customer.</summary>
    /// <param name="language">BCP 47 tag of the customer's language.</param>
    ToneReading ToneOf(string draft, string? language);
}

/// <summary>An article that may help.</summary>
/// <param name="Score">0 to 1.</param>
public sealed record SuggestedArticle(string ArticleId, string Title, string Snippet, double Score);

/// <summary>Help for an agent.</summary>
/// <param name="NextActions">What to do next, e.g. <c>resolve</c>; the agent decides.</param>
public sealed record AgentSuggestions(
    IReadOnlyList<SuggestedReply> Replies, IReadOnlyList<SuggestedArticle> Articles, IReadOnlyList<SuggestedAction> NextActions);

/// <summary>A reply and where it comes from.</summary>
/// <param name="Source"><c>article:ID</c>, <c>conversation:ID#SEQ</c> (what an agent wrote in a solved one, personal data masked), <c>small talk</c>,
/// or <c>model:ID</c>: written by the model from that article, or from several with a comma between.</param>
/// <param name="Citations">The articles that a model wrote it from.</param>
public sealed record SuggestedReply(string Text, string Source, double Confidence, IReadOnlyList<Citation>? Citations = null);

/// <summary>An action and the reason for it.</summary>
public sealed record SuggestedAction(string Action, string Reason);

/// <summary>How a text sounds.</summary>
/// <param name="Label"><c>positive</c>, <c>neutral</c> or <c>negative</c>.</param>
/// <param name="Score">-1 to 1.</param>
/// <param name="Issues">What should be looked at before it is sent; empty when all is well.</param>
public sealed record ToneReading(string Label, double Score, IReadOnlyList<ToneIssue> Issues);

/// <summary>Something in a text.</summary>
/// <param name="Kind"><c>harsh</c>, <c>shouting</c>, <c>blaming</c>, <c>placeholder</c>, <c>personalData</c> or <c>otherLanguage</c>.</param>
/// <param name="Detail">The words concerned, where there are.</param>
public sealed record ToneIssue(string Kind, string? Detail = null);
