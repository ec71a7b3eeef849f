using ConversationGrid.Benchmarks.Traffic;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Benchmarks.Servers;

/// <summary>The baseline: SignalR and group commit, nothing else.</summary>
internal sealed class PlainRival : Rival
{
    private const int ConnectsAtOnce = 64;
    private readonly HubTransport _transport;
    private readonly BenchOptions _options;
    private readonly string _sqliteFile;
    private readonly Uri _address;

    public PlainRival(BenchOptions options, HubTransport transport, int port, string folder, string? database, int databasePid)
        : base("baseline")
    {
        (_options, _transport, _address) = (options, transport, new Uri($"http://127.0.0.1:{port}"));
        _sqliteFile = Path.Combine(folder, "plain.db");
        Database = database;
        DatabasePid = databasePid;
    }

    public override async Task StartAsync()
    {
        string[] store = Database is null ? ["--store", "sqlite", "--file", _sqliteFile] : ["--store", "postgres", "--connection", Database];
        Server = await ServerProcess.StartAsync(_options.BaselineProgram, store, _address, _options, _transport.Time);
    }

    public override async Task<IReadOnlyList<Pair>> ConnectAsync(int conversations, CancellationToken cancel)
    {
        var pairs = new Pair[conversations];
        var hub = new Uri(_address, "/hubs/plain");
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, conversations, parallel, async (i, stop) =>
        {
            var id = $"c{i:00000000000000000000}";
            var (customerSink, agentSink) = (new PairSink(false), new PairSink(true));
            var customer = await JoinAsync(hub, id, "customer", customerSink, stop);
            var agent = await JoinAsync(hub, id, "agent", agentSink, stop);
            pairs[i] = new Pair(id, customer, agent, customerSink, agentSink);
        });
        return pairs;
    }

    protected override async Task<double> CommitsAsync()
    {
        if (Database is not null) return await base.CommitsAsync();
        var text = await _transport.Http.GetStringAsync(new Uri(_address, "/stats"));
        return System.Text.Json.JsonElement.Parse(text).GetProperty("commits").GetDouble();
    }

    private async Task<HubSocket> JoinAsync(Uri hub, string id, string kind, PairSink sink, CancellationToken cancel)
    {
        var connection = await HubSocket.ConnectAsync(_transport, hub, null, sink, cancel);
        await connection.InvokeAsync("Join", new JoinRequest(id, kind), BenchJson.Default.JoinRequest, WireJson.Default.Receipt, cancel);
        return connection;
    }
}
