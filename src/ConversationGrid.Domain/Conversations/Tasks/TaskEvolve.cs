using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Tasks;

/// <summary>How the assistant's memory evolves.</summary>
internal static class TaskEvolve
{
    public static ConversationState Advanced(ConversationState s, long seq, TaskAdvanced e)
    {
        var task = e.Progress with { Slots = e.Slots ?? [] };
        var next = s with { Assistant = Memory(s) with { Task = task, TaskSeq = seq, Undo = null } };
        if (e.Answering is { } answered) next = next with { Pending = next.Pending.Without(answered) };
        if (task.Stage != TaskStage.Running) return next;
        var run = new RunTool(seq, task.Tool, task.Slots, e.Unproven == true ? null : s.Assistant?.VerifiedAs, next.Messages.Language);
        return next with { Pending = next.Pending.With(seq, e.At, run) };
    }

    public static ConversationState Ended(ConversationState s, TaskEnded e) => s with
    {
        Assistant = Memory(s) with { Task = null, Undo = e.Undo },
        Pending = e.Answering is { } answered ? s.Pending.Without(answered) : s.Pending,
    };

    public static ConversationState CodeAsked(ConversationState s, CodeAsked e) => s with
    {
        Assistant = Memory(s) with { Code = new(e.Subject ?? "", e.Hash ?? "", e.ExpiresAt), CodeTries = 0, CodesSent = Memory(s).CodesSent + 1 },
    };

    public static ConversationState Verified(ConversationState s, CustomerVerified e) => s with
    {
        Assistant = Memory(s) with { VerifiedAs = e.Subject, VerifiedUntil = e.Until, Code = null, CodeTries = 0 },
    };

    public static ConversationState CodeRefused(ConversationState s) => s with { Assistant = Memory(s) with { CodeTries = Memory(s).CodeTries + 1 } };

    /// <summary>What a model charged for the episode.</summary>
    public static AssistantMemory? Charged(ConversationState s, int tokens) =>
        tokens == 0 ? s.Assistant : Memory(s) with { Tokens = Memory(s).Tokens + tokens };

    /// <summary>A hand-over or an end leaves no question open; only what runs already runs on.</summary>
    public static AssistantMemory? WithoutQuestion(AssistantMemory? memory) =>
        memory is null or { Task.Stage: TaskStage.Running } ? memory : memory with { Task = null, Undo = null, Code = null };

    /// <summary>The next episode knows nothing of the last one's tasks and proofs.</summary>
    public static AssistantMemory? ForNextEpisode(AssistantMemory? memory) =>
        memory?.Task is { Stage: TaskStage.Running } running ? new() { Task = running, TaskSeq = memory.TaskSeq } : null;

    private static AssistantMemory Memory(ConversationState s) => s.Assistant ?? AssistantMemory.Empty;
}
