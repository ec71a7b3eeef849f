using ConversationGrid.Contracts;
using ConversationGrid.Simulator.Actors;

namespace ConversationGrid.Simulator.Checks;

/// <summary>
/// Looks at every event the moment it is durable, with its own small books: numbers without holes, one assignee, no agent over capacity,
/// nothing posted twice, no timer early or late. It shares no code with what it checks.
/// </summary>
internal sealed class JournalChecks(World world)
{
    private readonly Dictionary<StreamId, List<DomainEvent>> _events = [];
    private readonly Dictionary<StreamId, int> _numbers = [];
    private readonly Dictionary<StreamId, ConversationBook> _conversations = [];
    private readonly Dictionary<string, AgentBook> _agents = [];
    private readonly Dictionary<StreamId, QueueBook> _queues = [];

    /// <summary>Streams of all conversations, in the order of their start.</summary>
    public List<StreamId> Conversations { get; } = [];
    public IReadOnlyDictionary<StreamId, List<DomainEvent>> Events => _events;
    public int EventCount { get; private set; }

    /// <summary>A small number for a stream, the same in every run of a seed.</summary>
    public int Number(StreamId stream)
    {
        if (!_numbers.TryGetValue(stream, out var number)) _numbers[stream] = number = _numbers.Count + 1;
        return number;
    }

    /// <summary>The time since when each conversation exists.</summary>
    public IEnumerable<DateTimeOffset> Starts => Conversations.Select(c => _events[c][0].At);

    /// <param name="startedAt">When the process that appended it started.</param>
    public void OnCommitted(StreamId stream, Committed committed, DateTimeOffset startedAt)
    {
        EventCount++;
        if (!_events.TryGetValue(stream, out var events))
        {
            _events[stream] = events = [];
            if (stream.Kind == EntityKind.Conversation) Conversations.Add(stream);
        }
        if (committed.Seq != events.Count + 1) world.Violate("order", $"{stream} has {events.Count} events, and then came {committed.Seq}.");
        if (events.Count > 0 && committed.Event.At < events[^1].At && stream.Kind != EntityKind.Customer)
            world.Violate("order", $"{stream} {committed.Seq} is of {committed.Event.At:O}, before the event in front of it.");
        events.Add(committed.Event);
        if (committed.Event is PresenceChanged { Lost: true } lost && lost.At < startedAt + World.AgentGrace)
            world.Violate("host's absence counts for nobody", $"{stream} {committed.Seq}: lost {(lost.At - startedAt).TotalSeconds} "
                + $"s after the start of its process.");
        var wrong = committed.Event switch
        {
            ConversationEvent e => Conversation(stream, committed.Seq, e),
            AgentEvent e => Agent(stream.Id.Id).Look(e),
            QueueEvent e => Queue(stream).Look(e),
            _ => null,
        };
        if (wrong is not null) world.Violate(wrong.Value.Rule, $"{stream} {committed.Seq}: {wrong.Value.What}");
    }

    /// <summary>A client was told that its post is kept.</summary>
    public void OnAcknowledged(Caller by, Post post, Receipt receipt)
    {
        world.Counts.Acknowledged++;
        world.Note(0xAC, receipt.Seq, post.ClientId.Length);
        if (post.Receipt is { } earlier && earlier != receipt)
            world.Violate("idempotence", $"'{post.ClientId}' of {by.Actor.Id} was {earlier.Seq}, and is now {receipt.Seq}.");
        post.Receipt = receipt;
        var stream = new StreamId(EntityKind.Conversation, new(Client.Workspace, post.Conversation));
        var kept = EventAt(stream, receipt.Seq) switch
        {
            MessagePosted m => m.Text == post.Text && m.ClientId == post.ClientId && m.ById == by.Actor.Id && !post.IsNote,
            NotePosted n => n.Text == post.Text && n.ClientId == post.ClientId && n.ById == by.Actor.Id && post.IsNote,
            _ => false,
        };
        if (!kept) world.Violate("acked is kept", $"'{post.ClientId}' of {by.Actor.Id} was acknowledged as {receipt.Seq} of {stream}, which is no such post.");
    }

    public void OnStarted(StreamId stream, Receipt receipt, string? text)
    {
        world.Counts.Acknowledged++;
        var e = EventAt(stream, receipt.Seq);
        if (e is null || (text is not null && e is not MessagePosted))
            world.Violate("acked is kept", $"The start of {stream} was acknowledged as {receipt.Seq}.");
    }

    /// <summary>A client was shown an event.</summary>
    public void OnSeen(Reader reader, Committed e)
    {
        if (EventAt(reader.Stream, e.Seq) is not { } durable || !durable.Equals(e.Event))
            world.Violate("durable before seen", $"{reader.Name} was shown {e.Seq} of {reader.Stream}, which is not in the journal.");
        if (e.Event is ConversationEffectSettled || (reader.Audience == Audience.Everyone && IsForStaff((ConversationEvent)e.Event)))
            world.Violate("audience", $"{reader.Name} was shown {e.Seq} of {reader.Stream}, a {e.Event.GetType().Name}.");
    }

    /// <summary>What a customer may never see. Written down here again, so that a mistake there is no mistake here.</summary>
    public static bool IsForStaff(ConversationEvent e) =>
        e is NotePosted or Summarised or Offered or OfferWithdrawn or OfferMissed or AlertRaised or ValueChanged
            or HandoffExplained or CustomerIdentified or NoteRedacted
            or DeliveryQueued or DeliverySent or DeliveryConfirmed or DeliveryDeferred or DeliveryFailed;

    private DomainEvent? EventAt(StreamId stream, long seq) =>
        _events.TryGetValue(stream, out var events) && seq >= 1 && seq <= events.Count ? events[(int)seq - 1] : null;

    private (string Rule, string What)? Conversation(StreamId stream, long seq, ConversationEvent e)
    {
        if (!_conversations.TryGetValue(stream, out var book)) _conversations[stream] = book = new();
        var before = book.Assignee;
        var wrong = book.Look(seq, e) ?? Timers(book, e);
        if (before is not null && before != book.Assignee) Agent(before).Conversations.Remove(stream);
        if (book.Assignee is { } now && now != before)
        {
            var agent = Agent(now);
            agent.Conversations.Add(stream);
            if (agent.Conversations.Count > agent.CapacityEver)
                wrong ??= ("capacity", $"{now} has {agent.Conversations.Count} conversations, and room for {agent.CapacityEver}.");
        }
        book.Remember(e);
        return wrong;
    }

    /// <summary>Not before it is due by the clock of the machine, and not long after where nothing is in the way.</summary>
    private (string, string)? Timers(ConversationBook book, ConversationEvent e)
    {
        var due = e switch
        {
            OfferWithdrawn { Reason: WithdrawalReason.Expired } => book.OfferExpiresAt,
            Closed { ByKind: ActorKind.System } => book.ClosesAt,
            _ => null,
        };
        if (due is null) return e is Closed { ByKind: ActorKind.System } ? ("timers", "It closed by itself, but no such time was set.") : null;
        var now = world.Scheduler.Now;
        if (now < due - world.Profile.SkewMax) return ("timers", $"{e.GetType().Name} at {now:O} was due at {due:O}.");
        var late = world.IsHealed && due > Time.Scheduler.Epoch + world.HealedAt + FinalChecks.SettleTime && now > due + FinalChecks.LateMax;
        return late ? ("timers", $"{e.GetType().Name} at {now:O} was due at {due:O}, long ago.") : null;
    }

    private AgentBook Agent(string id)
    {
        if (!_agents.TryGetValue(id, out var book)) _agents[id] = book = new();
        return book;
    }

    private QueueBook Queue(StreamId stream)
    {
        if (!_queues.TryGetValue(stream, out var book)) _queues[stream] = book = new();
        return book;
    }
}
