using ConversationGrid.Understanding.SmallMessages;

namespace ConversationGrid.Knowledge;

/// <summary>What the extractive assistant has to say to one question: exactly one of <see cref="Answer"/>, <see cref="SmallTalk"/>, <see cref="WantsHuman"/>,
/// <see cref="NoAnswer"/>.</summary>
/// <param name="Language">Language of the customer, and of the text where there is one.</param>
/// <param name="Reason">Why this reply: a rule's name or the figures that decided. For agents and the decision record, never for customers.</param>
public abstract record AssistantReply(string Language, string Reason);

/// <summary>An answer made of an article's own sentences and nothing else.</summary>
/// <param name="Text">Whole sentences of the cited articles, plain text.</param>
/// <param name="TextLanguage">Language of <paramref name="Text"/>; differs from the customer's where no translation exists.</param>
/// <param name="Citations">Where the sentences stand; never empty.</param>
/// <param name="Confidence">Calibrated 0..1, at or above the floor.</param>
/// <param name="Language">Language of the customer.</param>
/// <param name="Reason">The article, section and confidence that decided.</param>
public sealed record Answer(string Text, string TextLanguage, IReadOnlyList<Citation> Citations, double Confidence, string Language, string Reason)
    : AssistantReply(Language, Reason);

/// <summary>A greeting, thanks, goodbye or the question what answers here, and a sentence in return.</summary>
public sealed record SmallTalk(SmallTalkKind Kind, string Text, string Language, string Reason) : AssistantReply(Language, Reason);

/// <summary>The customer asks for a person.</summary>
public sealed record WantsHuman(string Language, string Reason) : AssistantReply(Language, Reason);

/// <summary>No article answers well enough. The nearest ones are for an agent's eyes and for finding gaps.</summary>
/// <param name="BestConfidence">Confidence of the best article found, below the floor; 0 when nothing was found.</param>
/// <param name="Nearest">The nearest articles, best first; may be empty.</param>
/// <param name="Language">Language of the customer.</param>
/// <param name="Reason">What was missing.</param>
public sealed record NoAnswer(double BestConfidence, IReadOnlyList<Citation> Nearest, string Language, string Reason) : AssistantReply(Language, Reason)
{
    /// <summary>Two or three articles that the question may mean; empty where it is not vague but unknown.</summary>
    public IReadOnlyList<Citation> Choices { get; init; } = [];
}

/// <summary>An article that supports a statement.</summary>
public sealed record Citation(string ArticleId, string Title);

/// <summary>An article offered while a message is being typed.</summary>
/// <param name="ArticleId">The article.</param>
/// <param name="Title">Its title.</param>
/// <param name="Snippet">The first sentences of the passage that fits, at most <see cref="AnswerOptions.SnippetLengthMax"/> characters.</param>
/// <param name="Score">Calibrated 0..1.</param>
public sealed record ArticleSuggestion(string ArticleId, string Title, string Snippet, double Score);
