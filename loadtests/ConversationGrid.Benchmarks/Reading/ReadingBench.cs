using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Benchmarks.Suites;
using ConversationGrid.Benchmarks.Traffic;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;
using Npgsql;

namespace ConversationGrid.Benchmarks.Reading;

/// <summary>
/// What reading costs on a large store that was filled before (<c>./grid fill</c>) and whose read models are made: the start, the memory, pages of
/// lists, search and figures, at rest and while messages are written. The bars are those of docs/performance.md.
/// </summary>
internal static class ReadingBench
{
    private const int Port = 7430;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create() => ReadingOptions.Command(RunAsync);

    private static async Task<int> RunAsync(ReadingOptions asked, CancellationToken cancel)
    {
        var options = Programs.Locate(new BenchOptions { Only = "product", Conversations = asked.Open, Extra = asked.Extra });
        var store = asked.IsPostgres ? "postgres" : "sqlite";
        var output = new Output(TimeProvider.System);
        using var transport = new HubTransport();
        await using var rival = new ProductRival(options, transport, Port, asked.At, asked.IsPostgres ? asked.At : null, await PostmasterAsync(asked))
        {
            DataPath = asked.At,
            Past = asked.Workspace,
            Workspace = $"bench{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}",
        };
        var began = Stopwatch.GetTimestamp();
        await rival.StartAsync();
        List<Figure> figures = [Most("readySeconds", "`ready` after the start of the process, s", Stopwatch.GetElapsedTime(began).TotalSeconds, 15)];
        var pairs = await rival.ConnectAsync(asked.Open, cancel);
        output.Progress($"ready; {pairs.Count} conversations are open");
        var exchange = new Exchange(pairs, TimeProvider.System, "r");
        using var supervisor = await ReaderAsync("head");
        using var agent = await ReaderAsync("reader");
        var queries = await supervisor.QueriesAsync(asked.Requests, cancel);
        output.Progress($"{queries.Count} searches, the first: {string.Join(", ", queries.Take(3))}");
        await ReadAsync("", "at rest");
        figures.Add(Most("residentMiB", $"resident memory with {asked.Open} open, MiB", ProcessTime.ResidentMiB(rival.Server.Id), 350));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var writing = exchange.RunAsync(asked.Rate, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), rival, stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancel);
        await ReadAsync("Busy", $"while {asked.Rate:0} messages a second are written");
        exchange.Stop();
        await stop.CancelAsync();
        await Task.WhenAny(writing, Task.Delay(Patience, TimeProvider.System, cancel));
        foreach (var pair in pairs) pair.Close();
        Console.WriteLine(Output.Table(figures));
        Console.WriteLine(new JsonObject(figures.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)JsonValue.Create(Math.Round(f.Product, 3)))))
            { ["bench"] = "reading", ["store"] = store }.ToJsonString());
        return 0;

        Figure Most(string key, string title, double value, double? bar) => new(key, title, store, value, double.NaN, bar, BarOnProduct: true);

        async Task<PastReader> ReaderAsync(string who) => new(rival.Server.Address, (await new GridSessions(transport, rival.Server.Address)
            .AgentAsync(new AgentSessionRequest(asked.Workspace, $"{who}@bench.test", ProductRival.Password), cancel)).Token);

        async Task ReadAsync(string key, string when)
        {
            await TakeAsync("listHead", "first page of a list, supervisor", supervisor, _ => "/api/v1/conversations?limit=50", 20);
            await TakeAsync("listAgent", "first page of a list, agent", agent, _ => "/api/v1/conversations?limit=50", 20);
            await TakeAsync("listQueue", "first page of a queue's resolved ones", supervisor, _ => "/api/v1/conversations?queue=billing&state=closed&limit=50",
                20);
            await TakeAsync("search", "search of two words", supervisor,
                i => $"/api/v1/conversations?limit=50&q={Uri.EscapeDataString(queries[i % queries.Count])}",
                100);
            var to = TimeProvider.System.GetUtcNow();
            await TakeAsync("month", "figures of a month by queue", supervisor,
                i => $"/api/v1/reports/episodes?by=queue&from={to.AddDays(-31 - i % 200):yyyy-MM-dd}&to={to.AddDays(-1 - i % 200):yyyy-MM-dd}", 500);

            async Task TakeAsync(string name, string title, PastReader by, Func<int, string> path, double bar)
            {
                var requests = name == "month" ? Math.Max(20, asked.Requests / 5) : asked.Requests;
                await by.TimesAsync(Math.Min(20, requests), path, cancel);
                var times = await by.TimesAsync(requests, path, cancel);
                figures.Add(Most(name + key + "P50", $"{title}, {when}: p50, ms", PastReader.Percentile(times, 0.5), null));
                figures.Add(Most(name + key, $"{title}, {when}: p99, ms", PastReader.Percentile(times, 0.99), bar));
                output.Progress($"{title}, {when}: p50 {figures[^2].Product:0.0}, p99 {figures[^1].Product:0.0} ms");
            }
        }
    }

    /// <summary>The server's first process, by the parent of a session's: it runs on this machine.</summary>
    private static async Task<int> PostmasterAsync(ReadingOptions asked)
    {
        if (!asked.IsPostgres) return 0;
        await using var connection = new NpgsqlConnection(asked.At + ";Pooling=false");
        await connection.OpenAsync();
        return ProcessTime.ParentOf(connection.ProcessID);
    }
}
