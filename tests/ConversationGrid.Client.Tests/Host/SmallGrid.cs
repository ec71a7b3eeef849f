using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Client.Tests.Host;

/// <summary>
/// A small real server of the protocol in memory: numbers events, remembers clientIds, hides notes from customers with unbroken
/// <c>prev</c> chains, and misbehaves on request as networks do.
/// </summary>
internal sealed class SmallGrid(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _dice = new(seed);
    private readonly Dictionary<string, Line> _lines = [];
    private readonly Dictionary<string, string> _starts = [];

    /// <summary>Share of pushes that never leave.</summary>
    public double LosePush { get; set; }

    /// <summary>Share of posts that are stored but cut off before their answer.</summary>
    public double CutBeforeAnswer { get; set; }

    /// <summary>Share of posts that are refused for now.</summary>
    public double RefuseForNow { get; set; }

    public bool Happens(double share)
    {
        lock (_gate) return _dice.NextDouble() < share;
    }

    public string Start(string clientId)
    {
        lock (_gate)
        {
            if (_starts.TryGetValue(clientId, out var known)) return known;
            var id = $"c{_starts.Count + 1}";
            _starts.Add(clientId, id);
            _lines.Add(id, new Line());
            return id;
        }
    }

    public (Stored Event, bool Fresh) Add(string id, string kind, string type, string clientId, string text)
    {
        lock (_gate)
        {
            var line = Find(id);
            if (line.Events.Find(e => e.ClientId == clientId) is { } known) return (known, false);
            var stored = new Stored(id, line.Events.Count + 1, kind, type, clientId, text);
            line.Events.Add(stored);
            return (stored, true);
        }
    }

    public IReadOnlyList<object> Page(string id, long after, int limit, bool agent, out long last)
    {
        lock (_gate)
        {
            var seen = Find(id).Events.Where(e => agent || e.Type != "notePosted").ToList();
            last = seen.Count == 0 ? 0 : seen[^1].Seq;
            return [.. seen.Select((e, i) => (e, Prev: i == 0 ? 0 : seen[i - 1].Seq)).Where(x => x.e.Seq > after).Take(limit).Select(x => x.e.Show(x.Prev))];
        }
    }

    public object Show(Stored e, bool agent)
    {
        lock (_gate) return e.Show(Find(e.ConversationId).Events.LastOrDefault(x => x.Seq < e.Seq && (agent || x.Type != "notePosted"))?.Seq ?? 0);
    }

    public IReadOnlyList<Stored> All(string id)
    {
        lock (_gate) return [.. Find(id).Events];
    }

    private Line Find(string id) => _lines.TryGetValue(id, out var line) ? line : throw new HubException($"not_found: No conversation '{id}'.");

    internal sealed record Stored(string ConversationId, long Seq, string Kind, string Type, string ClientId, string Text)
    {
        public object Show(long prev) => new
        {
            ConversationId, Seq, Prev = prev, Type, At = DateTimeOffset.UnixEpoch, By = new { Kind, Id = Kind }, Data = new { Text, ClientId },
        };
    }

    private sealed class Line
    {
        public List<Stored> Events { get; } = [];
    }
}

internal sealed record StartCall(string ClientId);

internal sealed record PostCall(string ConversationId, string ClientId, string Text);

internal sealed record ResumeCall(string ConversationId, long After, int? Limit);

/// <summary>What both test hubs do; the agents' one sees notes.</summary>
internal abstract class SmallHub(SmallGrid grid, IHubContext<SmallCustomerHub> customers, IHubContext<SmallAgentHub> agents, bool agent) : Hub
{
    private const int PageMax = 7;

    protected async Task<object> ResumeAsync(ResumeCall call)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, call.ConversationId);
        var events = grid.Page(call.ConversationId, call.After, Math.Min(call.Limit ?? PageMax, PageMax), agent, out var last);
        return new { events, last };
    }

    protected async Task<object?> AddAsync(PostCall call, string type)
    {
        if (grid.Happens(grid.RefuseForNow)) throw new HubException("rate_limited: Not so fast.");
        var (e, fresh) = grid.Add(call.ConversationId, agent ? "agent" : "customer", type, call.ClientId, call.Text);
        if (fresh)
        {
            if (!grid.Happens(grid.LosePush)) await agents.Clients.Group(e.ConversationId).SendAsync("event", grid.Show(e, true));
            if (type != "notePosted" && !grid.Happens(grid.LosePush)) await customers.Clients.Group(e.ConversationId).SendAsync("event", grid.Show(e, false));
        }
        if (fresh && grid.Happens(grid.CutBeforeAnswer)) Context.Abort();
        return new { e.ConversationId, e.Seq, At = DateTimeOffset.UnixEpoch };
    }
}

internal sealed class SmallCustomerHub(SmallGrid grid, IHubContext<SmallCustomerHub> customers, IHubContext<SmallAgentHub> agents)
    : SmallHub(grid, customers, agents, agent: false)
{
    private readonly SmallGrid _grid = grid;

    public object Start(StartCall call) => new { ConversationId = _grid.Start(call.ClientId), Seq = 0 };

    public Task<object> Resume(ResumeCall call) => ResumeAsync(call);

    public Task<object?> Post(PostCall call) => AddAsync(call, "messagePosted");
}

internal sealed class SmallAgentHub(SmallGrid grid, IHubContext<SmallCustomerHub> customers, IHubContext<SmallAgentHub> agents)
    : SmallHub(grid, customers, agents, agent: true)
{
    public Task<object> Open(ResumeCall call) => ResumeAsync(call);

    public Task<object?> Post(PostCall call) => AddAsync(call, "messagePosted");

    public Task<object?> Note(PostCall call) => AddAsync(call, "notePosted");
}
