using System.Collections.Concurrent;
using ConversationGrid.Benchmarks.Traffic;
using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Benchmarks.Servers;

/// <summary>The product, as anyone would run it: customers ask for a human, agents accept, both are connected and subscribed.</summary>
internal sealed class ProductRival : Rival
{
    public const string Password = "bench-password";
    private const int AgentCapacity = 100;
    private const int ConnectsAtOnce = 32;
    private readonly HubTransport _transport;
    private readonly BenchOptions _options;
    private readonly string _folder;
    private readonly Uri _address;
    private readonly List<AgentClient> _desks = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource<AgentSession>> _assigned = new(StringComparer.Ordinal);

    public ProductRival(BenchOptions options, HubTransport transport, int port, string folder, string? database, int databasePid)
        : base("product")
    {
        (_options, _transport, _folder, _address) = (options, transport, folder, new Uri($"http://127.0.0.1:{port}"));
        Database = database;
        DatabasePid = databasePid;
    }

    /// <summary>The folder of SQLite's store; null: a new one.</summary>
    public string? DataPath { get; init; }

    /// <summary>The workspace that is written to; another one for each run on a store that is there already, where agents still have what they had.</summary>
    public string Workspace { get; init; } = "bench";

    /// <summary>A workspace with a history, which gets a supervisor and an agent to read it.</summary>
    public string? Past { get; init; }

    public override async Task StartAsync()
    {
        string[] store = Database is null ? ["--Grid:Data:Path", DataPath ?? Path.Combine(_folder, "product")] : ["--Grid:Postgres:ConnectionString", Database];
        Server = await ServerProcess.StartAsync(_options.ProductProgram, [.. store, .. Settings(), .. _options.Extra], _address, _options, _transport.Time);
    }

    public override async Task<IReadOnlyList<Pair>> ConnectAsync(int conversations, CancellationToken cancel)
    {
        if (_desks.Count == 0) await OpenDesksAsync(cancel);
        var pairs = new Pair[conversations];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ConnectsAtOnce, CancellationToken = cancel };
        await Parallel.ForAsync(0, conversations, parallel, async (i, stop) => pairs[i] = await PairAsync(stop));
        return pairs;
    }

    /// <summary>Conversations that wait for nobody: started by a few customers, then left alone.</summary>
    public async Task StartIdleAsync(int conversations, CancellationToken cancel)
    {
        const int Customers = 64;
        await Parallel.ForAsync(0, Customers, cancel, async (n, stop) =>
        {
            var session = await new GridSessions(_transport, _address).CustomerAsync(new CustomerSessionRequest(Workspace), cancel: stop);
            var connection = await HubSocket.ConnectAsync(_transport, new Uri(_address, "/hubs/customer"), session.Token, new PairSink(false), stop);
            for (var i = n; i < conversations; i += Customers)
                await connection.InvokeAsync("Start", new StartRequest(GridClient.NewClientId()), WireJson.Default.StartRequest, WireJson.Default.Receipt,
                    stop);
            await connection.CloseAsync();
        });
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var desk in _desks) await desk.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Configuration alone: enough agents, and limits that one machine with all the clients does not meet.</summary>
    private IEnumerable<string> Settings()
    {
        const string Limits = "--Grid:Gateway:";
        yield return Limits + "CallsPerSecondPerConnection=100000";
        yield return Limits + "CallsBurstPerConnection=1000000";
        yield return Limits + "CallsPerSecondPerUser=1000000";
        yield return Limits + "SessionsPerSecondPerAddress=100000";
        yield return Limits + "SessionsBurstPerAddress=1000000";
        // A few customers here stand for many.
        foreach (var quota in (string[])["ConversationsPerCustomer", "HandoversPerCustomer"]) yield return $"--Grid:Quotas:{quota}=1000000";
        yield return $"--Grid:Quotas:BytesPerDayPerCustomer={int.MaxValue}";
        yield return "--Logging:LogLevel:Default=Warning";
        var bench = $"--Grid:Workspaces:{Workspace}:";
        yield return bench + "Queues:0=general";
        var hash = PasswordHash.Of(Password);
        for (var i = 0; i < Agents; i++)
        {
            yield return $"{bench}Staff:{i}:Id=agent{i}";
            yield return $"{bench}Staff:{i}:Name=Agent {i}";
            yield return $"{bench}Staff:{i}:Email={Email(i)}";
            yield return $"{bench}Staff:{i}:PasswordHash={hash}";
            yield return $"{bench}Staff:{i}:Capacity={AgentCapacity}";
        }
        if (Past is null) yield break;
        var past = $"--Grid:Workspaces:{Past}:";
        yield return past + "Queues:0=general";
        yield return past + "Queues:1=billing";
        foreach (var (i, id, role) in new[] { (0, "head", "Supervisor"), (1, "reader", "Agent") })
        {
            yield return $"{past}Staff:{i}:Id={id}";
            yield return $"{past}Staff:{i}:Name={id}";
            yield return $"{past}Staff:{i}:Email={id}@bench.test";
            yield return $"{past}Staff:{i}:PasswordHash={hash}";
            yield return $"{past}Staff:{i}:Role={role}";
        }
    }

    private int Agents => _options.Conversations / AgentCapacity + 2;

    private async Task OpenDesksAsync(CancellationToken cancel)
    {
        var sessions = new GridSessions(_transport, _address);
        for (var i = 0; i < Agents; i++)
        {
            var session = await sessions.AgentAsync(new AgentSessionRequest(Workspace, Email(i), Password), cancel);
            var desk = new AgentClient(_transport, new GridClientOptions { Addresses = [_address] }, _ => new(session.Token));
            desk.Offered += offer => _ = AcceptAsync(desk, session, offer);
            await desk.StartAsync(cancel);
            await desk.SetPresenceAsync("online", cancel);
            _desks.Add(desk);
        }
    }

    private static string Email(int agent) => $"agent{agent}@bench.test";

    private async Task AcceptAsync(AgentClient desk, AgentSession session, Offer offer)
    {
        try
        {
            await desk.AcceptAsync(offer.OfferId);
            Assigned(offer.ConversationId).TrySetResult(session);
        }
        catch (GridException)
        {
            // Withdrawn meanwhile; it is offered again.
        }
    }

    private async Task<Pair> PairAsync(CancellationToken cancel)
    {
        var session = await new GridSessions(_transport, _address).CustomerAsync(new CustomerSessionRequest(Workspace), cancel: cancel);
        var (customerSink, agentSink) = (new PairSink(false), new PairSink(true));
        var customer = await HubSocket.ConnectAsync(_transport, new Uri(_address, "/hubs/customer"), session.Token, customerSink, cancel);
        var start = await customer.InvokeAsync("Start", new StartRequest(GridClient.NewClientId()), WireJson.Default.StartRequest, WireJson.Default.Receipt,
            cancel);
        var id = start.ConversationId;
        await customer.InvokeAsync("Resume", new ResumeRequest(id, 0), WireJson.Default.ResumeRequest, WireJson.Default.Slice, cancel);
        await customer.InvokeAsync("RequestHuman", new ReasonRequest(id), WireJson.Default.ReasonRequest, WireJson.Default.Receipt, cancel);
        var agentSession = await Assigned(id).Task.WaitAsync(TimeSpan.FromSeconds(60), _transport.Time, cancel);
        var agent = await HubSocket.ConnectAsync(_transport, new Uri(_address, "/hubs/agent"), agentSession.Token, agentSink, cancel);
        await agent.InvokeAsync("Open", new ResumeRequest(id, 0), WireJson.Default.ResumeRequest, WireJson.Default.Slice, cancel);
        return new Pair(id, customer, agent, customerSink, agentSink);
    }

    private TaskCompletionSource<AgentSession> Assigned(string id) =>
        _assigned.GetOrAdd(id, static _ => new TaskCompletionSource<AgentSession>(TaskCreationOptions.RunContinuationsAsynchronously));
}
