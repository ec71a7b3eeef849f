using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>
/// Ten agents of different skills and a day of recorded dialogues against the real host: every assignment legal and explained, an agent
/// killed in the middle loses nothing, and the board says what the journal says.
/// </summary>
public class DayTests
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>What a machine may be late that has much else to do.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(1);

    [RecordedFact]
    public async Task TenAgents_ServeARecordedDay_WhileOneOfThemDies()
    {
        await using var host = await HostProcess.StartAsync(
            StoreKind.Sqlite, "--Grid:Gateway:AgentGrace", Grace.ToString(), "--Grid:Projections:ServiceLevelWithin", InTime.ToString(),
            "--Grid:Conversations:OfferTimeout", "00:05:00", "--Grid:Gateway:RequestsPerSecondPerAddress", "5000",
            "--Grid:Gateway:CallsPerSecondPerConnection", "5000", "--Grid:Gateway:CallsPerSecondPerUser", "5000");
        await using var store = await host.OpenJournalAsync();
        await using var centre = await Centre.OpenAsync(host);
        var day = await Recording.ReadAsync(Recording.Count);
        var visits = day.Select((d, i) => new Visit(centre, d.Turns, i)).ToList();
        var (turned, all) = (0, day.Sum(d => d.Turns.Count));
        var running = Parallel.ForEachAsync(visits, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (visit, _) => await visit.LiveAsync(() => Interlocked.Increment(ref turned)));

        await ReachAsync(running, () => Volatile.Read(ref turned) > all / 3);
        await centre.Gate.CloseAsync();
        await BoardEqualsJournalAsync(centre, store.Journal);
        centre.Gate.Open();

        await ReachAsync(running, () => Volatile.Read(ref turned) > all * 2 / 3);
        var dead = centre.Desks.MaxBy(centre.HeldBy)!;
        dead.Kill();
        await running;
        await BoardEqualsJournalAsync(centre, store.Journal);

        var events = await AllAsync(store.Journal);
        var assignments = Assignments.Check(events);
        WorkWentOn(events, assignments, dead.Member.Id);
        foreach (var visit in visits) NothingIsLost(visit, events, dead.Member.Id);
        foreach (var visit in visits.Where(v => !v.StaysWithAssistant)) await IsExplainedAsync(centre, visit, assignments.Offers[visit.Id]);
    }

    private static async Task ReachAsync(Task running, Func<bool> isReached)
    {
        while (!isReached() && !running.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        if (running.IsCompleted) await running;
    }

    /// <summary>The projection is a moment behind, and timers may fire: asked until nothing was written while it answered and both agree.</summary>
    private static async Task BoardEqualsJournalAsync(Centre centre, IJournal journal)
    {
        SortedDictionary<string, string> shown = [], counted = [];
        for (var attempt = 0; attempt < 150; attempt++)
        {
            var before = await AllAsync(journal);
            var board = await centre.BoardAsync();
            if ((await journal.ReadAllAsync(before[^1].Position, 1)).Count > 0) continue;
            shown = BoardFigures.Of(board);
            counted = JournalFold.Of(before.Where(e => e.Stream.Id.Workspace == "demo")).Figures(
                board.GetProperty("at").GetDateTimeOffset(), board.GetProperty("queues").EnumerateArray().Select(q => q.Text("queue")!),
                board.GetProperty("agents").EnumerateArray().Select(a => (a.Text("agentId")!, BoardFigures.Text(a.Number("capacity")))), InTime);
            if (shown.SequenceEqual(counted)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
        var wrong = counted.Where(c => shown.GetValueOrDefault(c.Key) != c.Value).Select(c => $"{c.Key}: {shown.GetValueOrDefault(c.Key)}, not {c.Value}");
        Assert.Fail($"Board and journal differ: {string.Join("; ", wrong)}");
    }

    /// <summary>All that the dead agent had went to another one, back within its grace.</summary>
    private static void WorkWentOn(List<GlobalEvent> events, Assignments assignments, string dead)
    {
        var own = events.Where(e => e.Stream.Kind == EntityKind.Agent && e.Stream.Id.Id == dead).Select(e => e.Committed.Event).ToList();
        var lost = Assert.Single(own.OfType<PresenceChanged>(), e => e.Lost);
        var died = own.OfType<AgentLeased>().Last(e => !e.Connected);
        Assert.InRange(died.Until - died.At, Grace - Slack, Grace);
        Assert.InRange(lost.At, died.Until, died.Until + Slack);
        var held = assignments.Changes.Where(c => c.Agent == dead).GroupBy(c => c.Conversation).Select(c => c.Last()).Where(c => !c.Taken && c.At >= lost.At)
            .ToList();
        Assert.NotEmpty(held);
        foreach (var (conversation, _, at, _) in held)
        {
            Assert.InRange(at, died.Until, died.Until + Slack);
            Assert.Contains(assignments.Changes, c => c.Conversation == conversation && c.Taken && c.Agent != dead && c.At >= at);
        }
        Assert.DoesNotContain(assignments.Changes, c => c.Agent == dead && c.Taken && c.At > died.At);
    }

    /// <summary>Every turn is there, in its order and once; only what the dead agent wrote with its last breath may be said again by another.</summary>
    private static void NothingIsLost(Visit visit, List<GlobalEvent> events, string dead)
    {
        var own = events.Where(e => e.Stream.Kind == EntityKind.Conversation && e.Stream.Id.Id == visit.Id).Select(e => e.Committed.Event).ToList();
        var said = own.OfType<MessagePosted>().Where(m => m.ClientId is not null && visit.Said.ContainsKey(m.ClientId)).ToList();
        var once = said.Where((m, i) => i == 0 || said[i - 1].ClientId != m.ClientId || said[i - 1].ById != dead).ToList();
        Assert.Equal(visit.Said.Select(s => (s.Key, s.Value)), once.Select(m => (m.ClientId!, m.Original ?? m.Text!)));
        Assert.Equal(visit.StaysWithAssistant, own.OfType<Closed>().Any());
        Assert.Equal(!visit.StaysWithAssistant, own.OfType<Resolved>().Any());
        if (!visit.StaysWithAssistant) Assert.Equal(visit.Queue, own.OfType<HandoffRequested>().First().Queue);
    }

    private static async Task IsExplainedAsync(Centre centre, Visit visit, List<string> offers)
    {
        var choices = (await centre.GetAsync($"conversations/{visit.Id}/routing")).GetProperty("choices").EnumerateArray().ToList();
        Assert.Equal(offers.AsEnumerable().Reverse(), choices.Select(c => c.Text("offerId")!));
        Assert.All(choices, choice =>
        {
            Assert.NotEmpty(choice.Text("reason")!);
            Assert.True(choice.GetProperty("replayed").GetBoolean(), $"The choice for offer '{choice.Text("offerId")}' is not made again.");
        });
    }

    private static async Task<List<GlobalEvent>> AllAsync(IJournal journal)
    {
        const int Page = 5_000;
        var all = new List<GlobalEvent>();
        while (true)
        {
            var page = await journal.ReadAllAsync(all.Count == 0 ? default : all[^1].Position, Page);
            all.AddRange(page);
            if (page.Count < Page) return all;
        }
    }
}
