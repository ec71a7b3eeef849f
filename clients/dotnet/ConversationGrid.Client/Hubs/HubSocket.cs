using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Client.Hubs;

/// <summary>
/// One WebSocket to one hub, from its handshake to its end; it never comes back (see <see cref="HubLink"/> for that).
/// Calls may be made from any thread; what is sent while a send is under way goes out together.
/// </summary>
public sealed class HubSocket
{
    private const int ReceiveBufferBytes = 4096;
    private static readonly byte[] _handshake = [.. """{"protocol":"json","version":1}"""u8, HubFrame.Separator];

    private readonly Lock _gate = new();
    private readonly Dictionary<long, HubCall> _calls = [];
    private readonly HubTransport _transport;
    private readonly IHubSink _sink;
    private readonly ClientWebSocket _socket;
    private readonly Utf8JsonWriter _json;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrayBufferWriter<byte> _waiting = new(256);
    private ArrayBufferWriter<byte> _sending = new(256);
    private bool _flushing;
    private bool _over;
    private long _lastId;
    private long _sentAt;
    private long _heardAt;

    private HubSocket(HubTransport transport, IHubSink sink, ClientWebSocket socket)
    {
        _transport = transport;
        _sink = sink;
        _socket = socket;
        _json = new Utf8JsonWriter(
            _waiting, new JsonWriterOptions { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _sentAt = _heardAt = transport.Time.GetTimestamp();
    }

    /// <summary>Ends when the connection does, with the reason if it was not asked for; never faults.</summary>
    public Task<Exception?> Completion => _closed.Task;

    /// <summary>Connects, and answers after the server's handshake.</summary>
    /// <param name="hub">Address of the hub, http or ws.</param>
    /// <exception cref="GridException"><c>unauthenticated</c> when the token was refused, <c>disconnected</c> otherwise.</exception>
    public static async Task<HubSocket> ConnectAsync(HubTransport transport, Uri hub, string? token, IHubSink sink, CancellationToken cancel = default)
    {
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = TimeSpan.Zero; // The hub protocol has its own pings.
        socket.Options.CollectHttpResponseDetails = true;
        if (token is not null) socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(transport.Options.ConnectTimeout);
        try
        {
            await socket.ConnectAsync(ToWebSocket(hub), transport.Invoker, limit.Token);
            var connection = new HubSocket(transport, sink, socket);
            transport.Add(connection);
            _ = connection.ReceiveAsync();
            await socket.SendAsync(_handshake, WebSocketMessageType.Text, true, limit.Token);
            await connection._ready.Task.WaitAsync(limit.Token);
            return connection;
        }
        catch (Exception e) when (e is not GridException)
        {
            var refused = (int)socket.HttpStatusCode is 401 or 403;
            socket.Dispose();
            cancel.ThrowIfCancellationRequested();
            throw new GridException(refused ? GridErrorCode.Unauthenticated : GridErrorCode.Disconnected,
                $"No connection to {hub.GetLeftPart(UriPartial.Path)}.", e);
        }
    }

    /// <summary>Calls a method and waits for its result; a result of nothing gives the default.</summary>
    /// <exception cref="GridException">The server refused, or the connection broke.</exception>
    public async Task<TResult> InvokeAsync<TArgument, TResult>(
        string method, TArgument argument, JsonTypeInfo<TArgument> argumentType, JsonTypeInfo<TResult> resultType, CancellationToken cancel = default)
    {
        var call = new HubCall<TResult>(resultType);
        Invoke(method, argument, argumentType, call);
        return await call.Answer.WaitAsync(cancel);
    }

    /// <summary>Calls a method without arguments.</summary>
    public async Task<TResult> InvokeAsync<TResult>(string method, JsonTypeInfo<TResult> resultType, CancellationToken cancel = default)
    {
        var call = new HubCall<TResult>(resultType);
        Invoke<object?>(method, null, null, call);
        return await call.Answer.WaitAsync(cancel);
    }

    /// <summary>Calls a method; the answer goes to <paramref name="call"/>, without a task in between.</summary>
    /// <param name="argumentType">Null when the method takes no argument.</param>
    public void Invoke<TArgument>(string method, TArgument argument, JsonTypeInfo<TArgument>? argumentType, HubCall call)
    {
        lock (_gate)
        {
            if (_over) throw GridException.Broken(null);
            if (_waiting.WrittenCount > _transport.Options.SendBufferMax)
                throw new GridException(GridErrorCode.Unavailable, "Too much waits to be sent on this connection.");
            var id = ++_lastId;
            _calls.Add(id, call);
            Write(id, method, argument, argumentType);
            if (_flushing) return;
            _flushing = true;
        }
        _ = FlushAsync();
    }

    /// <summary>Says goodbye and closes the socket.</summary>
    public async Task CloseAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2), _transport.Time);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            await _closed.Task.WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // It was broken already.
        }
        Abort(null);
    }

    /// <summary>Cuts the connection at once; calls that wait fail as <c>disconnected</c>.</summary>
    public void Abort(Exception? reason)
    {
        List<HubCall> waiting;
        lock (_gate)
        {
            if (_over) return;
            _over = true;
            waiting = [.. _calls.Values];
            _calls.Clear();
        }
        _transport.Remove(this);
        _socket.Abort();
        _socket.Dispose();
        var broken = GridException.Broken(reason);
        foreach (var call in waiting) call.Fail(broken);
        var wasReady = _ready.Task.IsCompletedSuccessfully;
        _ready.TrySetException(broken);
        _ = _ready.Task.Exception;
        if (wasReady) _sink.Closed(this, reason);
        _closed.TrySetResult(reason);
    }

    internal void Beat(TimeSpan pingInterval, TimeSpan serverTimeout)
    {
        if (_transport.Time.GetElapsedTime(Volatile.Read(ref _heardAt)) > serverTimeout)
        {
            Abort(new TimeoutException($"The server was silent for {serverTimeout.TotalSeconds:0} s."));
            return;
        }
        if (_transport.Time.GetElapsedTime(Volatile.Read(ref _sentAt)) < pingInterval * 0.6) return;
        lock (_gate)
        {
            if (_over || _flushing) return;
            _waiting.Write("{\"type\":6}\u001e"u8);
            _flushing = true;
        }
        _ = FlushAsync();
    }

    private void Write<TArgument>(long id, string method, TArgument argument, JsonTypeInfo<TArgument>? argumentType)
    {
        _json.Reset(_waiting);
        _json.WriteStartObject();
        _json.WriteNumber("type"u8, (int)HubFrameKind.Invocation);
        Span<byte> digits = stackalloc byte[20];
        id.TryFormat(digits, out var length);
        _json.WriteString("invocationId"u8, digits[..length]);
        _json.WriteString("target"u8, method);
        _json.WriteStartArray("arguments"u8);
        if (argumentType is not null) JsonSerializer.Serialize(_json, argument, argumentType);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        _waiting.Write([HubFrame.Separator]);
    }

    private async Task FlushAsync()
    {
        try
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_waiting.WrittenCount == 0 || _over)
                    {
                        _flushing = false;
                        return;
                    }
                    (_waiting, _sending) = (_sending, _waiting);
                }
                await _socket.SendAsync(_sending.WrittenMemory, WebSocketMessageType.Text, true, CancellationToken.None);
                _sending.ResetWrittenCount();
                Volatile.Write(ref _sentAt, _transport.Time.GetTimestamp());
            }
        }
        catch (Exception e)
        {
            Abort(e);
        }
    }

    private async Task ReceiveAsync()
    {
        byte[]? buffer = null;
        try
        {
            for (var filled = 0; ;)
            {
                if (filled == 0)
                {
                    // An idle connection holds no buffer: the empty read waits, then one is rented.
                    if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                    var idle = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
                    if (idle.MessageType == WebSocketMessageType.Close) break;
                    buffer = ArrayPool<byte>.Shared.Rent(ReceiveBufferBytes);
                }
                else if (filled == buffer!.Length) buffer = Grow(buffer);
                var got = await _socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
                if (got.MessageType == WebSocketMessageType.Close) break;
                Volatile.Write(ref _heardAt, _transport.Time.GetTimestamp());
                filled = Take(buffer, filled + got.Count);
            }
            Abort(new WebSocketException(WebSocketError.ConnectionClosedPrematurely, "The server closed the connection."));
        }
        catch (Exception e)
        {
            Abort(e);
        }
        finally
        {
            if (buffer is not null) ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private byte[] Grow(byte[] buffer)
    {
        if (buffer.Length >= _transport.Options.FrameMax)
            throw new GridException(GridErrorCode.TooLarge, $"A frame exceeds {_transport.Options.FrameMax} bytes.");
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>Handles every whole frame, moves the rest to the front, and answers how long it is.</summary>
    private int Take(byte[] buffer, int filled)
    {
        var start = 0;
        while (buffer.AsSpan(start, filled - start).IndexOf(HubFrame.Separator) is >= 0 and var length)
        {
            Handle(buffer.AsSpan(start, length));
            start += length + 1;
        }
        if (start > 0 && start < filled) buffer.AsSpan(start, filled - start).CopyTo(buffer);
        return filled - start;
    }

    private void Handle(ReadOnlySpan<byte> json)
    {
        var frame = HubFrame.Read(json);
        if (!_ready.Task.IsCompleted)
        {
            if (frame.Error is not null) throw GridException.FromHub(frame.Error);
            _ready.TrySetResult();
            return;
        }
        switch (frame.Kind)
        {
            case HubFrameKind.Invocation:
                _sink.Push(this, frame.Target, frame.Argument);
                break;
            case HubFrameKind.Completion:
                HubCall? call;
                lock (_gate) _calls.Remove(frame.InvocationId, out call);
                if (frame.Error is null) call?.Complete(frame.Result);
                else call?.Fail(GridException.FromHub(frame.Error));
                break;
            case HubFrameKind.Close:
                throw new GridException(GridErrorCode.Disconnected, frame.Error ?? "The server said goodbye.");
        }
    }

    private static Uri ToWebSocket(Uri hub) =>
        hub.Scheme is "ws" or "wss" ? hub : new UriBuilder(hub) { Scheme = hub.Scheme == "https" ? "wss" : "ws" }.Uri;
}
