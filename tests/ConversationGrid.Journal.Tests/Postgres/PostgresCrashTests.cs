using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;
using Xunit.Abstractions;

namespace ConversationGrid.Journal.Tests.Postgres;

public sealed class PostgresCrashTests(ITestOutputHelper output)
{
    private const int Writers = 8;
    private const int Kills = 3;

    [PostgresFact]
    public async Task Kill9OfTheServer_WhileWriting_LosesNothingAcknowledged_AndTheWritersGoOn()
    {
        var folder = Directory.CreateTempSubdirectory("grid-postgres-").FullName;
        var ledger = new Ledger(Writers);
        var back = new List<TimeSpan>();
        await using (var server = await PrivatePostgres.StartAsync(folder, TimeProvider.System))
        await using (var store = new PostgresStore(new() { ConnectionString = server.ConnectionString() }, TimeProvider.System))
        {
            await store.StartAsync();
            using var stop = new CancellationTokenSource();
            var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(w => ledger.WriteAsync(store.Journal, w, stop.Token)));
            for (var kill = 1; kill <= Kills; kill++)
            {
                await AcknowledgedAsync(ledger, ledger.Acknowledged + 400 * kill);
                await server.KillAsync();
                await server.RestartAsync();
                var (up, before) = (TimeProvider.System.GetTimestamp(), ledger.Acknowledged);
                await AcknowledgedAsync(ledger, before + 2);
                back.Add(TimeProvider.System.GetElapsedTime(up));
            }
            await stop.CancelAsync();
            await writing;
            await ledger.CheckAsync(store.Journal);
        }
        output.WriteLine($"{Kills} kills, {ledger.Acknowledged} events acknowledged, 0 lost; writing again after " +
            $"{string.Join(", ", back.Select(b => $"{b.TotalSeconds:0.00} s"))}");
        Assert.All(back, b => Assert.InRange(b, TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AcknowledgedAsync(Ledger ledger, long count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (ledger.Acknowledged < count) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, patience.Token);
    }
}
