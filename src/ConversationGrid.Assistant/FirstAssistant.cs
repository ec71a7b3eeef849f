using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Decisions;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;
using ConversationGrid.Understanding.Priority;

namespace ConversationGrid.Assistant;

/// <summary>
/// Answers from the workspace's own articles, word for word and cited, and hands over whenever it is asked to or is not sure. It cannot
/// invent anything, because it only quotes.
/// </summary>
/// <param name="embedded">Vectors of a configured model for articles and questions; null: the built-in ones.</param>
public sealed class FirstAssistant(ArticleLibrary library, ClosedText closed, TimeProvider time, EmbeddedArticles? embedded = null) : IAssistant
{
    private const int PassagesMax = 4;

    public async Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        var question = OpenQuestion(request.Transcript);
        return question.Length == 0 ? new AssistantAnswer(null) : Compose(request, question, await MeaningAsync(request, question, cancel)).Answer;
    }

    /// <summary>What the configured model's vectors say to a question, if there are any and they come in time.</summary>
    internal Task<GivenMeaning?> MeaningAsync(AssistantRequest request, string question, CancellationToken cancel) =>
        embedded?.MeaningAsync(request.Conversation.Workspace, question, cancel) ?? Task.FromResult<GivenMeaning?>(null);

    /// <summary>The answer from articles alone, with its record.</summary>
    internal Draft Compose(AssistantRequest request, string question, GivenMeaning? meaning = null)
    {
        var (now, index) = (time.GetUtcNow(), library.For(request.Conversation.Workspace).Current);
        var spoken = Spoken(request.Language);
        // The articles may have changed while the question was away.
        meaning = meaning?.IsFor(index) == true ? meaning : null;
        var reply = new AnswerComposer(new KnowledgeBase(index), time: time).Compose(question, spoken, meaning: meaning);
        var answer = reply is NoAnswer && IsUnread(request.Transcript)
            ? new(Phrases.NotUnderstood(request.Language), HandoffReason: "The message could not be understood.")
            : Say(reply, closed);
        var passages = ModelPrompt.Passages(index.Search(question, new SearchScope(reply.Language, ArticleAudience.Public, now, PassagesMax), meaning), closed);
        var decision = new AiDecision(
            KindOf(reply), "articles", Record.Policy, null, spoken ?? "", request.ReplyTo, index.Fingerprint,
            [.. passages.Select(p => p with { Text = null })], ConfidenceOf(reply), reply.Reason, now, ArticleFingerprint.Of(answer.Text ?? ""),
            Meaning: meaning is null ? null : new(meaning.Source, meaning.Likeness));
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

    public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) =>
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
        while (first > 0 && (transcript[first - 1].By == ActorKind.Customer || transcript[first - 1].IsNotice))
            first--;
        return string.Join('\n', transcript.Skip(first).Where(line => line.By == ActorKind.Customer).Select(line => line.Text));
    }

    /// <summary>Whether somebody may be in danger, by a message that was not answered yet. No article is quoted to that.</summary>
    internal static bool TellsOfDanger(IReadOnlyList<TranscriptLine> transcript) => transcript.Reverse().TakeWhile(line => line.By == ActorKind.Customer || line.IsNotice)
        .Any(line => line.Analysis?.Reasons?.Contains(PriorityReader.DangerReason) == true);

    /// <summary>Whether no model could read what the customer wrote last.</summary>
    private static bool IsUnread(IReadOnlyList<TranscriptLine> transcript) =>
        transcript.LastOrDefault(line => line.By == ActorKind.Customer)?.Analysis?.Reasons?.Contains(MessageAnalyser.NotUnderstoodReason) == true;

    private static string KindOf(AssistantReply reply) => reply switch { Answer => "answer", SmallTalk => "smallTalk", _ => "handoff" };
    private static double ConfidenceOf(AssistantReply reply) => reply switch { Answer found => Math.Round(found.Confidence, 6), NoAnswer unsure => Math.Round(unsure.BestConfidence, 6), _ => 1 };
    private static IReadOnlyList<Contracts.Citation> Cite(Answer answer) => [.. answer.Citations.Select(c => new Contracts.Citation(c.ArticleId, c.Title))];
}
