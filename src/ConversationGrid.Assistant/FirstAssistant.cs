using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Decisions;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant;

/// <summary>
/// Answers from the workspace's own articles, word for word and cited, and hands over whenever it is asked to or is not sure. It cannot
/// invent anything, because it only quotes.
/// </summary>
public sealed class FirstAssistant(ArticleLibrary library, ClosedText closed, TimeProvider time) : IAssistant
{
    private const int PassagesMax = 4;

    public Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        var question = OpenQuestion(request.Transcript);
        return Task.FromResult(question.Length == 0 ? new AssistantAnswer(null) : Compose(request, question).Answer);
    }

    /// <summary>The answer from articles alone, with its record.</summary>
    internal Draft Compose(AssistantRequest request, string question)
    {
        var (now, knowledge) = (time.GetUtcNow(), library.For(request.Conversation.Workspace));
        var spoken = Spoken(request.Language);
        var reply = new AnswerComposer(knowledge, time: time).Compose(question, spoken);
        var answer = Say(reply, closed);
        var index = knowledge.Current;
        var passages = ModelPrompt.Passages(index.Search(question, new SearchScope(reply.Language, ArticleAudience.Public, now, PassagesMax)), closed);
        var decision = new AiDecision(
            KindOf(reply), "articles", Record.Policy, null, spoken ?? "", request.ReplyTo, index.Fingerprint,
            [.. passages.Select(p => p with { Text = null })], ConfidenceOf(reply), reply.Reason, now, ArticleFingerprint.Of(answer.Text ?? ""));
        return new(reply, answer with { Decision = decision, DecisionTexts = new(question, null, answer.Text) }, passages);
    }

    /// <summary>What is said to a reply of the articles.</summary>
    internal static AssistantAnswer Say(AssistantReply reply, ClosedText closed) => reply switch
    {
        Answer found => new(closed.Of(found.Text), Cite(found), [Phrases.Human(found.Language)]),
        SmallTalk talk => new(talk.Text),
        WantsHuman wish => new(Phrases.HandsOver(wish.Language), HandoffReason: "The customer asked for a human."),
        var unsure => new(Phrases.DoesNotKnow(unsure.Language), HandoffReason: $"No article answers this: {unsure.Reason}."),
    };

    public Task<string?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) =>
        Task.FromResult(HandoffSummary.Of(request.Transcript));

    /// <summary>
    /// The language to answer in. Short Malay reads as Indonesian easily, and who writes Indonesian is served best in Malay; any other
    /// language that has no articles is left to the words of the question itself.
    /// </summary>
    internal static string? Spoken(string language) => language.Split('-')[0] switch
    {
        "ms" or "id" => "ms",
        "en" => "en",
        _ => null,
    };

    /// <summary>What the customer wrote since anybody answered.</summary>
    internal static string OpenQuestion(IReadOnlyList<TranscriptLine> transcript)
    {
        var first = transcript.Count;
        while (first > 0 && transcript[first - 1].By == ActorKind.Customer)
            first--;
        return string.Join('\n', transcript.Skip(first).Select(line => line.Text));
    }

    private static string KindOf(AssistantReply reply) => reply switch { Answer => "answer", SmallTalk => "smallTalk", _ => "handoff" };
    private static double ConfidenceOf(AssistantReply reply) => reply switch { Answer found => Math.Round(found.Confidence, 6), NoAnswer unsure => Math.Round(unsure.BestConfidence, 6), _ => 1 };
    private static IReadOnlyList<Contracts.Citation> Cite(Answer answer) => [.. answer.Citations.Select(c => new Contracts.Citation(c.ArticleId, c.Title))];
}
