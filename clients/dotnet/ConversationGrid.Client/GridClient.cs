using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client;

/// <summary>What customers', agents' and supervisors' clients have in common: a wire that comes back, and the conversations followed over it.</summary>
public abstract class GridClient : IHubLinkOwner, IThreadWire, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConversationThread> _threads = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HubTransport _transport;
    private readonly GridClientOptions _options;

    private protected GridClient(HubTransport transport, GridClientOptions options, string hub, Func<CancellationToken, ValueTask<string>> token)
    {
        (_transport, _options) = (transport, options);
        var linkOptions = new HubLinkOptions { Addresses = options.Addresses, Hub = hub, FirstAddress = options.FirstAddress, BackOff = options.BackOff };
        Link = new HubLink(transport, linkOptions, token, this);
    }

    /// <summary>The wire below, e.g. to cut it in a test.</summary>
    public HubLink Link { get; }

    /// <summary>Every event as it comes from the wire, before order and duplicates are sorted out; for checks of the server.</summary>
    public event Action<Envelope>? RawEvent;

    /// <summary>The wire broke (false) or is there again (true).</summary>
    public event Action<bool>? ConnectionChanged;

    public IReadOnlyCollection<ConversationThread> Threads => (IReadOnlyCollection<ConversationThread>)_threads.Values;

    protected CancellationToken Stopping => _stop.Token;

    /// <summary>Connects. Keeps trying until cancelled.</summary>
    public Task StartAsync(CancellationToken cancel = default) => Link.StartAsync(cancel);

    /// <summary>Follows a conversation: its events from <paramref name="after"/> on, and then live.</summary>
    public ConversationThread Follow(string conversationId, long after = 0, Action<Envelope>? applied = null)
    {
        var thread = _threads.GetOrAdd(conversationId, id =>
        {
            var fresh = new ConversationThread(this, id, after);
            if (applied is not null) fresh.Applied += applied;
            return fresh;
        });
        if (Link.IsConnected) thread.Connected();
        return thread;
    }

    /// <summary>Forgets a conversation; what the server still pushes of it is ignored.</summary>
    public void Forget(string conversationId) => _threads.TryRemove(conversationId, out _);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Link.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    void IHubLinkOwner.Connected()
    {
        OnConnected();
        foreach (var (_, thread) in _threads) thread.Connected();
        ConnectionChanged?.Invoke(true);
    }

    void IHubLinkOwner.Disconnected()
    {
        foreach (var (_, thread) in _threads) thread.Disconnected();
        ConnectionChanged?.Invoke(false);
    }

    void IHubLinkOwner.Push(ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
        try
        {
            if (!target.SequenceEqual("event"u8))
            {
                OnPush(target, argument);
                return;
            }
            var e = JsonSerializer.Deserialize(argument, WireJson.Default.Envelope);
            if (e is null) return;
            RawEvent?.Invoke(e);
            if (_threads.TryGetValue(e.ConversationId, out var thread)) thread.Push(e);
        }
        catch (JsonException)
        {
            Unreadable++;
        }
    }

    /// <summary>Pushes that were not what the protocol promises.</summary>
    public int Unreadable { get; private set; }

    Task<Slice> IThreadWire.LoadAsync(string conversationId, long after) => LoadAsync(conversationId, after);

    Task<Receipt> IThreadWire.PostAsync(string conversationId, PendingMessage message) =>
        CallAsync(message.IsNote ? "Note" : "Post", new PostRequest(conversationId, message.ClientId, message.Text), WireJson.Default.PostRequest,
            WireJson.Default.Receipt, Stopping);

    async Task<bool> IThreadWire.WaitAsync(int attempt)
    {
        try
        {
            await Task.Delay(_options.BackOff.Wait(attempt, _transport.Dice()), _transport.Time, Stopping);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    string IThreadWire.NewClientId() => NewClientId();

    /// <summary>A fresh id of 128 random bits.</summary>
    public static string NewClientId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Loads what follows a seq, and subscribes.</summary>
    protected abstract Task<Slice> LoadAsync(string conversationId, long after);

    protected virtual void OnConnected()
    {
    }

    protected virtual void OnPush(ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
    }

    protected Task<TResult> CallAsync<TArgument, TResult>(
        string method, TArgument argument, JsonTypeInfo<TArgument> argumentType, JsonTypeInfo<TResult> resultType, CancellationToken cancel = default) =>
        Link.InvokeAsync(method, argument, argumentType, resultType, cancel);
}

/// <summary>Where a client connects to, and how it comes back.</summary>
public sealed class GridClientOptions
{
    /// <summary>Addresses of gateways, any of which will do.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>Which address is tried first. Default: 0.</summary>
    public int FirstAddress { get; init; }

    public BackOff BackOff { get; init; } = new();
}
