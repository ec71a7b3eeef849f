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

    /// <summary>What agents keep ignoring falls below it, 0 to 1.</summary>
    private const double ConfidenceMin = 0.2;

    public IReadOnlyList<SuggestedArticle> ForDraft(string workspace, string draft, string? language, int limit) =>
        [.. Composer(library.For(workspace)).Suggest(draft, language is null ? null : FirstAssistant.Spoken(language), limit).Select(ToArticle)];

    public Task<AgentSuggestions> ForAgentAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        var (workspace, question, language) = (request.Conversation.Workspace, FirstAssistant.OpenQuestion(request.Transcript), FirstAssistant.Spoken(request.Language));
        if (question.Length == 0) return Task.FromResult(new AgentSuggestions([], [], NextActions.Of(request.Transcript, null, hasReply: false)));
        var composer = Composer(experience.Articles(workspace));
        // A customer who also asks for a person has one now; what counts is what it asked before.
        var reply = composer.Compose(question, language);
        if (reply is WantsHuman && HandoffSummary.OpenQuestions(request.Transcript) is { Count: > 0 } open)
        {
            question = string.Join('\n', open.Select(line => line.Text));
            reply = composer.Compose(question, language);
        }
        var replies = Replies(workspace, request.Conversation.Id, reply, question, language);
        // Agents may read what customers may not; what they send is their own decision.
        var articles = composer.Suggest(question, language, RepliesMax, ArticleAudience.Agents).Select(ToArticle).ToList();
        return Task.FromResult(new AgentSuggestions(replies, articles, NextActions.Of(request.Transcript, reply, replies.Count > 0)));
    }

    public SuggestionUse? Judge(IReadOnlyList<SuggestedReply> shown, string text) => SuggestionJudge.Of(shown, text);

    public ToneReading ToneOf(string draft, string? language) => ToneCheck.Of(analyser, draft, language);

    private List<SuggestedReply> Replies(string workspace, string conversation, AssistantReply reply, string question, string? language)
    {
        var replies = new List<SuggestedReply>();
        if (reply is Answer found) replies.Add(new(found.Text, $"{Experience.ArticleSource}{found.Citations[0].ArticleId}", Math.Round(found.Confidence, 3)));
        if (reply is SmallTalk talk) replies.Add(new(talk.Text, "small talk", 1));
        replies.AddRange(experience.Like(workspace, question, RepliesMax + 1).Where(like => !like.Source.StartsWith($"conversation:{conversation}#", StringComparison.Ordinal)));
        return [.. replies.Select(r => r with { Confidence = Math.Round(r.Confidence * experience.Trust(workspace, r.Source), 3) }).Where(r => r.Confidence >= ConfidenceMin).OrderByDescending(r => r.Confidence).Take(RepliesMax)];
    }

    private AnswerComposer Composer(KnowledgeBase knowledge) => new(knowledge, time: time);

    private static SuggestedArticle ToArticle(ArticleSuggestion a) => new(a.ArticleId, a.Title, a.Snippet, Math.Round(a.Score, 3));
}
