using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Lessons;

/// <summary>One thing that was learnt.</summary>
/// <param name="Source">The suggestion's source, or the article's id; of used ones all ids, with commas between.</param>
internal sealed record LearntLesson(long Seq, LessonKind Kind, DateTimeOffset At, string? Source = null, string? Language = null, string? Question = null,
    string? Reply = null);

/// <summary>What one conversation teaches, folded from its events.</summary>
internal sealed class LessonFold
{
    /// <summary>Answered questions of one episode that are kept.</summary>
    private const int PairsMax = 20;
    private const int QuestionLengthMax = 500;
    private const string ArticleSource = "article:";

    /// <summary>What the customer asked since the last answer; no more than makes a question that is kept.</summary>
    public string Open { get; set; } = "";
    public string Language { get; set; } = "";
    public List<LearntLesson> Pairs { get; set; } = [];

    /// <summary>Takes an event in.</summary>
    /// <param name="learnt">Gets what is learnt now.</param>
    /// <returns>Whether what was solved before is no example any more.</returns>
    public bool Apply(long seq, ConversationEvent e, List<LearntLesson> learnt)
    {
        switch (e)
        {
            case DecisionRecorded { Decision: { Kind: "handoff", Path: "articles" } decision, Texts: { } texts } when !decision.Reason.StartsWith(
                "rule:", StringComparison.Ordinal):
                learnt.Add(new(seq, LessonKind.Unanswered, e.At, Question: texts.Question));
                break;
            case MessagePosted x:
                Said(seq, x, learnt);
                break;
            case Resolved { ByKind: ActorKind.Agent }:
                learnt.AddRange(Pairs);
                Forget();
                break;
            case Resolved or Closed:
                Forget();
                break;
            case Reopened:
                Forget();
                return true;
            case Rated { Score: <= 2 }:
                return true;
        }
        return false;
    }

    private void Said(long seq, MessagePosted e, List<LearntLesson> learnt)
    {
        if (e.Citations is { Count: > 0 } cited) learnt.Add(new(seq, LessonKind.Used, e.At, string.Join(',', cited.Select(c => c.ArticleId).Distinct())));
        if (e is { ByKind: ActorKind.Customer, Text: { } asked })
        {
            if (Open.Length <= QuestionLengthMax) Open = Open.Length == 0 ? asked : $"{Open}\n{asked}";
            if (Open.Length > QuestionLengthMax) Open = Open[..(QuestionLengthMax + 1)];
            Language = e.Analysis?.Language ?? "";
        }
        else if (e is { ByKind: ActorKind.Agent, Text: { } reply }) Answered(seq, e, reply, learnt);
    }

    private void Answered(long seq, MessagePosted e, string reply, List<LearntLesson> learnt)
    {
        (var question, Open) = (Open, "");
        var use = e.Suggestion;
        var article = use is { Outcome: not SuggestionUse.Ignored } && use.Source.StartsWith(ArticleSource, StringComparison.Ordinal)
            ? use.Source[ArticleSource.Length..] : null;
        if (question.Length is > 0 and <= QuestionLengthMax && Pairs.Count < PairsMax)
            Pairs.Add(new(seq, LessonKind.Solved, e.At, Question: question, Reply: reply));
        if (question.Length > 0 && article is not null) learnt.Add(new(seq, LessonKind.Accepted, e.At, article, Language, question));
        if (article is not null && e.Citations is not { Count: > 0 }) learnt.Add(new(seq, LessonKind.Used, e.At, article));
        if (use is not null) learnt.Add(new(seq, use.Outcome == SuggestionUse.Ignored ? LessonKind.Ignored : LessonKind.Taken, e.At, use.Source));
    }

    private void Forget() => (Open, Pairs) = ("", []);
}
