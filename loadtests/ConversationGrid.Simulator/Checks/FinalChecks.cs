using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Domain;
using ConversationGrid.Domain.Agents;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Simulator.Checks;

/// <summary>What must hold once everything is repaired and quiet. The states are folded from the journal, and from nothing else.</summary>
internal sealed class FinalChecks(World world)
{
    /// <summary>How long after the repair everything must be settled.</summary>
    public static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(3);

    /// <summary>How late a timer may be where nothing is in the way: one wake's lease and a little.</summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromSeconds(15);

    private readonly Dictionary<StreamId, ConversationState> _conversations = [];
    private readonly Dictionary<string, AgentState> _agents = [];
    private readonly Dictionary<string, QueueState> _queues = [];

    /// <summary>How far each stream was folded, and to what: a later look goes on from there.</summary>
    private readonly Dictionary<StreamId, (int Count, object State)> _folded = [];

    /// <summary>Nothing is owed, and nobody waits whom somebody could serve.</summary>
    public void Quiet()
    {
        Fold();
        foreach (var (stream, s) in _conversations)
        {
            Owes(stream, s.Pending);
            if (s.Handoff.Offer is { } offer && offer.ExpiresAt < world.Scheduler.Now - LateMax - world.Profile.SkewMax)
                world.Violate("timers", $"{stream}: offer {offer.OfferId} ended at {offer.ExpiresAt:O}, and stands.");
            if (s.Episode.ClosesAt < world.Scheduler.Now - LateMax - world.Profile.SkewMax)
                world.Violate("timers", $"{stream} was to close at {s.Episode.ClosesAt:O}.");
            Waiting(stream, s);
        }
        foreach (var s in _agents.Values) Places(s);
        foreach (var s in _queues.Values) Line(s);
    }

    /// <summary>Every reader saw all that it may see, once, in order.</summary>
    public void Seen()
    {
        foreach (var reader in world.Readers)
        {
            var expected = new List<long>();
            var events = world.Checks.Events[reader.Stream];
            for (var i = 0; i < events.Count; i++)
                if (events[i] is not ConversationEffectSettled && (
                    reader.Audience == Audience.Staff || !JournalChecks.IsForStaff((ConversationEvent)events[i]))) expected.Add(i + 1);
            if (!reader.Seen.Select(e => e.Seq).SequenceEqual(expected))
                world.Violate("delivery", $"{reader.Name} saw {reader.Seen.Count} events of {reader.Stream} up to {reader.Last}, and should have seen " +
                    $"{expected.Count}.");
        }
    }

    /// <summary>Journal, live state, snapshots and the stored form of events all say the same.</summary>
    public void Replay()
    {
        foreach (var (stream, events) in world.Checks.Events)
        {
            var (models, id) = (world.Models, stream.Id);
            switch (stream.Kind)
            {
                case EntityKind.Conversation: Replay(stream, events, models.Conversation); break;
                case EntityKind.Agent: Replay(stream, events, models.Agent); break;
                case EntityKind.Queue: Replay(stream, events, models.Queue); break;
                case EntityKind.Customer: Replay(stream, events, models.Customer); break;
            }
        }
    }

    private void Replay<TState, TCommand, TEvent>(StreamId stream, List<DomainEvent> events, EntityModel<TState, TCommand, TEvent> model)
        where TState : class
        where TCommand : class
        where TEvent : DomainEvent
    {
        var truth = SnapshotCodec.Write(Fold(stream, events, model));
        var decoded = model.Initial(stream.Id);
        var (snapshot, snapshotAt) = ((byte[]?)null, events.Count / 2);
        for (var i = 0; i < events.Count; i++)
        {
            if (i == snapshotAt) snapshot = SnapshotCodec.Write(decoded);
            var stored = EventCodec.Encode(events[i]);
            decoded = model.Evolve(decoded, i + 1, (TEvent)EventCodec.Decode(stored.Type, stored.Structure, stored.Personal));
        }
        if (!truth.AsSpan().SequenceEqual(SnapshotCodec.Write(decoded))) world.Violate("replay", $"{stream}: its stored events fold to another state.");
        Tail(stream, events, model, new(snapshotAt, model.SnapshotVersion, snapshot!), truth, "a snapshot of half its events");
        if (world.Store.LoadAsync(stream).Result is { } kept) Tail(stream, events, model, kept, truth, $"the snapshot kept after {kept.Seq}");
    }

    private void Tail<TState, TCommand, TEvent>(
        StreamId stream, List<DomainEvent> events, EntityModel<TState, TCommand, TEvent> model, Snapshot snapshot, byte[] truth, string what)
        where TState : class
        where TCommand : class
        where TEvent : DomainEvent
    {
        if (SnapshotCodec.Read<TState>(snapshot, model.SnapshotVersion) is not { } state)
        {
            world.Violate("replay", $"{stream}: {what} cannot be read.");
            return;
        }
        for (var i = (int)snapshot.Seq; i < events.Count; i++)
            state = model.Evolve(state, i + 1, (TEvent)events[i]);
        if (!truth.AsSpan().SequenceEqual(SnapshotCodec.Write(state))) world.Violate("replay", $"{stream}: {what} and the rest fold to another state.");
    }

    private void Fold()
    {
        _conversations.Clear();
        _agents.Clear();
        _queues.Clear();
        foreach (var (stream, events) in world.Checks.Events)
        {
            if (stream.Kind == EntityKind.Conversation) _conversations[stream] = Fold(stream, events, world.Models.Conversation);
            if (stream.Kind == EntityKind.Agent) _agents[stream.Id.Id] = Fold(stream, events, world.Models.Agent);
            if (stream.Kind == EntityKind.Queue) _queues[stream.Id.Id] = Fold(stream, events, world.Models.Queue);
        }
    }

    private TState Fold<TState, TCommand, TEvent>(StreamId stream, List<DomainEvent> events, EntityModel<TState, TCommand, TEvent> model)
        where TState : class
        where TCommand : class
        where TEvent : DomainEvent
    {
        var (count, state) = _folded.TryGetValue(stream, out var before) ? (before.Count, (TState)before.State) : (0, model.Initial(stream.Id));
        for (var i = count; i < events.Count; i++) state = model.Evolve(state, i + 1, (TEvent)events[i]);
        _folded[stream] = (events.Count, state);
        return state;
    }

    private void Owes(StreamId stream, IReadOnlyList<PendingEffect> pending)
    {
        if (pending.Count > 0)
            world.Violate("no forgotten work", $"{stream} still owes {pending.Count} effects, the first since {pending[0].Since:O}: {pending[0].Effect}.");
    }

    private void Waiting(StreamId stream, ConversationState s)
    {
        if (s.Handoff.WaitingSince is null || s.Handoff.Offer is not null) return;
        if (!_queues.TryGetValue(s.Handoff.Queue!, out var queue) || !queue.Entries.TryGetValue(stream.Id.Id, out var entry)
            || entry.Ticket != s.Handoff.Ticket)
        {
            world.Violate("no forgotten work", $"{stream} waits with ticket {s.Handoff.Ticket}, and queue '{s.Handoff.Queue}' does not know.");
            return;
        }
        var free = _agents.Values.FirstOrDefault(a => a.Free >= (entry.Terms?.Weight ?? 1) && a.Queues.Contains(s.Handoff.Queue!));
        var excluded = free is not null && queue.Exclusions.Any(x => x.ConversationId == stream.Id.Id && x.Until > world.Scheduler.Now - LateMax);
        if (free is not null && !excluded)
            world.Violate("no forgotten work", $"{stream} waits in '{s.Handoff.Queue}' since {s.Handoff.WaitingSince:O}, and {free.Id.Id} has room for " +
                $"{free.Free}.");
    }

    private void Places(AgentState s)
    {
        var stream = new StreamId(EntityKind.Agent, s.Id);
        Owes(stream, s.Pending);
        if (Agent.DueAt(s) < world.Scheduler.Now - LateMax - world.Profile.SkewMax)
            world.Violate("timers", $"{stream}: its leases, or its time to wrap up, ended at {Agent.DueAt(s):O}, and it is {s.Status}.");
        foreach (var slot in s.Slots)
        {
            var c = _conversations.GetValueOrDefault(new(EntityKind.Conversation, new(s.Id.Workspace, slot.ConversationId)));
            var held = slot.WrapUpUntil > world.Scheduler.Now - LateMax - world.Profile.SkewMax
                || (c is not null && (slot.Assigned ? c.Handoff.Assignment?.OfferId == slot.OfferId : c.Handoff.Offer?.OfferId == slot.OfferId));
            if (!held)
                world.Violate(
                    "no leaked place", $"{stream} keeps a place for {slot.OfferId} (assigned: {slot.Assigned}), and its conversation is {c?.Status}.");
        }
        foreach (var (conversation, c) in _conversations)
        {
            if (c.Handoff.Assignment is { } a && a.AgentId == s.Id.Id && !s.Slots.Exists(x => x.OfferId == a.OfferId && x.Assigned))
                world.Violate("no leaked place", $"{conversation} is assigned to {stream}, which has no place for {a.OfferId}.");
        }
    }

    private void Line(QueueState s)
    {
        var stream = new StreamId(EntityKind.Queue, s.Id);
        Owes(stream, s.Pending);
        if (Queue.DueAt(s) < world.Scheduler.Now - LateMax - world.Profile.SkewMax)
            world.Violate("timers", $"{stream} was to let exclusions lapse, or terms change, at {Queue.DueAt(s):O}.");
        // A join that was on its way for so long that it came after the leave is found out when it is offered; until an agent is free it may stay.
        foreach (var entry in s.Entries.Values.Where(e => _agents.Values.Any(a => a.Free >= (e.Terms?.Weight ?? 1) && a.Queues.Contains(s.Id.Id))))
        {
            var c = _conversations[new(EntityKind.Conversation, new(s.Id.Workspace, entry.ConversationId))];
            if (c.Handoff.WaitingSince is null || c.Handoff.Queue != s.Id.Id || c.Handoff.Ticket != entry.Ticket)
                world.Violate("no ghost in line", $"{stream} keeps {entry.ConversationId} with ticket {entry.Ticket}, which is {c.Status} with ticket " +
                    $"{c.Handoff.Ticket}.");
        }
        foreach (var seat in s.Agents.Values)
        {
            if (seat.InFlight != 0)
                world.Violate("no leaked place", $"{stream} believes that {seat.InFlight} picks of {seat.Report.AgentId} are on their way.");
        }
    }
}
