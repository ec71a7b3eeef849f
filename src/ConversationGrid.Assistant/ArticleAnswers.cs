using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Assistant;

/// <inheritdoc cref="IArticleAnswers"/>
public sealed class ArticleAnswers(FirstAssistant assistant) : IArticleAnswers
{
    public async Task<ArticleAnswer?> AskAsync(string workspace, string question, string? language, CancellationToken cancel = default)
    {
        var answer = await assistant.AnswerAsync(new(new(workspace, "question"), language ?? "", [new(1, ActorKind.Customer, question, null)]), cancel);
        return answer is { Text: { } text, Citations: { Count: > 0 } citations } ? new(text, citations) : null;
    }
}
