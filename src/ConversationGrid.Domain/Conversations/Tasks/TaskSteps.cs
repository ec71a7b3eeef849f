using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Tasks;

/// <summary>
/// Steps of the tasks that the assistant does. The rules that protect the customer stand here, whatever the assistant says: a tool that needs proof runs
/// only for a proven identity, and one that changes something only after a later message of the customer agreed to just these values.
/// </summary>
internal static class TaskSteps
{
    /// <summary>Bounds of one task's values.</summary>
    private const int SlotsMax = 20;
    private const int SlotLengthMax = 500;

    /// <summary>How long a proven identity counts.</summary>
    private static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(30);

    /// <summary>Adds what a step of a task leads to; false if the rules forbid the step, and then its answer must not be said either.</summary>
    /// <param name="isLive">Whether the customer writes over a connection. What comes by mail or a messenger can be anybody's, so nothing there proves who it
    /// is.</param>
    public static bool AddStep(List<ConversationEvent> events, ConversationState s, PostAnswer c, DateTimeOffset now, bool isLive)
    {
        if (!isLive && (c.Step!.CodeGiven is not null || c.Step.CodeSent is not null)) return false;
        var (step, memory, a) = (c.Step!, s.Assistant ?? AssistantMemory.Empty, Actor.Assistant);
        // What runs can neither be changed nor forgotten: its result ends it, and only then the next may begin. To say that it runs is no step.
        if (memory.Task is { Stage: TaskStage.Running } runs)
            return step.Progress is { Stage: TaskStage.Running } same && same.Tool == runs.Tool && same.Slots.SequenceEqual(runs.Slots);
        var subject = isLive ? memory.For(isSigned: c.SignedAs is not null).Subject(now) : null;
        if (isLive && subject is null && c.SignedAs is { } signed)
        {
            events.Add(new CustomerVerified(signed, "signature", now + ProofLasts) { At = now, By = a });
            subject = signed;
        }
        if (step.CodeGiven is { } code)
        {
            if (OneTimeCode.Fits(s.Id, memory, code, now))
            {
                subject = memory.Code!.Subject;
                events.Add(new CustomerVerified(subject, "code", now + ProofLasts) { At = now, By = a });
            }
            else
            {
                events.Add(new CodeRefused { At = now, By = a });
            }
        }
        if (step.CodeSent is { } sent && memory.CodesSent < OneTimeCode.SentMax)
            events.Add(new CodeAsked(sent.Subject, sent.Hash, sent.ExpiresAt) { At = now, By = a });
        if (step.Progress is not { } progress)
        {
            if (memory.Task is { } ended) events.Add(new TaskEnded(ended.Tool, step.EndedAs ?? "cancelled", ended.Slots) { At = now, By = a });
            return true;
        }
        if (!IsBounded(progress) || (progress.Stage == TaskStage.Running && !MayRun(memory, progress, subject, c.Answering))) return false;
        events.Add(new TaskAdvanced(progress with { Slots = [] }, progress.Slots, c.Answering) { At = now, By = a, Unproven = subject is null ? true : null });
        return true;
    }

    /// <summary>Whether the customer or a tool has still to do something for a task after this answer.</summary>
    public static bool IsTaskOpen(ConversationState s, PostAnswer c) => c.Step is { } step ? step.Progress is not null : s.Assistant?.Task is not null;

    private static bool MayRun(AssistantMemory memory, TaskProgress progress, string? subject, EffectId answering) =>
        (!progress.NeedsProof || subject is not null)
        && (!progress.NeedsConsent || (memory.Task is { Stage: TaskStage.Confirming } shown && shown.Tool == progress.Tool
            && shown.NeedsProof == progress.NeedsProof && shown.Slots.SequenceEqual(progress.Slots) && answering.Seq > memory.TaskSeq));

    private static bool IsBounded(TaskProgress p) =>
        p.Stage != TaskStage.None && p.Slots.Count <= SlotsMax && p.Slots.All(slot => slot.Name.Length <= SlotLengthMax && slot.Value.Length <= SlotLengthMax);
}
