using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Tests;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Projections.Tests;

/// <summary>Conversations as the domain's drawn commands lead to, written into a journal side by side.</summary>
internal sealed class Histories
{
    /// <summary>The commands, in the order in which the conversations had them.</summary>
    public const int Length = 60;

    public Dictionary<EntityId, List<ConversationEvent>> All { get; } = [];

    /// <summary>Draws some conversations. Some are begun hours before others, and some go on for days.</summary>
    public static Histories Drawn(ulong seed, int count)
    {
        var histories = new Histories();
        for (var i = 0; i < count; i++)
        {
            var draw = new Draw(seed * 1_000 + (ulong)i);
            var run = Runs.OfConversation();
            run.Pass(TimeSpan.FromMinutes(draw.Below(60 * 48)));
            var commands = new Commands(draw);
            for (var n = 0; n < Length; n++)
            {
                run.Pass(draw.Chance(5) ? TimeSpan.FromHours(draw.Below(30)) : TimeSpan.FromSeconds(draw.Below(60)));
                // What is erased has lost its key before it says so: a test of its own.
                var command = run.State.Exists ? commands.Conversation(run.State) : commands.Opening();
                if (command is not EraseConversation) run.Give(command);
            }
            histories.All[new(i % 5 == 4 ? "other" : "demo", $"c{seed}x{i}")] = run.Events;
        }
        return histories;
    }

    /// <summary>Appends the next events of conversations drawn by chance, until all are written or so many appends are.</summary>
    public async Task<bool> AppendAsync(IJournal journal, Dictionary<EntityId, int> written, Draw draw, int appends)
    {
        for (var n = 0; n < appends; n++)
        {
            var open = All.Where(h => written.GetValueOrDefault(h.Key) < h.Value.Count).Select(h => h.Key).ToList();
            if (open.Count == 0) return false;
            var id = open[draw.Below(open.Count)];
            var (at, events) = (written.GetValueOrDefault(id), All[id]);
            var take = Math.Min(1 + draw.Below(4), events.Count - at);
            var result = await journal.AppendAsync(new(new(EntityKind.Conversation, id), at, events.GetRange(at, take), DueChange.Keep));
            Assert.Equal(AppendResult.Appended, result);
            written[id] = at + take;
        }
        return true;
    }
}
