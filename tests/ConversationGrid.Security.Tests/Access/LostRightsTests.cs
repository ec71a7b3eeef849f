using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Who loses a right hears nothing more: removed, demoted, moved to other queues, or the conversation went to others.</summary>
public class LostRightsTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    /// <summary>How many lose their rights under traffic; <c>GRID_REVOCATIONS</c> sets another number. Default: 40.</summary>
    private static readonly int Revocations = int.TryParse(Environment.GetEnvironmentVariable("GRID_REVOCATIONS"), out var wanted) && wanted > 0 ? wanted : 40;

    [Fact]
    public async Task RemovedAgent_IsCutOff_AndItsWorkGoesBack()
    {
        using var place = await Staffed.MakeAsync(grid, "removed");
        await place.StaffAsync("ann");
        var ann = await place.JoinAsync("ann");
        var (id, customer) = await place.AssignedAsync(ann);
        var token = place.Token("ann");
        await place.RemoveAsync("ann");
        await ann.Closed.WaitAsync(Staffed.Within);
        await place.SayAsync(id, customer, "after");
        Staffed.HeardNothingOf(ann, "after");
        foreach (var path in (string[])["/api/v1/conversations", $"/api/v1/conversations/{id}", "/api/v1/articles", $"/api/v1/conversations/{id}/routing"])
            Assert.Equal("unauthenticated", (await grid.Rest.SendAsync("GET", path, token)).Code);
        Assert.Equal(401, (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", token)).Status);
        await Staffed.UntilAsync(async () => (await place.ViewAsync(id)).GetProperty("state").GetString() == "waiting", "the conversation waits again");

        // An account of the same id that comes later is somebody else.
        await Task.Delay(TimeSpan.FromMilliseconds(1_100), TimeProvider.System);
        await place.StaffAsync("ann");
        Assert.Equal("unauthenticated", (await grid.Rest.SendAsync("GET", "/api/v1/conversations", token)).Code);
        Assert.Equal(200, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", place.Token("ann"))).Status);
    }

    [Fact]
    public async Task DemotedSupervisor_LosesBoardAndWatches()
    {
        using var place = await Staffed.MakeAsync(grid, "demoted");
        await place.StaffAsync("sue", "supervisor");
        var (id, customer) = await place.WaitingAsync();
        var board = await place.JoinAsync("sue", "supervisor", CallerRole.Supervisor);
        await Staffed.OkAsync(board, "Board", null);
        await Staffed.OkAsync(board, "Watch", new { conversationId = id, after = 0 });
        var desk = await place.JoinAsync("sue", "agent", CallerRole.Supervisor);
        await Staffed.OkAsync(desk, "Open", new { conversationId = id, after = 0 });
        await place.SayAsync(id, customer, "before");
        await desk.PushAsync("event", e => e.GetRawText().Contains("before note", StringComparison.Ordinal));

        await place.StaffAsync("sue", "agent", place.Elsewhere);
        await board.Closed.WaitAsync(Staffed.Within);
        await Staffed.EndedAsync(desk, id, "rightsChanged");
        await place.SayAsync(id, customer, "after");
        Assert.Equal("not_found", (await desk.CallAsync("Open", new { conversationId = id, after = 0 })).Code);
        Staffed.HeardNothingOf(desk, "after");
        Staffed.HeardNothingOf(board, "after");
        Assert.Equal(403, (await HubPeer.OpenAsync(grid.Address, "/hubs/supervisor", place.Token("sue", CallerRole.Supervisor))).Status);
    }

    [Fact]
    public async Task MovedAgent_HearsNothingOfItsOldQueue()
    {
        using var place = await Staffed.MakeAsync(grid, "moved");
        await place.StaffAsync("ann");
        var ann = await place.JoinAsync("ann");
        var (id, customer) = await place.WaitingAsync();
        await Staffed.OkAsync(ann, "Open", new { conversationId = id, after = 0 });
        await place.StaffAsync("ann", queue: place.Elsewhere);
        await Staffed.EndedAsync(ann, id, "rightsChanged");
        await place.SayAsync(id, customer, "after");
        Assert.Equal("not_found", (await ann.CallAsync("Open", new { conversationId = id, after = 0 })).Code);
        Staffed.HeardNothingOf(ann, "after");
    }

    [Fact]
    public async Task TakenByAnother_EndsTheWatchOfThoseWhoWaitedForIt()
    {
        using var place = await Staffed.MakeAsync(grid, "taken");
        await place.StaffAsync("ann");
        await place.StaffAsync("bob");
        var (ann, bob) = (await place.JoinAsync("ann"), await place.JoinAsync("bob"));
        var (id, customer) = await place.WaitingAsync();
        await Staffed.OkAsync(ann, "Open", new { conversationId = id, after = 0 });
        await Staffed.OkAsync(bob, "SetPresence", new { status = "online" });
        await Staffed.TakeAsync(bob, id);
        await Staffed.EndedAsync(ann, id, "reassigned");
        await ann.PushAsync("inbox", row => row.GetProperty("conversationId").GetString() == id && row.TryGetProperty("gone", out _));
        await place.SayAsync(id, customer, "after");
        Assert.Equal("not_found", (await ann.CallAsync("Open", new { conversationId = id, after = 0 })).Code);
        Staffed.HeardNothingOf(ann, "after");
    }

    [Fact]
    public async Task Transferred_ItsFormerAgentReadsWhatItHad_AndHearsNothingMore()
    {
        using var place = await Staffed.MakeAsync(grid, "transferred");
        await place.StaffAsync("ann");
        await place.StaffAsync("bob");
        var (ann, bob) = (await place.JoinAsync("ann"), await place.JoinAsync("bob"));
        var (id, customer) = await place.AssignedAsync(ann);
        await Staffed.OkAsync(bob, "SetPresence", new { status = "online" });
        await Staffed.UntilAsync(async () => (await ann.CallAsync("Transfer", new { conversationId = id, agentId = place.Id("bob"), note = "for Bob" })).IsOk,
            "Bob can take it");
        await Staffed.TakeAsync(bob, id);
        await Staffed.EndedAsync(ann, id, "reassigned");
        await place.SayAsync(id, customer, "after");

        var opened = await Staffed.OkAsync(ann, "Open", new { conversationId = id, after = 0 });
        var left = opened.GetProperty("conversation").GetProperty("readableTo").GetInt64();
        Assert.Equal(left, opened.GetProperty("last").GetInt64());
        Assert.Equal("unassigned", opened.GetProperty("events").EnumerateArray().Last().GetProperty("type").GetString());
        var (token, path) = (place.Token("ann"), $"/api/v1/conversations/{id}/events?limit=100");
        Assert.Equal(opened.GetProperty("events").GetArrayLength(),
            (await grid.Rest.SendAsync("GET", path, token)).Json.GetProperty("events").GetArrayLength());
        Assert.Equal("forbidden", (await ann.CallAsync("Suggest", new { conversationId = id })).Code);
        foreach (var query in (string[])["", "?q=after"])
            Assert.DoesNotContain("after", (await grid.Rest.SendAsync("GET", $"/api/v1/conversations{query}", token)).Body, StringComparison.Ordinal);
        Staffed.HeardNothingOf(ann, "after");
        await bob.PushAsync("inbox", row => row.GetRawText().Contains("after message", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RevocationsUnderTraffic_NobodyHearsAnythingTwoSecondsLater()
    {
        using var place = await Staffed.MakeAsync(grid, "many");
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Add((await place.WaitingAsync()).Id);
        var peers = new List<HubPeer>();
        for (var i = 0; i < Revocations; i++)
        {
            await place.StaffAsync($"a{i}");
            peers.Add(await place.JoinAsync($"a{i}"));
            foreach (var id in ids) await Staffed.OkAsync(peers[^1], "Open", new { conversationId = id, after = 0 });
        }
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var said = new List<TimeSpan>();
        var traffic = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var at = clock.Elapsed;
                await place.NoteAsync(ids[said.Count % ids.Count], $"note#{said.Count}#");
                said.Add(at);
            }
        });
        var revoked = new TimeSpan[Revocations];
        for (var i = 0; i < Revocations; i++)
        {
            if (i % 2 == 0) await place.RemoveAsync($"a{i}");
            else await place.StaffAsync($"a{i}", queue: place.Elsewhere);
            revoked[i] = clock.Elapsed;
        }
        await Task.Delay(Staffed.Within + TimeSpan.FromSeconds(1), TimeProvider.System);
        await stop.CancelAsync();
        await traffic;
        Assert.True(said.Count > Revocations, $"Only {said.Count} notes were written.");
        for (var i = 0; i < Revocations; i++)
        {
            var last = peers[i].Pushes().Select(p => p.GetRawText()).Where(t => t.Contains("note#", StringComparison.Ordinal))
                .Select(t => int.Parse(t.Split("note#")[1].Split('#')[0], null)).DefaultIfEmpty(-1).Max();
            Assert.True(last < 0 || last >= said.Count || said[last] <= revoked[i] + Staffed.Within,
                $"a{i} was revoked at {revoked[i]} and heard note {last} of {said[Math.Max(0, last)]}.");
            if (i % 2 == 0) Assert.True(peers[i].Closed.IsCompleted, $"The connection of a{i} is still open.");
        }
    }
}
