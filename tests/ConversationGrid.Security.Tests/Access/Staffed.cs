using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>A queue with staff of its own on the shared host, so that a test can change rights without touching the demo's people.</summary>
internal sealed class Staffed(GridInProcess grid, string name) : IDisposable
{
    /// <summary>By when a right that was taken away counts everywhere.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    private readonly List<HubPeer> _peers = [];
    private string _admin = "";
    private HubPeer? _siti;
    private int _made;

    public string Queue => $"{name}-queue";
    public string Elsewhere => $"{name}-elsewhere";

    public static async Task<Staffed> MakeAsync(GridInProcess grid, string name)
    {
        var made = new Staffed(grid, name) { _admin = await grid.Rest.StaffAsync("omar") };
        foreach (var queue in (string[])[made.Queue, made.Elsewhere]) await made.PutAsync("queues", queue, new { name = queue });
        made._siti = await made.ConnectAsync("siti", CallerRole.Supervisor);
        return made;
    }

    /// <summary>Writes an account; its id is prefixed with the name of this place.</summary>
    public Task StaffAsync(string id, string role = "agent", string? queue = null) =>
        PutAsync("staff", Id(id), new { name = id, email = $"{Id(id)}@demo.test", role, queues = (string[])[queue ?? Queue] });

    public async Task RemoveAsync(string id) => Assert.Equal(204, (await grid.Rest.SendAsync("DELETE", $"/api/v1/staff/{Id(id)}", _admin)).Status);

    public string Id(string id) => $"{name}-{id}";

    public string Token(string id, CallerRole role = CallerRole.Agent) => grid.Token(role, Id(id));

    public Task<HubPeer> JoinAsync(string id, string hub = "agent", CallerRole role = CallerRole.Agent) => ConnectAsync(Id(id), role, hub);

    /// <summary>A conversation that waits in the queue of this place.</summary>
    public async Task<(string Id, HubPeer Customer)> WaitingAsync()
    {
        var (_, token) = await grid.Rest.CustomerAsync(name: "Nur");
        var customer = await OpenAsync("/hubs/customer", token);
        var id = (await OkAsync(customer, "Start", new { clientId = $"{name}{_made++}", text = "hello" })).GetProperty("conversationId").GetString()!;
        await OkAsync(customer, "RequestHuman", new { conversationId = id });
        await OkAsync(_siti!, "Transfer", new { conversationId = id, queue = Queue, note = "" });
        return (id, customer);
    }

    /// <summary>A conversation that the agent was offered and took.</summary>
    public async Task<(string Id, HubPeer Customer)> AssignedAsync(HubPeer agent)
    {
        await OkAsync(agent, "SetPresence", new { status = "online" });
        var (id, customer) = await WaitingAsync();
        await TakeAsync(agent, id);
        await OkAsync(agent, "Open", new { conversationId = id, after = 0 });
        return (id, customer);
    }

    public static async Task TakeAsync(HubPeer agent, string id)
    {
        var offer = await agent.PushAsync("offer", o => o.GetProperty("conversationId").GetString() == id);
        await OkAsync(agent, "Accept", new { offerId = offer.GetProperty("offerId").GetString() });
    }

    /// <summary>A message and a note that all with the right see; the supervisor's answer says that both are in the journal.</summary>
    public async Task SayAsync(string id, HubPeer customer, string text)
    {
        await OkAsync(customer, "Post", new { conversationId = id, clientId = $"m{_made++}", text = $"{text} message" });
        await NoteAsync(id, $"{text} note");
    }

    public Task NoteAsync(string id, string text) => OkAsync(
        _siti!, "Note", new { conversationId = id, clientId = $"n{Interlocked.Increment(ref _made)}", text });

    public async Task<JsonElement> ViewAsync(string id) => (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{id}", _admin)).Json;

    /// <summary>Fails if the peer got any push with the text.</summary>
    public static void HeardNothingOf(HubPeer peer, string text) =>
        Assert.DoesNotContain(peer.Pushes(), push => push.GetRawText().Contains(text, StringComparison.Ordinal));

    public static Task EndedAsync(HubPeer peer, string id, string reason) =>
        peer.PushAsync("watchEnded", e => e.GetProperty("conversationId").GetString() == id && e.GetProperty("reason").GetString() == reason)
        .WaitAsync(TimeSpan.FromSeconds(20));

    public static async Task<JsonElement> OkAsync(HubPeer peer, string method, object? argument)
    {
        var answer = await peer.CallAsync(method, argument);
        Assert.True(answer.IsOk, $"{method}: {answer.Error}");
        return answer.Result;
    }

    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await holds()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
        throw new TimeoutException($"Waited in vain until {what}.");
    }

    public void Dispose()
    {
        foreach (var peer in _peers) peer.Dispose();
    }

    private async Task PutAsync(string path, string id, object body)
    {
        var answer = await grid.Rest.SendAsync("PUT", $"/api/v1/{path}/{id}", _admin, body);
        Assert.True(answer.Status == 200, $"{path}/{id}: {answer.Body}");
    }

    private Task<HubPeer> ConnectAsync(string id, CallerRole role, string hub = "agent") => OpenAsync($"/hubs/{hub}", grid.Token(role, id));

    private async Task<HubPeer> OpenAsync(string hub, string token)
    {
        var (peer, status) = await HubPeer.OpenAsync(grid.Address, hub, token);
        lock (_peers)
            _peers.Add(peer ?? throw new InvalidOperationException($"{hub} answered {status}."));
        return peer;
    }
}
