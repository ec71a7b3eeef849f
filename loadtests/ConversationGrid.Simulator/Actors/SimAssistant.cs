using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Cluster;

namespace ConversationGrid.Simulator.Actors;

/// <summary>An assistant that takes its time, answers, hands over, says nothing, and now and then fails or hangs.</summary>
internal sealed class SimAssistant(World world, SimProcess process) : IAssistant
{
    public async Task<AssistantAnswer> AnswerAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        await ThinkAsync(cancel);
        return world.AssistantDice.Below(10) switch
        {
            < 5 => new($"answer to {request.Transcript.Count} messages", [new("a1", "Article")]),
            < 9 => new("I ask a colleague.", HandoffReason: "unsure"),
            _ => new(null),
        };
    }

    public async Task<ConversationSummary?> SummariseAsync(AssistantRequest request, CancellationToken cancel = default)
    {
        await ThinkAsync(cancel);
        return new($"{request.Transcript.Count} messages", []);
    }

    private async Task ThinkAsync(CancellationToken cancel)
    {
        if (world.AssistantDice.Below(3) == 0) await Task.Delay(world.AssistantDice.Ms(10, 4_000), process.Clock, cancel);
        if (!world.Faults.AssistantFails) return;
        if (world.AssistantDice.Chance(0.2)) throw new HttpRequestException("The simulated assistant is down.");
        if (world.AssistantDice.Chance(0.05)) await Task.Delay(TimeSpan.FromSeconds(60), process.Clock, cancel);
    }
}
