using ConversationGrid.Contracts.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// This process's watch of one conversation, and the connections that follow it. Each event is written once for each audience. Whatever
/// the watch missed is read from the journal, so every follower gets every event that it may see exactly once and in order.
/// </summary>
internal sealed class ConversationWatch(StreamId stream, IJournal journal)
{
    private const int ReadMax = 500;

    private readonly Lock _lock = new();
    private readonly List<Follower> _followers = [];
    private Task? _catchUp;
    private bool _missed;
    private int _joining;
    private bool _retired;

    /// <summary>The last event that went to the followers, and the last that each audience saw.</summary>
    private long _position = -1;
    private long _lastEveryone;
    private long _lastStaff;

    public bool IsStarted
    {
        get
        {
            lock (_lock)
                return _position >= 0;
        }
    }

    /// <summary>Keeps the watch from being retired until <see cref="EndJoin"/>; false if it is retired already.</summary>
    public bool TryJoin()
    {
        lock (_lock)
        {
            if (_retired) return false;
            _joining++;
            return true;
        }
    }

    public void EndJoin()
    {
        lock (_lock)
            _joining--;
    }

    /// <summary>Ends the watch if nobody follows or joins it. It gets no events from then on, so nobody may begin to follow it.</summary>
    public bool TryRetire()
    {
        lock (_lock)
            return _retired = _retired || (_followers.Count == 0 && _joining == 0);
    }

    /// <summary>Sets where the watch begins, once.</summary>
    public void Start(long position, long lastEveryone, long lastStaff)
    {
        lock (_lock)
        {
            if (_position >= 0) return;
            (_position, _lastEveryone, _lastStaff) = (position, lastEveryone, lastStaff);
        }
    }

    /// <summary>Lets a connection follow, if the watch stands where its reading ended; otherwise it must read on and try again.</summary>
    public bool TryFollow(Outbox outbox, Audience viewer, long readTo)
    {
        lock (_lock)
        {
            if (_position != readTo) return false;
            _followers.RemoveAll(f => f.Outbox == outbox);
            _followers.Add(new(outbox, viewer));
            return true;
        }
    }

    /// <summary>Lets a connection follow from the watch's own position: it has not read all, and will see the gap.</summary>
    public void FollowFromHere(Outbox outbox, Audience viewer)
    {
        lock (_lock)
        {
            _followers.RemoveAll(f => f.Outbox == outbox);
            _followers.Add(new(outbox, viewer));
        }
    }

    public void Leave(Outbox outbox)
    {
        lock (_lock)
            _followers.RemoveAll(f => f.Outbox == outbox);
    }

    public void OnEvents(IReadOnlyList<Committed> events)
    {
        lock (_lock)
        {
            if (_position < 0 || _catchUp is not null)
            {
                // Not begun, or reading what was missed: the journal has these too.
                _missed = true;
                return;
            }
            foreach (var e in events)
            {
                if (e.Seq <= _position) continue;
                if (e.Seq > _position + 1)
                {
                    BeginCatchUp();
                    return;
                }
                Deliver(e);
            }
        }
    }

    public void OnSignal(Signal signal)
    {
        lock (_lock)
        {
            if (_followers.Count == 0) return;
            var push = Outbox.Frame(HubFrames.Push(signal.Name, json => json.WriteRawValue(signal.Json, skipInputValidation: true)));
            foreach (var follower in _followers)
                if (follower.Viewer.Sees(signal.Audience) && follower.Outbox.UserId != signal.SenderId) follower.Outbox.Send(push);
        }
    }

    /// <summary>The stream is known to reach up to there: reads what is missing.</summary>
    public void OnHead(long head)
    {
        lock (_lock)
            if (_position >= 0 && head > _position && _catchUp is null) BeginCatchUp();
    }

    private void BeginCatchUp()
    {
        _missed = true;
        _catchUp = CatchUpAsync();
    }

    private async Task CatchUpAsync()
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                long after;
                lock (_lock)
                {
                    after = _position;
                    _missed = false;
                }
                var read = await journal.ReadAsync(stream, after, ReadMax);
                lock (_lock)
                {
                    foreach (var e in read)
                        if (e.Seq == _position + 1) Deliver(e);
                    if (read.Count == ReadMax || _missed) continue;
                    _catchUp = null;
                    return;
                }
            }
        }
        catch (JournalUnavailableException)
        {
            // The next event, or the next renewal of the watch, begins anew.
            lock (_lock)
                _catchUp = null;
        }
    }

    private void Deliver(Committed committed)
    {
        _position = committed.Seq;
        var e = (ConversationEvent)committed.Event;
        var audience = Audiences.Of(e);
        if (audience == Audience.Internal) return;
        Push(Audience.Staff, committed.Seq, _lastStaff, e);
        _lastStaff = committed.Seq;
        if (audience != Audience.Everyone) return;
        Push(Audience.Everyone, committed.Seq, _lastEveryone, e);
        _lastEveryone = committed.Seq;
    }

    private void Push(Audience viewer, long seq, long prev, ConversationEvent e)
    {
        SerializedHubMessage? message = null;
        SerializedHubMessage? alert = null;
        foreach (var follower in _followers)
        {
            if (follower.Viewer != viewer) continue;
            message ??= Outbox.Frame(HubFrames.Push("event", json => EventWire.Write(json, stream.Id.Id, seq, prev, e, viewer)));
            if (e is AlertRaised raised) follower.Outbox.Send(alert ??= AgentPushes.Alert(stream.Id.Id, raised));
            follower.Outbox.Send(message);
        }
    }

    private readonly record struct Follower(Outbox Outbox, Audience Viewer);
}
