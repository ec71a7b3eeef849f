using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Postgres;
using Npgsql;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests.Postgres;

/// <summary>The operator's step to a journal by month (<c>events-by-month.sql</c>), beside processes that write.</summary>
[Collection(PostgresCollection.Name)]
public sealed class EventsByMonthTests(PostgresServer postgres)
{
    [PostgresFact]
    public async Task WhileTwoProcessesWrite_NothingIsLostCopiedOrWrittenTwice()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var one = await OpenAsync(database);
        await using var two = await OpenAsync(database);
        var before = await ScalarAsync(database, "select pg_relation_filenode('events')::text");
        using var stop = new CancellationTokenSource();
        var (written, switched) = (new int[4], 0);
        var writers = Enumerable.Range(0, 4).Select(async n =>
        {
            for (var seq = 0; !stop.IsCancellationRequested; seq++)
            {
                // Both want each number; one gets it.
                var results = await Task.WhenAll(
                    new[] { one, two }.Select(store => store.Journal.AppendAsync(Append(Stream($"s{n}"), seq, $"{seq}")).AsTask()));
                Assert.Single(results, AppendResult.Appended);
                written[n] = seq + 1;
            }
        }).ToList();
        await UntilAsync(() => written.All(w => w > 20), writers);
        await PartitionAsync(database);
        switched = written.Max();
        await UntilAsync(() => written.All(w => w > switched + 20), writers);
        // A month passes, and another.
        foreach (var month in (string[])["2031-01-15", "2031-02-01"])
        {
            await ScalarAsync(database, $"select events_month('{month}')::text");
            switched = written.Max();
            await UntilAsync(() => written.All(w => w > switched + 20), writers);
        }
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal(before, await ScalarAsync(database, "select pg_relation_filenode('events_0')::text"));
        Assert.Equal("4", await ScalarAsync(database, "select count(distinct month)::text from events"));
        Assert.Equal("0", await ScalarAsync(database, "select count(*)::text from (select 1 from events group by stream, seq having count(*) > 1) twice"));
        for (var n = 0; n < 4; n++)
        {
            var read = await one.Journal.ReadAsync(Stream($"s{n}"), 0, 100_000);
            Assert.Equal(Enumerable.Range(0, written[n]).Select(i => $"{i}"), read.Select(c => c.Text()));
        }
        var all = await one.Journal.ReadAllAsync(default, 1_000_000);
        Assert.Equal(written.Sum(), all.Count);
        Assert.Equal(all.OrderBy(e => e.Position.Epoch).ThenBy(e => e.Position.Offset), all);
        // It starts on what it finds.
        await using var third = await OpenAsync(database);
        Assert.Equal(AppendResult.Appended, await third.Journal.AppendAsync(Append(Stream("s0"), written[0], "next")));
    }

    [PostgresFact]
    public async Task ProcessThatBelievesInAnOlderMonth_IsFenced()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var zombie = await OpenAsync(database);
        await using var successor = await OpenAsync(database);
        await zombie.Journal.AppendAsync(Append(Stream("a"), 0, "0", "1"));
        await successor.Journal.AppendAsync(Append(Stream("a"), 2, "2"));
        await PartitionAsync(database);
        // The next number lies in the month before; the one behind it would be free.
        Assert.Equal(AppendResult.Conflict, await zombie.Journal.AppendAsync(Append(Stream("a"), 2, "z", "z")));
        Assert.Equal(AppendResult.Conflict, await zombie.Journal.AppendAsync(Append(Stream("a"), 0, "z")));
        // Its neighbours in the batch are not.
        var together = await Task.WhenAll(
            zombie.Journal.AppendAsync(Append(Stream("a"), 2, "z")).AsTask(), zombie.Journal.AppendAsync(Append(Stream("b"), 0, "b")).AsTask());
        Assert.Equal([AppendResult.Conflict, AppendResult.Appended], together);
        Assert.Equal(["0", "1", "2"], (await zombie.Journal.ReadAsync(Stream("a"), 0, 9)).Select(c => c.Text()));
    }

    [PostgresFact]
    public async Task MonthThatIsTakenOff_LeavesWhatIsStillNeeded()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var store = await OpenAsync(database);
        await PartitionAsync(database);
        await ScalarAsync(database, "select events_month('2031-01-15')::text");
        foreach (var id in (string[])["closed", "open", "goes-on"]) await store.Journal.AppendAsync(Append(Stream(id), 0, "hello", "bye"));
        var agent = new StreamId(EntityKind.Agent, new("demo", "ben"));
        await store.Journal.AppendAsync(new(agent, 0, [new PresenceChanged(PresenceStatus.Online, false) { At = Noon }], DueChange.Keep));
        foreach (var (id, state) in ((string, int)[])[("closed", 6), ("goes-on", 6), ("open", 4)])
            await ScalarAsync(database, "insert into conversations " +
                "(workspace, id, seq, state, customer_id, channel, started_at, updated_at, mood, warned, pending, body) " +
                $"values ('demo', '{id}', 2, {state}, 'nur', 'web', 1, 1, 0, 0, 0, '') returning id");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ScalarAsync(database, "select events_detach(203101)::text"));
        Assert.Contains("only one that has ended", refused.MessageText, StringComparison.Ordinal);
        await ScalarAsync(database, "select events_month('2031-02-01')::text");
        await store.Journal.AppendAsync(Append(Stream("goes-on"), 2, "again"));

        Assert.Equal("5", await ScalarAsync(database, "select events_detach(203101)::text"));

        Assert.Empty(await store.Journal.ReadAsync(Stream("closed"), 0, 9));
        Assert.Equal(["hello", "bye"], (await store.Journal.ReadAsync(Stream("open"), 0, 9)).Select(c => c.Text()));
        Assert.Equal(["hello", "bye", "again"], (await store.Journal.ReadAsync(Stream("goes-on"), 0, 9)).Select(c => c.Text()));
        Assert.Single(await store.Journal.ReadAsync(agent, 0, 9));
        Assert.Equal("2", await ScalarAsync(database, "select count(*)::text from events_203101"));
        Assert.Equal(AppendResult.Appended, await store.Journal.AppendAsync(Append(Stream("open"), 2, "more")));
        Assert.Equal(AppendResult.Conflict, await store.Journal.AppendAsync(Append(Stream("open"), 1, "more")));
    }

    private static async Task UntilAsync(Func<bool> isThere, List<Task> writers)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!isThere())
        {
            Assert.DoesNotContain(writers, w => w.IsFaulted);
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(2), "The writers stand still.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    /// <summary>The file, as <c>psql</c> runs it: what stands before the transaction, one statement after the other.</summary>
    private static async Task PartitionAsync(string database)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "events-by-month.sql"));
        var begin = text.IndexOf("\nbegin;\n", StringComparison.Ordinal);
        var first = string.Join('\n', text[..begin].Split('\n').Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        foreach (var statement in first.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await ScalarAsync(database, statement);
        await ScalarAsync(database, text[begin..]);
    }

    private static async Task<string?> ScalarAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false;Command Timeout=60");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync())?.ToString();
    }

    private static async Task<PostgresStore> OpenAsync(string database)
    {
        var store = new PostgresStore(new() { ConnectionString = database }, TimeProvider.System);
        await store.StartAsync();
        return store;
    }
}
