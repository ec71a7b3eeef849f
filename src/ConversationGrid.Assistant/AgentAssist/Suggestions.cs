using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;

namespace ConversationGrid.Assistant.AgentAssist;

/// <summary>Help for customers and agents who write, each piece with its source. Nothing is sent by itself.</summary>
public sealed class Suggestions(ArticleLibrary library, Experience experience, MessageAnalyser analyser, TimeProvider time) : ISuggestions
{
    private const int RepliesMax = 3;

    /// <summary>Likeness of a question is no certainty of its answer: nothing is shown as certain, 0 to 1.</summary>
    private const double ConfidenceMax = 0.95;

    /// <summary>Share of the article's confidence that a former reply keeps that names other figures than the article.</summary>
    private const double AgainstArticle = 0.5;

    /// <summary>What agents keep ignoring falls below it, 0 to 1.</summary>
    private const double ConfidenceMin = 0.2;

    public IReadOnlyList<SuggestedArticle> ForDraft(string workspace, string draft, string? language, int limit) =>
        [.. Composer(library.For(workspace)).Suggest(draft, language is null ? null : FirstAssistant.Spoken(language), limit).Select(ToArticle)];

    public Task<AgentSuggestions> ForAgentAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        var (workspace, question, language) = (request.Conversation.Workspace, QuestionIn(request.Transcript), FirstAssistant.Spoken(request.Language));
        if (question.Length == 0) return Task.FromResult(new AgentSuggestions([], [], NextActions.Of(request.Transcript, null, hasReply: false)));
        var composer = Composer(experience.Articles(workspace));
        var reply = composer.Compose(question, language);
        var replies = Replies(workspace, request.Conversation.Id, reply, question, language);
        // Agents may read what customers may not; what they send is their own decision.
        var articles = composer.Suggest(question, language, RepliesMax, ArticleAudience.Agents).Select(ToArticle).ToList();
        return Task.FromResult(new AgentSuggestions(replies, articles, NextActions.Of(request.Transcript, reply, replies.Count > 0)));
    }

    public SuggestionUse? Judge(IReadOnlyList<SuggestedReply> shown, string text) => SuggestionJudge.Of(shown, text);

    public ToneReading ToneOf(string draft, string? language) => ToneCheck.Of(analyser, draft, language);

    /// <summary>
    /// What the agent is to answer: what is open; else what the customer wrote last, and where that asks for a person, who is there now, or no person has
    /// answered yet, the last real question. Empty where a person answered everything.
    /// </summary>
    private static string QuestionIn(IReadOnlyList<TranscriptLine> transcript)
    {
        if (HandoffSummary.OpenQuestions(transcript) is { Count: > 0 } open) return string.Join('\n', open.Select(line => line.Text));
        var written = FirstAssistant.OpenQuestion(transcript);
        var isAnswered = transcript.Any(line => line.By == ActorKind.Agent);
        return isAnswered ? written : HandoffSummary.LastQuestion(transcript)?.Text ?? written;
    }

    private List<SuggestedReply> Replies(string workspace, string conversation, AssistantReply reply, string question, string? language)
    {
        var replies = new List<SuggestedReply>();
        if (reply is Answer found) replies.Add(new(found.Text, $"{Experience.ArticleSource}{found.Citations[0].ArticleId}", Math.Round(found.Confidence, 3)));
        if (reply is SmallTalk talk) replies.Add(new(talk.Text, "small talk", 1));
        replies.AddRange(experience.Like(workspace, question, RepliesMax + 1)
            .Where(like => !like.Source.StartsWith($"conversation:{conversation}#", StringComparison.Ordinal))
            .Select(like => reply is Answer article && Figures.Differ(like.Text, article.Text)
                ? like with { Confidence = Math.Min(like.Confidence, article.Confidence * AgainstArticle) } : like));
        return [.. replies.Select(r => r with { Confidence = Math.Round(Math.Min(ConfidenceMax, r.Confidence * experience.Trust(workspace, r.Source)), 3) })
            .Where(r => r.Confidence >= ConfidenceMin).OrderByDescending(r => r.Confidence).Take(RepliesMax)];
    }

    private AnswerComposer Composer(KnowledgeBase knowledge) => new(knowledge, time: time);

    private static SuggestedArticle ToArticle(ArticleSuggestion a) => new(a.ArticleId, a.Title, a.Snippet, Math.Round(a.Score, 3));
}
