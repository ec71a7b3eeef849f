using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Telemetry;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// This process's watch of one conversation, and the connections that follow it. Each event is written once for each audience. Whatever
/// the watch missed is read from the journal, so every follower gets every event that it may see exactly once and in order.
/// </summary>
/// <param name="links">Addresses of attachments.</param>
/// <param name="callerOf">Who is behind a connection, by the directory of now; null for an account that is gone.</param>
/// <param name="ended">Hears of each connection whose watch ended because it may not see the conversation any more. Returns at once.</param>
internal sealed class ConversationWatch(
    StreamId stream, IJournal journal, IAttachmentLinks links, Func<SendBuffer, Caller?> callerOf, Action<StreamId, SendBuffer> ended)
{
    private const int ReadMax = 50;

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

    /// <summary>Whose the conversation is at <see cref="_position"/>.</summary>
    private ConversationParties _parties = ConversationParties.None;

    public bool IsStarted
    {
        get
        {
            lock (_lock)
                return _position >= 0;
        }
    }

    /// <summary>The queue in which the conversation waits for a human; null while it waits in none.</summary>
    public string? WaitsIn
    {
        get
        {
            lock (_lock)
                return _parties.WaitsIn;
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
    public void Start(ConversationParties parties, long lastEveryone, long lastStaff)
    {
        lock (_lock)
        {
            if (_position >= 0) return;
            (_position, _parties, _lastEveryone, _lastStaff) = (parties.Seq, parties, lastEveryone, lastStaff);
        }
    }

    /// <summary>Lets a connection follow if the watch stands where its reading ended; otherwise it must read on and try again.</summary>
    public bool TryFollow(SendBuffer buffer, Audience viewer, long readTo)
    {
        lock (_lock)
        {
            if (_position != readTo) return false;
            FollowFromHere(buffer, viewer);
            return true;
        }
    }

    /// <summary>Lets a connection follow from the watch's own position: it has not read all, and will see the gap. It gets what it may see.</summary>
    public void FollowFromHere(SendBuffer buffer, Audience viewer)
    {
        lock (_lock)
        {
            _followers.RemoveAll(f => f.SendBuffer == buffer);
            _followers.Add(new(buffer, viewer));
        }
    }

    public void Leave(SendBuffer buffer)
    {
        lock (_lock)
            _followers.RemoveAll(f => f.SendBuffer == buffer);
    }

    /// <summary>Ends the watches of connections that may not see the conversation any more, because rights or its position changed.</summary>
    public void LookAgain()
    {
        lock (_lock)
            if (_position >= 0 && _catchUp is null) EndLost(WatchEnd.RightsChanged);
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
            EndLost(WatchEnd.Reassigned);
        }
    }

    public void OnSignal(Signal signal)
    {
        lock (_lock)
        {
            if (_followers.Count == 0) return;
            var push = Signals.Push(signal);
            foreach (var follower in _followers)
                if (follower.Viewer.Sees(signal.Audience) && follower.SendBuffer.UserId != signal.SenderId && AccessOf(follower.SendBuffer, _parties).Follows)
                    follower.SendBuffer.Send(push);
        }
    }

    /// <summary>The connections of staff who follow the conversation and may.</summary>
    public IReadOnlyList<SendBuffer> StaffFollowers()
    {
        lock (_lock)
            return [.. _followers.Where(f => f.Viewer == Audience.Staff && AccessOf(f.SendBuffer, _parties).Follows).Select(f => f.SendBuffer)];
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
                    EndLost(WatchEnd.Reassigned);
                    return;
                }
            }
        }
        catch (JournalUnavailableException)
        {
            // The next event, or the next renewal of the watch, starts again.
            lock (_lock)
                _catchUp = null;
        }
    }

    private void Deliver(Committed committed)
    {
        _position = committed.Seq;
        var e = links.WithLinks(stream.Id, (ConversationEvent)committed.Event);
        var before = _parties;
        _parties = ConversationAccess.After(before, committed.Seq, e);
        var audience = Audiences.Of(e);
        if (audience == Audience.Internal) return;
        using var span = DeliveryMetrics.StartPush(e, committed.Seq);
        var receivers = Push(Audience.Staff, committed.Seq, _lastStaff, e, before);
        _lastStaff = committed.Seq;
        if (audience == Audience.Everyone)
        {
            receivers += Push(Audience.Everyone, committed.Seq, _lastEveryone, e, before);
            _lastEveryone = committed.Seq;
        }
        span?.SetTag(GridTelemetry.ReceiversTag, receivers);
    }

    /// <summary>An event goes to those who may see the conversation before or after it: one who loses access sees the event that took it.</summary>
    /// <returns>How many connections it went to.</returns>
    private int Push(Audience viewer, long seq, long prev, ConversationEvent e, ConversationParties before)
    {
        var receivers = 0;
        SerializedHubMessage? message = null;
        foreach (var follower in _followers)
        {
            if (follower.Viewer != viewer || !(AccessOf(follower.SendBuffer, before).Follows || AccessOf(follower.SendBuffer, _parties).Follows)) continue;
            message ??= SendBuffer.Frame(HubFrames.Push("event", json => EventWire.Write(json, stream.Id.Id, seq, prev, e, viewer)));
            follower.SendBuffer.Send(message);
            receivers++;
        }
        return receivers;
    }

    private ConversationAccess AccessOf(SendBuffer buffer, ConversationParties parties) =>
        callerOf(buffer) is { } caller ? ConversationAccess.Of(parties, caller) : default;

    /// <summary>Connections that lost the right are told and removed.</summary>
    private void EndLost(WatchEnd reason)
    {
        for (var i = _followers.Count - 1; i >= 0; i--)
        {
            var buffer = _followers[i].SendBuffer;
            if (AccessOf(buffer, _parties).Follows) continue;
            _followers.RemoveAt(i);
            buffer.Send(AgentPushes.WatchEnded(stream.Id.Id, reason));
            ended(stream, buffer);
        }
    }

    private readonly record struct Follower(SendBuffer SendBuffer, Audience Viewer);
}
