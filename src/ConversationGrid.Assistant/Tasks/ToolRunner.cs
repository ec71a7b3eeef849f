using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>
/// Runs tools for conversations. The subject is the grid's own; a tool that needs proof and has none is not run, whatever the state says. An outage is
/// tried again for a while, and then a human goes on: what happened is unknown, and the customer is told so.
/// </summary>
public sealed class ToolRunner(Func<string, Toolbox> toolboxes, TimeProvider time) : IToolRunner
{
    /// <summary>How long an outage is waited out.</summary>
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RunWithin = TimeSpan.FromSeconds(10);

    /// <summary>Changes that one customer may have made in a day (UTC), counted by each process.</summary>
    private const int ChangesPerDayMax = 10;

    private readonly ConcurrentDictionary<(string Workspace, string Subject), (DateOnly Day, int Count)> _changes = new();

    public async Task<ToolOutcome> RunAsync(ToolRun run, CancellationToken cancel = default)
    {
        var language = run.Language is "ms" or "id" ? "ms" : "en";
        if (toolboxes(run.Conversation.Workspace).Find(run.Tool) is not { } tool) return Failed("unknown", language);
        if (tool.Definition.NeedsProof && run.Subject is null) return Failed("refused", language);
        var whose = (run.Conversation.Workspace, run.Subject ?? run.Conversation.Id);
        if (tool.Definition.HasEffect && _changes.GetValueOrDefault(whose) is var (day, count) && day == Today && count >= ChangesPerDayMax)
            return new("refused", TaskWords.TooOften(language), HandoffReason: $"'{run.Tool}' was run too often today.");
        using var limit = new CancellationTokenSource(RunWithin, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            var outcome = await tool.RunAsync(
                new(run.Conversation.Workspace, run.Key, run.Subject, run.Slots.ToDictionary(s => s.Name, s => s.Value), language), both.Token);
            if (tool.Definition.HasEffect) _changes.AddOrUpdate(whose, _ => (Today, 1), (_, was) => was.Day == Today ? (was.Day, was.Count + 1) : (Today, 1));
            return outcome.Undo is null ? outcome : outcome with { QuickReplies = [TaskWords.UndoReply(language)] };
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested && failure is HttpRequestException or IOException or TimeoutException
            or OperationCanceledException)
        {
            if (time.GetUtcNow() - run.Since < GiveUpAfter) throw new TimeoutException($"Tool '{run.Tool}' did not answer.", failure);
            return Failed("failed", language);
        }
    }

    private static ToolOutcome Failed(string code, string language) =>
        new(code, TaskWords.Failed(language), HandoffReason: $"A tool ended with '{code}'; whether it did anything must be checked.");

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
