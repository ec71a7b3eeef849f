using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>A conversation with something to hide, and everybody who would like to see it.</summary>
internal sealed class AccessWorld : IDisposable
{
    /// <summary>In the customer's words and e-mail: only for its owner and the staff concerned.</summary>
    public const string Canary = "canary-7731";

    /// <summary>In a note: for the staff concerned.</summary>
    public const string NoteCanary = "canary-note-7731";

    private readonly GridInProcess _grid;
    private readonly Dictionary<Who, string?> _tokens = [];
    private readonly Dictionary<(string Hub, Who Who), HubPeer> _peers = [];
    private readonly string _shared;
    private readonly string _sharedOffer;
    private int _made;

    private AccessWorld(GridInProcess grid, Dictionary<Who, string?> tokens, string ownerId) =>
        (_grid, _tokens, OwnerId, _shared, _sharedOffer, Conversation, OfferId) = (grid, tokens, ownerId, "", "", "", "");

    private AccessWorld(AccessWorld begun, string shared, string sharedOffer)
    {
        (_grid, _tokens, _peers, OwnerId, _shared, _sharedOffer) = (begun._grid, begun._tokens, begun._peers, begun.OwnerId, shared, sharedOffer);
        (Conversation, OfferId, _made) = (shared, sharedOffer, begun._made);
    }

    public string OwnerId { get; }

    /// <summary>The conversation that a row's body names.</summary>
    public string Conversation { get; private set; }

    /// <summary>An offer to the agent.</summary>
    public string OfferId { get; private set; }

    public IEnumerable<(Who Who, HubPeer Peer)> Peers => _peers.Select(p => (p.Key.Who, p.Value));

    public string? TokenOf(Who who) => _tokens[who];

    public static async Task<AccessWorld> MakeAsync(GridInProcess grid)
    {
        var rest = grid.Rest;
        var session = await rest.SendAsync("POST", "/api/v1/sessions/customer", null,
            (object)new { workspace = "demo", name = "Nur", email = $"{Canary}@example.test" });
        var admin = await rest.StaffAsync("omar");
        var world = new AccessWorld(grid, new()
        {
            [Who.Nobody] = null,
            [Who.Garbage] = "garbage",
            [Who.Expired] = grid.Token(CallerRole.Admin, "omar", lifetime: TimeSpan.FromMilliseconds(1)),
            [Who.Forged] = ForgedTokens.OtherKey(admin),
            [Who.OtherSupervisor] = await rest.StaffAsync("siti", GridInProcess.OtherWorkspace),
            [Who.OtherCustomer] = (await rest.CustomerAsync(GridInProcess.OtherWorkspace)).Token,
            [Who.Owner] = session.Text("token"),
            [Who.Stranger] = (await rest.CustomerAsync()).Token,
            [Who.Assigned] = await rest.StaffAsync("aina"),
            [Who.Uninvolved] = await rest.StaffAsync("ben"),
            [Who.Supervisor] = await rest.StaffAsync("siti"),
            [Who.Admin] = admin,
        }, session.Text("customerId")!);
        await (await world.PeerAsync("/hubs/agent", Who.Assigned)).CallAsync("SetPresence", new { status = "online" });
        var shared = await world.AssignedAsync(Canary);
        await (await world.PeerAsync("/hubs/agent", Who.Assigned)).CallAsync("Note", new { conversationId = shared, clientId = "note", text = NoteCanary });
        return new(world, shared, (await world.OfferedAsync("hello")).OfferId);
    }

    /// <summary>The connection of somebody to a hub, opened once.</summary>
    public async Task<HubPeer> PeerAsync(string hub, Who who)
    {
        if (_peers.TryGetValue((hub, who), out var open)) return open;
        var (peer, status) = await HubPeer.OpenAsync(_grid.Address, hub, _tokens[who]);
        return _peers[(hub, who)] = peer ?? throw new InvalidOperationException($"{who} was not let into {hub}: {status}");
    }

    /// <summary>Puts a new conversation and a new offer in the place of the shared ones, for one call.</summary>
    public async Task<IDisposable> FreshAsync()
    {
        Conversation = await AssignedAsync("fresh");
        OfferId = (await OfferedAsync("fresh")).OfferId;
        return new Back(this);
    }

    /// <summary>How many events the shared conversation has, by who sees them all.</summary>
    public async Task<long> LastSeqAsync() =>
        (await _grid.Rest.SendAsync("GET", $"/api/v1/conversations/{_shared}", _tokens[Who.Admin])).Json.GetProperty("lastSeq").GetInt64();

    public void Dispose()
    {
        foreach (var peer in _peers.Values) peer.Dispose();
    }

    private async Task<string> AssignedAsync(string text)
    {
        var (id, offerId) = await OfferedAsync(text);
        var accepted = await (await PeerAsync("/hubs/agent", Who.Assigned)).CallAsync("Accept", new { offerId });
        Assert.True(accepted.IsOk, accepted.Error);
        return id;
    }

    private async Task<(string Id, string OfferId)> OfferedAsync(string text)
    {
        var owner = await PeerAsync("/hubs/customer", Who.Owner);
        var id = (await owner.CallAsync("Start", new { clientId = $"k{_made++}", text })).Result.GetProperty("conversationId").GetString()!;
        await owner.CallAsync("RequestHuman", new { conversationId = id });
        var offer = await (await PeerAsync("/hubs/agent", Who.Assigned)).PushAsync("offer", o => o.GetProperty("conversationId").GetString() == id);
        return (id, offer.GetProperty("offerId").GetString()!);
    }

    private sealed class Back(AccessWorld world) : IDisposable
    {
        public void Dispose() => (world.Conversation, world.OfferId) = (world._shared, world._sharedOffer);
    }
}
