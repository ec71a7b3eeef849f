using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Conversations;

/// <summary>
/// One conversation as one client follows it: every event exactly once and in order through broken wires, and own messages that
/// are sent one after the other, again after a break, until the server confirmed them.
/// </summary>
public sealed class ConversationThread
{
    private readonly Lock _gate = new();
    private readonly IThreadWire _wire;
    private readonly EventFeed _feed;
    private readonly LinkedList<PendingMessage> _pending = [];
    private readonly List<Envelope> _fresh = [];
    private bool _loading;
    private bool _pumping;
    private int _generation;
    private TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ConversationThread(IThreadWire wire, string conversationId, long after)
    {
        _wire = wire;
        Id = conversationId;
        _feed = new EventFeed(after);
    }

    public string Id { get; }

    /// <summary>The seq of the last event handed on.</summary>
    public long Last
    {
        get { lock (_gate) return _feed.Last; }
    }

    /// <summary>Times that something was missing and had to be asked for.</summary>
    public int Gaps
    {
        get { lock (_gate) return _feed.Gaps; }
    }

    /// <summary>Own messages that are not confirmed yet, oldest first.</summary>
    public IReadOnlyList<PendingMessage> Pending
    {
        get { lock (_gate) return [.. _pending]; }
    }

    /// <summary>Each event, exactly once and in order. Called under the thread's lock: return quickly.</summary>
    public event Action<Envelope>? Applied;

    /// <summary>The server will not show this conversation (any more).</summary>
    public event Action<GridException>? Refused;

    /// <summary>Waits until everything that the server had at the last connect is here.</summary>
    public Task CaughtUpAsync(CancellationToken cancel = default)
    {
        lock (_gate) return _caughtUp.Task.WaitAsync(cancel);
    }

    /// <summary>Sends a message and answers when it is durable. Survives breaks; gives up only when cancelled or refused permanently.</summary>
    /// <param name="clientId">An id of the caller's own, so that the message appears once even if the caller itself starts again.</param>
    public Task<Receipt> PostAsync(string text, string? clientId = null, bool note = false, CancellationToken cancel = default)
    {
        var message = Enqueue(text, clientId, note);
        return message.Receipt.WaitAsync(cancel);
    }

    /// <summary>As <see cref="PostAsync"/>, answering at once with the message that now waits.</summary>
    public PendingMessage Enqueue(string text, string? clientId = null, bool note = false)
    {
        var message = new PendingMessage(clientId ?? _wire.NewClientId(), text, note);
        lock (_gate)
        {
            _pending.AddLast(message);
            if (_pumping) return message;
            _pumping = true;
        }
        _ = PumpAsync();
        return message;
    }

    internal void Push(Envelope e)
    {
        int generation;
        lock (_gate)
        {
            var verdict = _feed.Push(e, _fresh);
            HandOn();
            // While a page is on its way, what it will bring is missing for good reason: the push waits in the feed.
            if (verdict != FeedVerdict.Gap || _loading) return;
            _loading = true;
            generation = _generation;
        }
        _ = LoadAsync(generation);
    }

    internal void Connected()
    {
        int generation;
        lock (_gate)
        {
            generation = ++_generation;
            _loading = true;
            if (_caughtUp.Task.IsCompleted) _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _ = LoadAsync(generation);
    }

    internal void Disconnected()
    {
        lock (_gate)
        {
            _generation++;
            _loading = false;
        }
    }

    private async Task LoadAsync(int generation)
    {
        for (var attempt = 0; ;)
        {
            try
            {
                var slice = await _wire.LoadAsync(Id, Last);
                lock (_gate)
                {
                    if (generation != _generation) return;
                    _feed.Load(slice.Events, _fresh);
                    HandOn();
                    if (_feed.Last < slice.Last && slice.Events.Count > 0) continue;
                    if (_feed.Early == 0)
                    {
                        _loading = false;
                        _caughtUp.TrySetResult();
                        return;
                    }
                }
                // Something is still missing before an event that was pushed: ask again, a little later.
                if (!await _wire.WaitAsync(attempt++)) return;
            }
            catch (GridException e) when (e.Code == GridErrorCode.Disconnected)
            {
                return; // The next connect loads again.
            }
            catch (GridException e) when (e.Retryable)
            {
                if (!await _wire.WaitAsync(attempt++)) return;
            }
            catch (GridException e)
            {
                lock (_gate) _loading = false;
                _caughtUp.TrySetException(e);
                Refused?.Invoke(e);
                return;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task PumpAsync()
    {
        for (var attempt = 0; ;)
        {
            PendingMessage head;
            lock (_gate)
            {
                if (_pending.First is null)
                {
                    _pumping = false;
                    return;
                }
                head = _pending.First.Value;
            }
            try
            {
                head.Attempts++;
                var receipt = await _wire.PostAsync(Id, head);
                Settle(head, m => m.Confirm(receipt));
                attempt = 0;
            }
            catch (GridException e) when (e.Retryable)
            {
                if (!await _wire.WaitAsync(attempt++)) Settle(head, m => m.Refuse(e));
            }
            catch (Exception e)
            {
                Settle(head, m => m.Refuse(e));
            }
        }
    }

    private void Settle(PendingMessage message, Action<PendingMessage> how)
    {
        lock (_gate) _pending.Remove(message);
        how(message);
    }

    private void HandOn()
    {
        foreach (var e in _fresh)
        {
            if (_pending.Count > 0 && e.Data?.ClientId is { } clientId) Reconcile(e, clientId);
            Applied?.Invoke(e);
        }
        _fresh.Clear();
    }

    /// <summary>The event of an own message is its receipt: a lost answer needs no second send.</summary>
    private void Reconcile(Envelope e, string clientId)
    {
        for (var node = _pending.First; node is not null; node = node.Next)
        {
            if (node.Value.ClientId != clientId) continue;
            node.Value.Confirm(new Receipt(e.ConversationId, e.Seq, e.At));
            _pending.Remove(node);
            return;
        }
    }
}

/// <summary>What a thread needs from its client.</summary>
internal interface IThreadWire
{
    /// <summary>Asks for what follows a seq, and subscribes.</summary>
    Task<Slice> LoadAsync(string conversationId, long after);

    Task<Receipt> PostAsync(string conversationId, PendingMessage message);

    /// <summary>Waits before attempt n + 1; false when the client is being closed.</summary>
    Task<bool> WaitAsync(int attempt);

    string NewClientId();
}
