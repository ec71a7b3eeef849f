using ConversationGrid.Assistant.Answers;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Decisions;

/// <summary>An answer from the articles alone, and what a better one may start from.</summary>
internal sealed record Draft(AssistantReply Reply, AssistantAnswer Answer, IReadOnlyList<DecisionChunk> Passages)
{
    /// <summary>The same answer, with the reason why it is this one.</summary>
    public AssistantAnswer WithReason(string reason, int tokens = 0) =>
        Answer.Decision is { } decision ? Answer with { Decision = decision with { Reason = $"{reason}; {decision.Reason}", Tokens = tokens } } : Answer;
}

/// <summary>Writes the records of decisions.</summary>
internal static class Record
{
    /// <summary>Version of the rules; raised when the same inputs would lead to other words.</summary>
    public const string Policy = "2026-12-3";

    public static AssistantAnswer Written(AssistantRequest request, string question, Draft draft, ModelAnswer written, string model, DateTimeOffset now)
    {
        var text = written.Checked.Text;
        var decision = draft.Answer.Decision! with
        {
            Kind = "answer", Path = "model", Model = model, Chunks = draft.Passages, Now = now, OutputHash = ArticleFingerprint.Of(text),
                Tokens = written.Tokens,
            Reason = $"{written.Checked.Removed} sentences removed",
        };
        return new(text, written.Checked.Citations, draft.Answer.QuickReplies) { Decision = decision, DecisionTexts = new(question, written.Output, text) };
    }

    /// <summary>Where a step leaves its task, in a word.</summary>
    public static string ReasonOf(TaskStep step) => step.Progress is { } progress ? $"{progress.Tool}: {progress.Stage}" : $"ended: {step.EndedAs}";

    public static AssistantAnswer Rules(
        AssistantRequest request, string question, AssistantAnswer answer, string kind, string reason, string language, DateTimeOffset now, int tokens = 0,
        string? seen = null) => answer with
        {
            Decision = new(kind, "rules", Policy, null, language, request.ReplyTo, "", [], 1, reason, now, ArticleFingerprint.Of(answer.Text ?? ""), tokens),
            DecisionTexts = new(question, null, answer.Text, seen),
        };
}
