using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations;

/// <content>
/// Tasks that the assistant does. The rules that protect the customer stand here, whatever the assistant says: a tool that needs proof runs only
/// for a proven identity, and one that changes something only after a later message of the customer agreed to just these values.
/// </content>
public static partial class Conversation
{
    /// <summary>Bounds of one task's values.</summary>
    private const int SlotsMax = 20;
    private const int SlotLengthMax = 500;

    /// <summary>How long a proven identity counts.</summary>
    private static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(30);

    /// <summary>Adds what a step of a task leads to; false if the rules forbid the step, and then its answer must not be said either.</summary>
    private static bool AddStep(List<ConversationEvent> events, ConversationState s, PostAnswer c, DateTimeOffset now)
    {
        var (step, memory, a) = (c.Step!, Memory(s), Actor.Assistant);
        // What runs can neither be changed nor forgotten: its result ends it, and only then the next may begin. To say that it runs is no step.
        if (memory.Task is { Stage: TaskStage.Running } runs)
            return step.Progress is { Stage: TaskStage.Running } same && same.Tool == runs.Tool && same.Slots.SequenceEqual(runs.Slots);
        var subject = memory.For(isSigned: c.SignedAs is not null).Subject(now);
        if (subject is null && c.SignedAs is { } signed)
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
    private static bool IsTaskOpen(ConversationState s, PostAnswer c) => c.Step is { } step ? step.Progress is not null : s.Assistant?.Task is not null;

    private static bool MayRun(AssistantMemory memory, TaskProgress progress, string? subject, EffectId answering) =>
        (!progress.NeedsProof || subject is not null)
        && (!progress.NeedsConsent || (memory.Task is { Stage: TaskStage.Confirming } shown && shown.Tool == progress.Tool
            && shown.NeedsProof == progress.NeedsProof && shown.Slots.SequenceEqual(progress.Slots) && answering.Seq > memory.TaskSeq));

    private static bool IsBounded(TaskProgress p) =>
        p.Stage != TaskStage.None && p.Slots.Count <= SlotsMax && p.Slots.All(slot => slot.Name.Length <= SlotLengthMax && slot.Value.Length <= SlotLengthMax);

    private static Decision ToolResult(ConversationState s, PostToolResult c, ConversationContext context)
    {
        if (!s.Pending.Has(c.Answering)) return Decision.Already(Current(s));
        var (now, a, outcome) = (At(s, context), c.By.Actor, c.Outcome);
        var task = s.Assistant?.Task;
        var events = new List<ConversationEvent>(3)
        {
            new TaskEnded(task?.Tool ?? "unknown", outcome.Code, task?.Slots, outcome.Undo, c.Answering) { At = now, By = a },
        };
        // What was done is said, whoever answers by now: the customer must know.
        var text = outcome.Text.Trim();
        if (text.Length > 0 && !s.IsOver)
            events.Add(new MessagePosted(text.Length <= Limits.MessageTextMax ? text : text[..Limits.MessageTextMax], null, 0, QuickReplies: outcome.QuickReplies,
                ClosesAt: outcome.HandoffReason is null && s.Status == ConversationStatus.Bot ? QuietUntil(now, context) : null) { At = now, By = a });
        if (outcome.HandoffReason is { } reason && s.Status == ConversationStatus.Bot)
            events.Add(HandoffEvent(s, now, a, reason, QueueFor(s, context)));
        return Decision.Accept(events, 0);
    }

    private static ConversationState Advanced(ConversationState s, long seq, TaskAdvanced e)
    {
        var task = e.Progress with { Slots = e.Slots ?? [] };
        var next = s with { Assistant = Memory(s) with { Task = task, TaskSeq = seq, Undo = null } };
        if (e.Answering is { } answered) next = next with { Pending = next.Pending.Without(answered) };
        return task.Stage == TaskStage.Running
            ? next with { Pending = next.Pending.With(seq, e.At, new RunTool(seq, task.Tool, task.Slots, e.Unproven == true ? null : s.Assistant?.VerifiedAs, next.Language)) }
            : next;
    }

    private static ConversationState TaskOver(ConversationState s, TaskEnded e) => s with
    {
        Assistant = Memory(s) with { Task = null, Undo = e.Undo },
        Pending = e.Answering is { } answered ? s.Pending.Without(answered) : s.Pending,
    };

    private static ConversationState CodeOnItsWay(ConversationState s, CodeAsked e) => s with
    {
        Assistant = Memory(s) with { Code = new(e.Subject ?? "", e.Hash, e.ExpiresAt), CodeTries = 0, CodesSent = Memory(s).CodesSent + 1 },
    };

    private static ConversationState Verified(ConversationState s, CustomerVerified e) => s with
    {
        Assistant = Memory(s) with { VerifiedAs = e.Subject, VerifiedUntil = e.Until, Code = null, CodeTries = 0 },
    };

    /// <summary>A hand-over or an end leaves no question open; only what runs already runs on.</summary>
    private static AssistantMemory? WithoutQuestion(AssistantMemory? memory) =>
        memory is null or { Task.Stage: TaskStage.Running } ? memory : memory with { Task = null, Undo = null, Code = null };

    /// <summary>The next episode knows nothing of the last one's tasks and proofs.</summary>
    private static AssistantMemory? ForNextEpisode(AssistantMemory? memory) =>
        memory?.Task is { Stage: TaskStage.Running } running ? new() { Task = running, TaskSeq = memory.TaskSeq } : null;

    private static AssistantMemory Memory(ConversationState s) => s.Assistant ?? AssistantMemory.Empty;
}
