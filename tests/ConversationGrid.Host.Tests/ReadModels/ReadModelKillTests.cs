using ConversationGrid.Knowledge;
using ConversationGrid.Projections.Running;

namespace ConversationGrid.Host.Tests.ReadModels;

/// <summary>kill -9 of the host that writes the read models, and of its database, under load: afterwards they are what the journal says, no row twice and none
/// missing.</summary>
public class ReadModelKillTests
{
    private const int Customers = 6;
    private const int Kills = 2;

    [Theory, Stores]
    public async Task Kills_LeaveReadModelsThatEqualTheJournal(StoreKind store)
    {
        var dice = new Random(7);
        await using var host = await HostProcess.StartWithOwnServerAsync(
            store, "--Grid:Gateway:CallsPerSecondPerConnection", "1000", "--Grid:Projections:LeaseFor", "00:00:02");
        using var stop = new CancellationTokenSource();
        var (started, said) = (0, 0);
        var writers = Enumerable.Range(0, Customers).Select(async number =>
        {
            Person? person = null;
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                try
                {
                    person ??= await Person.CustomerAsync(host, $"Nur {number}");
                    if (person.IsClosed) await person.ConnectAsync(host, "customer");
                    var id = (await person.CallAsync("Start", new { clientId = $"k{i}", text = $"hello from {number}" })).Text("conversationId");
                    Interlocked.Increment(ref started);
                    for (var n = 0; n < 5; n++)
                        await person.CallAsync("Post", new { conversationId = id, clientId = $"m{n}", text = $"word{number}x{i}x{n} again" });
                    if (i % 2 == 0) await person.CallAsync("RequestHuman", new { conversationId = id });
                    if (i % 3 == 0) await person.CallAsync("Close", new { conversationId = id });
                    Interlocked.Add(ref said, 5);
                }
                catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
                {
                    // The host or its database is down. Whatever is in the journal counts.
                    await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, CancellationToken.None);
                }
            }
            if (person is not null) await person.DisposeAsync();
        }).ToList();
        for (var kill = 0; kill < Kills; kill++)
        {
            var wanted = Volatile.Read(ref said) + dice.Next(20, 60);
            await Wait.UntilAsync(() => Task.FromResult(Volatile.Read(ref said) >= wanted), () => $"only {said} of {wanted} messages were taken");
            if (store == StoreKind.Postgres && kill % 2 == 1) await host.KillStoreAsync();
            else
            {
                await host.KillAsync();
                await host.StartAgainAsync();
            }
        }
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        await using var journal = await host.OpenJournalAsync();
        var models = new Rebuilder(journal.Feed, journal.Database, AnswerComposer.IsAside);
        (long Checked, long Wrong) found = default;
        await Wait.UntilAsync(async () => (found = await models.RunAsync(null, rewrites: false)) is { Wrong: 0 } && await IsCaughtUpAsync(host),
            () => $"{found.Wrong} of {found.Checked} conversations differ from the journal");
        await using var siti = await Person.StaffAsync(host, "siti", "supervisor");
        var listed = new HashSet<string>();
        for (var cursor = ""; cursor is not null;)
        {
            var page = await siti.GetAsync($"conversations?limit=100&cursor={cursor}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
                Assert.True(listed.Add(item.Text("conversationId")!), "A conversation is listed twice.");
            cursor = page.Text("next");
        }
        Assert.Equal(found.Checked, listed.Count);
        Assert.True(listed.Count >= started, $"{started} were started and {listed.Count} are listed.");
    }

    private static async Task<bool> IsCaughtUpAsync(HostProcess host)
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        using var answer = await client.GetAsync("/health/ready");
        return answer.IsSuccessStatusCode && System.Text.Json.JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("readModels")
            .GetProperty("behindSeconds").GetDouble() == 0;
    }
}
