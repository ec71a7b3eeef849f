using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace ConversationGrid.Fuzz.Wire;

/// <summary>What a hub answered.</summary>
/// <param name="Code">The refusal's code; empty when the call went through.</param>
/// <param name="Result">The result as it came.</param>
internal sealed record HubAnswer(string Code, string Error, JsonElement Result)
{
    public bool IsOk => Code.Length == 0;
}

/// <summary>The other end of a hub over a raw WebSocket: calls, and sees every byte that comes back.</summary>
internal sealed class HubPeer : IDisposable
{
    /// <summary>Ends each message of the JSON hub protocol.</summary>
    public const byte Separator = 0x1e;
    private const int PushesMax = 5_000;
    private static readonly byte[] _handshake = RawWebSocket.Frame("{\"protocol\":\"json\",\"version\":1}\u001e"u8);

    private readonly RawWebSocket _socket;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<HubAnswer>> _calls = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Queue<JsonElement> _pushes = new();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;

    private HubPeer(RawWebSocket socket) => _socket = socket;

    /// <summary>Told of every error text that the hub answers, also to calls that nobody waits for.</summary>
    public Action<string>? OnError { get; set; }

    /// <summary>Ends with what the host said when it closed.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>Opens a hub and shakes hands; without a peer, the status that the host answered.</summary>
    public static async Task<(HubPeer? Peer, int Status)> OpenAsync(
        Uri host, string hub, string? token, string? headers = null, CancellationToken cancel = default)
    {
        var path = token is null ? hub : $"{hub}?access_token={Uri.EscapeDataString(token)}";
        var (socket, status, _) = await RawWebSocket.OpenAsync(host, path, headers, cancel: cancel);
        if (socket is null) return (null, status);
        await socket.SendBytesAsync(_handshake, cancel);
        var answer = await socket.ReadAsync(cancel);
        if (answer is not { Opcode: RawWebSocket.Text } text || Encoding.UTF8.GetString(text.Payload).TrimEnd('\u001e') != "{}")
        {
            socket.Dispose();
            return (null, 0);
        }
        var peer = new HubPeer(socket);
        _ = peer.ReadAsync();
        return (peer, status);
    }

    /// <summary>Calls a method and waits for its answer.</summary>
    public async Task<HubAnswer> CallAsync(string method, object? argument, TimeSpan? within = null)
    {
        var id = $"c{Interlocked.Increment(ref _next)}";
        var answered = Expect(id);
        await SendAsync(Invocation(id, method, argument));
        return await answered.WaitAsync(within ?? TimeSpan.FromSeconds(30));
    }

    /// <summary>Waits for the answer to a call that is sent by other means.</summary>
    public Task<HubAnswer> Expect(string invocationId)
    {
        var answered = new TaskCompletionSource<HubAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[invocationId] = answered;
        if (_closed.Task.IsCompleted) answered.TrySetException(new IOException("The connection is closed."));
        return answered.Task;
    }

    /// <summary>Bytes as they are, WebSocket frames and all.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancel = default)
    {
        await _sending.WaitAsync(cancel);
        try
        {
            await _socket.SendBytesAsync(frames, cancel);
        }
        finally
        {
            _sending.Release();
        }
    }

    public static byte[] Invocation(string id, string method, object? argument) => RawWebSocket.Frame(
        [.. JsonSerializer.SerializeToUtf8Bytes(new { type = 1, invocationId = id, target = method, arguments = argument is null ? [] : new[] { argument } }),
            Separator]);

    /// <summary>What was pushed so far, oldest first; the oldest are forgotten.</summary>
    public IReadOnlyList<JsonElement> Pushes()
    {
        lock (_pushes)
            return [.. _pushes];
    }

    /// <summary>The first push of a name that fits, now or soon.</summary>
    public async Task<JsonElement> PushAsync(string name, Func<JsonElement, bool> that)
    {
        for (var i = 0; i < 1_500; i++)
        {
            foreach (var push in Pushes())
                if (push.GetProperty("target").GetString() == name && that(push.GetProperty("arguments")[0])) return push.GetProperty("arguments")[0];
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
        throw new TimeoutException($"No push '{name}' came.");
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        var reason = "the line ended";
        var rest = new List<byte>();
        try
        {
            while (await _socket.ReadAsync() is { } frame)
            {
                if (frame.Opcode == 8)
                {
                    reason = frame.Payload.Length > 1 ? $"WebSocket close {(frame.Payload[0] << 8) | frame.Payload[1]}" : "WebSocket close";
                    break;
                }
                if (frame.Opcode > 8) continue;
                rest.AddRange(frame.Payload);
                int end;
                while ((end = rest.IndexOf(Separator)) >= 0)
                {
                    if (OnMessage(JsonElement.Parse(rest[..end].ToArray())) is { } closing) reason = closing;
                    rest.RemoveRange(0, end + 1);
                }
            }
        }
        catch (JsonException)
        {
            reason = "the host sent what is no JSON";
            OnError?.Invoke(reason);
        }
        _closed.TrySetResult(reason);
        foreach (var call in _calls.Values) call.TrySetException(new IOException($"The connection is closed: {reason}."));
    }

    private string? OnMessage(JsonElement message)
    {
        switch (message.GetProperty("type").GetInt32())
        {
            case 1:
                lock (_pushes)
                {
                    _pushes.Enqueue(message);
                    if (_pushes.Count > PushesMax) _pushes.Dequeue();
                }
                return null;
            case 3:
                Complete(message);
                return null;
            case 7:
                var error = message.TryGetProperty("error", out var why) ? why.GetString()! : "";
                if (error.Length > 0) OnError?.Invoke(error);
                return $"close message '{error}'";
            default:
                return null;
        }
    }

    private void Complete(JsonElement message)
    {
        var error = message.TryGetProperty("error", out var e) ? e.GetString()! : "";
        if (error.Length > 0) OnError?.Invoke(error);
        if (!_calls.TryRemove(message.GetProperty("invocationId").GetString()!, out var waiting)) return;
        // What the framework puts before the text of a HubException.
        var told = error.Contains("HubException: ", StringComparison.Ordinal) ? error[(error.IndexOf("HubException: ", StringComparison.Ordinal) + 14)..]
            : error;
        waiting.TrySetResult(new(told.Split(':')[0], error, message.TryGetProperty("result", out var result) ? result : default));
    }
}
