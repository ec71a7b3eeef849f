using ConversationGrid.Gateway.Telemetry;
using ConversationGrid.Gateway.Throttling;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Clients;

/// <summary>
/// What waits to be sent to one connection, in order and bounded. A client that does not take it is dropped and resumes later; it never
/// slows another. While nothing waits, a push is written at once on the caller's thread.
/// </summary>
internal sealed class SendBuffer(HubConnectionContext connection, int max, int bytesMax)
{
    private readonly Lock _lock = new();
    private readonly Queue<(SerializedHubMessage Message, int Bytes)> _waiting = new();
    private int _waitingBytes;
    private PageTurn? _page;
    private bool _writing;
    private bool _closed;
    private int _holds;

    public string ConnectionId => connection.ConnectionId;

    /// <summary>Whom the connection's token names.</summary>
    public System.Security.Claims.ClaimsPrincipal User => connection.User;

    /// <summary>The actor behind the connection, as events name it.</summary>
    public string? UserId => connection.User.Identity?.Name;

    /// <summary>The address of the client, as limits count it.</summary>
    public string Address { get; } = connection.GetHttpContext() is { } http ? RateLimits.Address(http) : "";

    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return _closed;
        }
    }

    public static SerializedHubMessage Frame(byte[] json) => new([new SerializedMessage("json", json)]);

    public void Send(SerializedHubMessage message)
    {
        DeliveryMetrics.Pushed();
        lock (_lock)
        {
            if (_closed) return;
            if (_writing || _holds > 0)
            {
                var bytes = message.GetSerializedMessage(connection.Protocol).Length;
                if (_waiting.Count >= max || _waitingBytes + bytes > bytesMax)
                {
                    Drop();
                    return;
                }
                _waiting.Enqueue((message, bytes));
                _waitingBytes += bytes;
                return;
            }
            _writing = true;
        }
        var write = connection.WriteAsync(message);
        SerializedHubMessage? next = null;
        // Asked once: it may end between two looks, and what was just written would be taken for the next.
        if (write.IsCompletedSuccessfully && !TryTakeNext(out next)) return;
        _ = PumpAsync(write, next);
    }

    /// <summary>Keeps pushes back until <see cref="Release"/>: an answer that they follow is on its way.</summary>
    public void Hold()
    {
        lock (_lock)
            _holds++;
    }

    /// <summary>Sends what was kept back. Writing goes through the connection's own lock, so it follows whatever is being written now.</summary>
    public void Release()
    {
        lock (_lock)
        {
            if (--_holds > 0 || _writing || _closed || _waiting.Count == 0) return;
            _writing = true;
        }
        _ = PumpAsync(default, null);
    }

    /// <summary>One page at a time for this connection.</summary>
    public SemaphoreSlim PageLine { get; } = new(1);

    /// <summary>Keeps the turn of the page that is on its way, so that it ends with the connection at the latest; false if the connection is gone.</summary>
    public bool TryKeep(PageTurn page)
    {
        lock (_lock)
        {
            if (!_closed) _page = page;
            return !_closed;
        }
    }

    /// <summary>Ends it: the connection is gone.</summary>
    public void Close()
    {
        lock (_lock)
            Clear();
    }

    /// <summary>Ends the connection: its client does not take what it asked for.</summary>
    public void Abort()
    {
        Close();
        connection.Abort();
    }

    private async Task PumpAsync(ValueTask write, SerializedHubMessage? next)
    {
        try
        {
            await write;
            while (next is not null || TryTakeNext(out next))
            {
                await connection.WriteAsync(next!);
                next = null;
            }
        }
        catch (Exception)
        {
            // The transport is gone; SignalR reports the disconnect, and the client resumes from what it saw last.
            Abort();
        }
    }

    private bool TryTakeNext(out SerializedHubMessage? next)
    {
        lock (_lock)
        {
            if (!_closed && _holds == 0 && _waiting.TryDequeue(out var first))
            {
                next = first.Message;
                _waitingBytes -= first.Bytes;
                return true;
            }
            next = null;
            _writing = false;
            return false;
        }
    }

    /// <summary>The client is too slow. Not awaited: this may run on an entity's turn.</summary>
    private void Drop()
    {
        DeliveryMetrics.Dropped();
        Clear();
        connection.Abort();
    }

    private void Clear()
    {
        _closed = true;
        _waiting.Clear();
        _waitingBytes = 0;
        _page?.Dispose();
        _page = null;
    }
}
