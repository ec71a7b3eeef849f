using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Client.Hubs;

/// <summary>What a link tells its owner. Called one at a time; return quickly, never throw.</summary>
public interface IHubLinkOwner
{
    /// <summary>A new connection is there: subscribe again.</summary>
    void Connected();

    void Disconnected();

    void Push(ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument);
}

/// <summary>
/// A wire to one hub that comes back: it connects, and after every break connects again, to the next address of its list,
/// after a wait that grows and jitters. A call waits for a connection; one that was under way when the wire broke fails as
/// <c>disconnected</c>, because only its caller knows whether it may be sent twice.
/// </summary>
public sealed class HubLink : IHubSink, IAsyncDisposable
{
    private readonly HubTransport _transport;
    private readonly HubLinkOptions _options;
    private readonly Func<CancellationToken, ValueTask<string>> _token;
    private readonly IHubLinkOwner _owner;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<HubSocket> _current = NewPromise();
    private Task? _run;
    private int _address;

    /// <param name="token">Gives the access token for each connect; it may fetch a new one.</param>
    public HubLink(HubTransport transport, HubLinkOptions options, Func<CancellationToken, ValueTask<string>> token, IHubLinkOwner owner)
    {
        if (options.Addresses.Count == 0) throw new ArgumentException("A link needs an address.", nameof(options));
        (_transport, _options, _token, _owner) = (transport, options, token, owner);
        _address = options.FirstAddress % options.Addresses.Count;
    }

    /// <summary>Connections lost so far.</summary>
    public int Breaks { get; private set; }

    /// <summary>The address that it is connected to, or tries next.</summary>
    public Uri Address => _options.Addresses[_address];

    public bool IsConnected => _current.Task.IsCompletedSuccessfully;

    /// <summary>Starts connecting, and answers at the first connection. Keeps trying until cancelled.</summary>
    public async Task StartAsync(CancellationToken cancel = default)
    {
        _run ??= RunAsync();
        await _current.Task.WaitAsync(cancel);
    }

    /// <summary>The connection of now, or of as soon as there is one.</summary>
    public Task<HubSocket> ConnectionAsync(CancellationToken cancel)
    {
        lock (_gate) return _current.Task.WaitAsync(cancel);
    }

    public async Task<TResult> InvokeAsync<TArgument, TResult>(
        string method, TArgument argument, JsonTypeInfo<TArgument> argumentType, JsonTypeInfo<TResult> resultType, CancellationToken cancel = default)
    {
        var connection = await ConnectionAsync(cancel);
        return await connection.InvokeAsync(method, argument, argumentType, resultType, cancel);
    }

    public async Task<TResult> InvokeAsync<TResult>(string method, JsonTypeInfo<TResult> resultType, CancellationToken cancel = default)
    {
        var connection = await ConnectionAsync(cancel);
        return await connection.InvokeAsync(method, resultType, cancel);
    }

    /// <summary>Cuts the wire as a broken network would; the link comes back by itself.</summary>
    public void Cut()
    {
        if (_current.Task is { IsCompletedSuccessfully: true } live) live.Result.Abort(new IOException("Cut on purpose."));
    }

    void IHubSink.Push(HubSocket connection, ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument) => _owner.Push(target, argument);

    void IHubSink.Closed(HubSocket connection, Exception? reason)
    {
        // The loop below sees it through Completion.
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_current.Task is { IsCompletedSuccessfully: true } live) await live.Result.CloseAsync();
        if (_run is not null) await _run;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        for (var attempt = 0; !_stop.IsCancellationRequested;)
        {
            try
            {
                var token = await _token(_stop.Token);
                var hub = new Uri(_options.Addresses[_address], _options.Hub);
                var connection = await HubSocket.ConnectAsync(_transport, hub, token, this, _stop.Token);
                attempt = 0;
                lock (_gate) _current.TrySetResult(connection);
                _owner.Connected();
                await connection.Completion;
                Breaks++;
                lock (_gate) _current = NewPromise();
                _owner.Disconnected();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is GridException or HttpRequestException or OperationCanceledException)
            {
                // Refused or unreachable: the next address, later. A token that was refused is asked for again at the next turn.
            }
            _address = (_address + 1) % _options.Addresses.Count;
            try
            {
                await Task.Delay(_options.BackOff.Wait(attempt++, _transport.Dice()), _transport.Time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        lock (_gate)
        {
            if (_current.Task.IsCompleted) _current = NewPromise();
            _current.TrySetCanceled();
        }
    }

    private static TaskCompletionSource<HubSocket> NewPromise() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Where a link connects to.</summary>
public sealed class HubLinkOptions
{
    /// <summary>Addresses of gateways, any of which will do.</summary>
    public required IReadOnlyList<Uri> Addresses { get; init; }

    /// <summary>Path of the hub, e.g. <c>/hubs/customer</c>.</summary>
    public required string Hub { get; init; }

    /// <summary>Which address is tried first. Spread clients with it. Default: 0.</summary>
    public int FirstAddress { get; init; }

    public BackOff BackOff { get; init; } = new();
}
