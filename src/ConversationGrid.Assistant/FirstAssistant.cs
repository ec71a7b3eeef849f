using System.Text;
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
public sealed class FirstAssistant(ArticleLibrary library, ClosedText closed, TimeProvider time) : IAssistant, ISuggestions
{
    private const int SummaryLinesMax = 6;
    private const int LineLengthMax = 200;
    private const int RepliesMax = 3;
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

    /// <summary>What was said, shortened: the first question, how many messages, and the last words of the customer.</summary>
    public Task<string?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        var customer = request.Transcript.Where(line => line.By == ActorKind.Customer).ToList();
        if (customer.Count == 0) return Task.FromResult<string?>(null);
        var text = new StringBuilder().Append("The customer wrote ").Append(customer.Count).Append(customer.Count == 1 ? " message." : " messages.");
        foreach (var line in customer.Count <= SummaryLinesMax ? customer : [customer[0], .. customer.TakeLast(SummaryLinesMax - 1)])
            text.Append("\n#").Append(line.Seq).Append(": ").Append(Shorten(line.Text));
        if (request.Transcript.LastOrDefault(line => line.By == ActorKind.Bot) is { } said) text.Append("\nThe assistant said last (#").Append(said.Seq).Append("): ").Append(Shorten(said.Text));
        return Task.FromResult<string?>(text.ToString());
    }

    public IReadOnlyList<SuggestedArticle> ForDraft(string workspace, string draft, string? language, int limit) =>
        [.. Composer(workspace).Suggest(draft, language is null ? null : Spoken(language), limit).Select(ToArticle)];

    public Task<AgentSuggestions> ForAgentAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        var question = OpenQuestion(request.Transcript);
        if (question.Length == 0) return Task.FromResult(new AgentSuggestions([], [], [new("resolve", "Nothing is left unanswered.")]));
        var replies = new List<SuggestedReply>(RepliesMax);
        var composer = Composer(request.Conversation.Workspace);
        switch (composer.Compose(question, Spoken(request.Language)))
        {
            case Answer found:
                replies.Add(new(found.Text, $"article:{found.Citations[0].ArticleId}", Math.Round(found.Confidence, 3)));
                break;
            case SmallTalk talk:
                replies.Add(new(talk.Text, "small talk", 1));
                break;
        }
        // Agents may read what customers may not; what they send is their own decision.
        var articles = composer.Suggest(question, Spoken(request.Language), RepliesMax, ArticleAudience.Agents).Select(ToArticle).ToList();
        return Task.FromResult(new AgentSuggestions(replies, articles, [new("reply", "The customer's last message is unanswered.")]));
    }

    /// <summary>
    /// The language to answer in. Short Malay reads as Indonesian easily, and who writes Indonesian is served best in Malay; any other
    /// language that has no articles is left to the words of the question itself.
    /// </summary>
    private static string? Spoken(string language) => language.Split('-')[0] switch
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

    private AnswerComposer Composer(string workspace) => new(library.For(workspace), time: time);

    private static string KindOf(AssistantReply reply) => reply switch { Answer => "answer", SmallTalk => "smallTalk", _ => "handoff" };
    private static double ConfidenceOf(AssistantReply reply) => reply switch { Answer found => Math.Round(found.Confidence, 6), NoAnswer unsure => Math.Round(unsure.BestConfidence, 6), _ => 1 };
    private static IReadOnlyList<Contracts.Citation> Cite(Answer answer) => [.. answer.Citations.Select(c => new Contracts.Citation(c.ArticleId, c.Title))];
    private static SuggestedArticle ToArticle(ArticleSuggestion a) => new(a.ArticleId, a.Title, a.Snippet, Math.Round(a.Score, 3));
    private static string Shorten(string text) => text.Length <= LineLengthMax ? text : string.Concat(text.AsSpan(0, LineLengthMax), "...");
}
