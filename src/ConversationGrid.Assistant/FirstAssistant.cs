using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Decisions;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.SmallMessages;

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
        return question.Length == 0 ? ToFiles(request) : Compose(request, question, await MeaningAsync(request, question, cancel)).Answer;
    }

    /// <summary>What the configured model's vectors say to a question, if there are any and they come in time; a question that leans on the one before is read
    /// with it.</summary>
    internal Task<GivenMeaning?> MeaningAsync(AssistantRequest request, string question, CancellationToken cancel)
    {
        if (embedded is null) return Task.FromResult<GivenMeaning?>(null);
        var context = TurnContext.Of(request, question);
        var asked = context.Chosen ?? (context.Before is { } before && AnswerComposer.LeansOnBefore(question) ? $"{before} {question}" : question);
        var language = Spoken(request.Language) == "ms" ? "ms" : library.For(request.Conversation.Workspace).Current.LanguageOf(asked);
        return embedded.MeaningAsync(request.Conversation.Workspace, asked, language, cancel);
    }

    /// <summary>The answer from articles alone, with its record.</summary>
    internal Draft Compose(AssistantRequest request, string question, GivenMeaning? meaning = null)
    {
        var (now, index, context) = (time.GetUtcNow(), library.For(request.Conversation.Workspace).Current, TurnContext.Of(request, question));
        var spoken = Spoken(request.Language);
        // The articles may have changed while the question was away.
        meaning = meaning?.IsFor(index) == true ? meaning : null;
        var (reply, answer) = Answer(new AnswerComposer(new KnowledgeBase(index), time: time), question, spoken, context, meaning, closed);
        var passages = ModelPrompt.Passages(
            index.Search(context.Chosen ?? question, new SearchScope(reply.Language, ArticleAudience.Public, now, PassagesMax), meaning), closed);
        var decision = new AiDecision(
            KindOf(reply, answer), "articles", Record.Policy, null, spoken ?? "", request.ReplyTo, index.Fingerprint,
            [.. passages.Select(p => p with { Text = null })], ConfidenceOf(reply), reply.Reason, now, ArticleFingerprint.Of(answer.Text ?? ""),
            Meaning: meaning is null ? null : new(meaning.Source, meaning.Likeness));
        return new(reply, answer with { Decision = decision, DecisionTexts = new(question, null, answer.Text, context.ToJson()) }, passages);
    }

    /// <summary>The reply of the articles and what is said to it. Pure: the same articles, message and context give the same.</summary>
    internal static (AssistantReply Reply, AssistantAnswer Answer) Answer(
        AnswerComposer composer, string question, string? spoken, TurnContext context, GivenMeaning? meaning, ClosedText closed)
    {
        var reply = composer.Compose(context.Chosen ?? question, spoken, meaning: meaning, before: context.Before);
        var said = Say(reply, spoken, context, closed);
        var isTrouble = context.Sorry && reply is not SmallTalk && said.Text is not null;
        return (reply, isTrouble ? said with { Text = Phrases.Sorry(reply.Language, said.Text!) } : said);
    }

    private static AssistantAnswer Say(AssistantReply reply, string? spoken, TurnContext context, ClosedText closed) => reply switch
    {
        Answer found => new(closed.Of(found.Text), Cite(found), [Phrases.Human(found.Language)]),
        SmallTalk { Kind: SmallTalkKind.Displeasure } talk when context.Displeased =>
            new(Phrases.HandsOver(talk.Language), HandoffReason: "The assistant's answers were no help."),
        SmallTalk { Kind: SmallTalkKind.Displeasure } talk => new(talk.Text, QuickReplies: [Phrases.Human(talk.Language)]),
        SmallTalk talk => new(talk.Text),
        WantsHuman wish => new(Phrases.HandsOver(wish.Language), HandoffReason: "The customer asked for a human."),
        NoAnswer { Choices.Count: > 1 } vague when !context.AskedBack && !context.Unread => AskBack(vague),
        _ when context.Unread => new(Phrases.NotUnderstood(spoken ?? ""), HandoffReason: "The message could not be understood."),
        var unsure => new(Phrases.DoesNotKnow(unsure.Language), HandoffReason: "No article answers this surely enough."),
    };

    private static AssistantAnswer AskBack(NoAnswer vague)
    {
        var titles = vague.Choices.Select(choice => choice.Title).ToList();
        return new(Phrases.Which(vague.Language, titles),
            QuickReplies: [.. titles.Where(title => title.Length <= Limits.ShortTextMax), Phrases.Human(vague.Language)]);
    }

    public Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default) =>
        Task.FromResult(HandoffSummary.Of(request.Transcript));

    /// <summary>
    /// The language to answer in. Short Malay reads as Indonesian easily, and who writes Indonesian is served best in Malay; a language that has neither
    /// articles nor phrases is left to the words of the question itself.
    /// </summary>
    internal static string? Spoken(string language) => language.Split('-')[0] switch
    {
        "ms" or "id" => "ms",
        var other => PhraseBook.Has(other) ? other : null,
    };

    /// <summary>The language of tasks, which are in English and Malay.</summary>
    internal static string TaskLanguage(string language) => language == "ms" ? "ms" : "en";

    /// <summary>What the customer wrote since anybody answered.</summary>
    internal static string OpenQuestion(IReadOnlyList<TranscriptLine> transcript)
    {
        var first = transcript.Count;
        while (first > 0 && (transcript[first - 1].By == ActorKind.Customer || transcript[first - 1].IsNotice))
            first--;
        return string.Join('\n', transcript.Skip(first).Where(line => line.By == ActorKind.Customer).Select(line => line.Text)).Trim();
    }

    /// <summary>What is said to files without a word: once what they are about is asked, then a person looks at them. Nothing to anything else.</summary>
    internal static AssistantAnswer ToFiles(AssistantRequest request)
    {
        if (request.Transcript is not [.., { By: ActorKind.Customer, Files: not null }]) return new(null);
        var language = Spoken(request.Language) ?? "en";
        return request.Transcript.Any(line => line.By == ActorKind.Bot && PhraseBook.Says(Phrase.File, line.Text))
            ? new(Phrases.HandsOver(language), HandoffReason: "The customer sent files.")
            : new(PhraseBook.Of(Phrase.File, language), QuickReplies: [Phrases.Human(language)]);
    }

    /// <summary>Whether somebody may be in danger, by a message that was not answered yet. No article is quoted to that.</summary>
    internal static bool TellsOfDanger(IReadOnlyList<TranscriptLine> transcript) =>
        transcript.Reverse().TakeWhile(line => line.By == ActorKind.Customer || line.IsNotice)
        .Any(line => line.Analysis?.Reasons?.Contains(AnalysisReasons.Danger) == true);

    private static string KindOf(AssistantReply reply, AssistantAnswer said) =>
        reply is Answer ? "answer" : said.HandoffReason is not null ? "handoff" : reply is SmallTalk ? "smallTalk" : "askBack";

    private static double ConfidenceOf(AssistantReply reply) =>
        reply switch { Answer found => Math.Round(found.Confidence, 6), NoAnswer unsure => Math.Round(unsure.BestConfidence, 6), _ => 1 };
    private static IReadOnlyList<Contracts.Citation> Cite(Answer answer) => [.. answer.Citations.Select(c => new Contracts.Citation(c.ArticleId, c.Title))];
}
