using System.Text.Json;
using ConversationGrid.Knowledge;
using ConversationGrid.Projections.Running;

namespace ConversationGrid.Host.Tests.Privacy;

/// <summary>
/// Everything about a customer can be handed out, and removed: from the files on the disk too, through kill -9 in the middle, and again where an older journal
/// is restored. What is not personal stays.
/// </summary>
public class ErasureTests
{
    private static readonly string[] Fast = ["--Grid:Projections:SearchAfter", "00:00:00.100"];

    [Theory, Stores]
    public async Task Customer_Erased_IsNowhere_AndTheFiguresStay(StoreKind store)
    {
        await using var host = await HostProcess.StartWithOwnServerAsync(store, Fast);
        await using var world = await World.OpenAsync(host);
        var canaries = await Canaries.PlantAsync(host, world.Aina, world.Siti, world.Omar);
        await using var neighbour = await Person.CustomerAsync(host, new("demo", Name: "Hamid", Email: "hamid@example.test"));
        var other = (await neighbour.CallAsync("Start", new { clientId = "k1", text = "my sofa is blue" })).Text("conversationId")!;
        await Wait.UntilAsync(async () => (await world.Siti.GetAsync("conversations?q=sofa")).GetProperty("items").GetArrayLength() == 1,
            "the neighbour is found");
        await Wait.UntilAsync(async () => (await world.Siti.GetAsync($"conversations/{other}")).Text("state") == "offered",
            "the neighbour is offered to an agent");
        var figures = "";
        await Wait.UntilAsync(
            async () => (figures = (await world.Siti.GetAsync("reports/episodes?by=queue")).ToString()).Contains("\"handedOver\":2", StringComparison.Ordinal),
            () => $"both hand-overs count: {figures}");
        await host.CheckpointAsync();
        // The search must be able to find what it will not find later.
        Assert.NotEmpty(Canaries.Hits(host.DataFolder).Concat(Stored(host)));

        var erasure = (await world.Omar.RestOkAsync(HttpMethod.Delete, $"customers/{canaries.Customer.Id}?why=ticket-7")).Text("erasureId")!;
        await host.KillAsync();
        await host.StartAgainAsync();
        await using var again = await World.OpenAsync(host);
        var done = await DoneAsync(again.Omar, erasure);
        Assert.Equal((2, 2, "ticket-7", "omar"), (done.Number("conversations"), done.Number("erased"), done.Text("why"), done.Text("askedBy")));

        await NothingIsLeftAsync(host, again, canaries);
        var after = (await again.Siti.GetAsync("reports/episodes?by=queue")).ToString();
        Assert.True(figures == after, $"{figures}\n{after}");
        await neighbour.ConnectAsync(host, "customer");
        Assert.Contains(await neighbour.ResumeAsync(other), e => e.GetProperty("data").Text("text") == "my sofa is blue");
        await using var journal = await host.OpenJournalAsync();
        var (seen, wrong) = await new Rebuilder(journal.Feed, journal.Database, AnswerComposer.IsAside).RunAsync(null, rewrites: false);
        Assert.True(seen >= 3 && wrong == 0, $"{wrong} of {seen} conversations differ from the journal.");
    }

    [Fact]
    public async Task OlderJournal_RestoredBesideTodaysKeys_IsErasedAgainBeforeItIsServed()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, Fast);
        Canaries canaries;
        await using (var world = await World.OpenAsync(host)) canaries = await Canaries.PlantAsync(host, world.Aina, world.Siti, world.Omar);
        Assert.Equal(0, await host.TerminateAsync());
        var (journal, backup) = (Path.Combine(host.DataFolder, "journal.db"), Path.Combine(host.DataFolder, "..", "backup.db"));
        File.Copy(journal, backup);
        await host.StartAgainAsync();
        await using (var world = await World.OpenAsync(host))
            await DoneAsync(world.Omar, (await world.Omar.RestOkAsync(HttpMethod.Delete, $"customers/{canaries.Customer.Id}")).Text("erasureId")!);
        Assert.Equal(0, await host.TerminateAsync());

        foreach (var file in Directory.GetFiles(host.DataFolder, "journal.db*")) File.Delete(file);
        File.Copy(backup, journal);
        Assert.NotEmpty(Canaries.Hits(host.DataFolder));
        await host.StartAgainAsync();
        Assert.Empty(Canaries.Hits(host.DataFolder));
        await using var restored = await World.OpenAsync(host);
        await NothingIsLeftAsync(host, restored, canaries);
    }

    [Fact]
    public async Task Export_HasEverything_AndNothingOfOthers()
    {
        await using var host = await SharedHost.DemoAsync();
        await using var world = await World.OpenAsync(host);
        await using var neighbour = await Person.CustomerAsync(host, new("demo", Name: "Hamid"));
        await neighbour.CallAsync("Start", new { clientId = "k1", text = "my sofa is blue" });
        var canaries = await Canaries.PlantAsync(host, world.Aina, world.Siti, world.Omar);
        foreach (var format in (string[])["json", "html"])
        {
            var text = await TextAsync(host, world.Siti, $"customers/{canaries.Customer.Id}/export?format={format}");
            Assert.Equal([], Canaries.Stored.Where(word => !text.Contains(word, StringComparison.Ordinal)));
            Assert.DoesNotContain("sofa", text);
            if (format == "json") Assert.Equal(2, JsonElement.Parse(text).GetProperty("conversations").GetArrayLength());
        }
        Assert.Equal(403, (await world.Aina.RestAsync(HttpMethod.Get, $"customers/{canaries.Customer.Id}/export")).Status);
        Assert.Equal(404, (await world.Siti.RestAsync(HttpMethod.Get, "customers/nosuch/export")).Status);
        Assert.Equal(403, (await world.Siti.RestAsync(HttpMethod.Delete, $"customers/{canaries.Customer.Id}")).Status);
    }

    private static IEnumerable<string> Stored(HostProcess host) =>
        host.PostgresFolder is { } folder ? Canaries.Hits(folder, file => file.Contains("/base/", StringComparison.Ordinal)) : [];

    private static async Task NothingIsLeftAsync(HostProcess host, World world, Canaries canaries)
    {
        Assert.Equal([], Canaries.Hits(host.DataFolder));
        Assert.Equal([], Stored(host));
        Assert.DoesNotContain(Canaries.Mark, host.Log);
        Assert.Empty((await world.Siti.GetAsync("conversations?q=zq7reply")).GetProperty("items").EnumerateArray());
        foreach (var id in (string[])[canaries.Conversation, canaries.Task])
        {
            var events = (await world.Siti.GetAsync($"conversations/{id}/events?limit=500")).GetProperty("events").EnumerateArray().ToList();
            Assert.Contains(events, e => e.Text("type") == "messagePosted");
            Assert.Contains(events, e => e.Text("type") == "erased");
            Assert.DoesNotContain(Canaries.Mark, string.Concat(events));
            Assert.True((await world.Siti.GetAsync($"conversations/{id}")).GetProperty("erased").GetBoolean());
        }
        Assert.DoesNotContain(Canaries.Mark, await TextAsync(host, world.Siti, $"conversations/{canaries.Conversation}/decisions"));
        Assert.DoesNotContain(Canaries.Mark, await TextAsync(host, world.Siti, $"customers/{canaries.Customer.Id}"));
        Assert.DoesNotContain(Canaries.Mark, await TextAsync(host, world.Siti, "conversations?limit=100"));
    }

    private static async Task<JsonElement> DoneAsync(Person omar, string erasure)
    {
        JsonElement progress = default;
        await Wait.UntilAsync(async () => (progress = await omar.GetAsync($"erasures/{erasure}")).Text("state") == "done",
            () => $"the erasure is done: {progress}");
        return progress;
    }

    private static async Task<string> TextAsync(IGridHost host, Person who, string path)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", who.Token);
        return await client.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative));
    }

    /// <summary>The staff of the demo.</summary>
    private sealed record World(Person Aina, Person Siti, Person Omar) : IAsyncDisposable
    {
        public static async Task<World> OpenAsync(IGridHost host)
        {
            var world = new World(await Person.StaffAsync(host, "aina"), await Person.StaffAsync(host, "siti", "supervisor"),
                await Person.StaffAsync(host, "omar"));
            await world.Aina.CallAsync("SetPresence", new { status = "online" });
            return world;
        }

        public async ValueTask DisposeAsync()
        {
            await Aina.DisposeAsync();
            await Siti.DisposeAsync();
            await Omar.DisposeAsync();
        }
    }
}
