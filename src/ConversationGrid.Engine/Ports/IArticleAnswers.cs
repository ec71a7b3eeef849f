namespace ConversationGrid.Engine.Ports;

/// <summary>Answers from a workspace's public articles, outside of any conversation. It states nothing else, begins no task and keeps nothing.</summary>
public interface IArticleAnswers
{
    /// <summary>The answer to a question with the articles that it is from; null where no article answers it surely enough.</summary>
    /// <param name="language">BCP 47 tag of the language to answer in; null: that of the question.</param>
    Task<ArticleAnswer?> AskAsync(string workspace, string question, string? language, CancellationToken cancel = default);
}

/// <summary>What articles say to a question.</summary>
public sealed record ArticleAnswer(string Text, IReadOnlyList<Contracts.Citation> Citations);
