using ConversationGrid.Contracts;

namespace ConversationGrid.Simulator.Checks;

/// <summary>What the checkers know of one conversation.</summary>
internal sealed class ConversationBook
{
    private readonly HashSet<(string By, string ClientId)> _posts = [];
    private readonly HashSet<string> _offers = [];
    private readonly HashSet<(string Queue, long Absence)> _absences = [];
    private string? _offer;
    private bool _over;
    private bool _started;

    public string? Assignee { get; private set; }
    public DateTimeOffset? OfferExpiresAt { get; private set; }
    public DateTimeOffset? ClosesAt { get; private set; }

    public (string Rule, string What)? Look(long seq, ConversationEvent e)
    {
        switch (e)
        {
            case ConversationStarted:
                if (_started || seq != 1) return ("order", "It started twice.");
                _started = true;
                return null;
            case MessagePosted { ClientId: { } id } when !_posts.Add((e.ById, id)): return ("no duplicates", $"{e.ById} posted '{id}' twice.");
            case NotePosted { ClientId: { } id } when !_posts.Add((e.ById, id)): return ("no duplicates", $"{e.ById} noted '{id}' twice.");
            case Offered x:
                if (Assignee is not null || _offer is not null || _over)
                    return ("one assignee", $"Offered to {x.AgentId} while {Assignee ?? _offer ?? "over"}.");
                if (!_offers.Add(x.OfferId)) return ("one assignee", $"Offer {x.OfferId} was made twice.");
                _offer = x.OfferId;
                return null;
            case OfferWithdrawn x:
                if (_offer != x.OfferId) return ("one assignee", $"Offer {x.OfferId} was withdrawn; what stood is {_offer ?? "none"}.");
                _offer = null;
                return null;
            case Assigned x:
                if (Assignee is not null) return ("one assignee", $"{x.AgentId} took it from {Assignee}.");
                if (_offer != x.OfferId) return ("one assignee", $"{x.AgentId} took offer {x.OfferId}; what stood is {_offer ?? "none"}.");
                (Assignee, _offer) = (x.AgentId, null);
                return null;
            case Unassigned x:
                if (Assignee != x.AgentId) return ("one assignee", $"{x.AgentId} let go what {Assignee ?? "nobody"} had.");
                Assignee = null;
                return null;
            case ReturnedToAssistant when Assignee is not null
                || _offer is not null: return ("one assignee", $"The assistant answers, and {Assignee ?? _offer} has it.");
            case HandoffRequested:
                _absences.Clear();
                return null;
            case AbsenceAnnounced x when !_absences.Add((x.Queue, x.Absence)): return ("told once", $"Absence {x.Absence} of {x.Queue} was announced twice.");
            case Resolved or Closed:
                if (e is Closed && _over && ClosesAt is null) return ("timers", "It closed twice.");
                (Assignee, _offer, _over) = (null, null, true);
                return null;
            case Reopened:
                if (!_over) return ("order", "It was reopened while open.");
                _over = false;
                return null;
            default: return null;
        }
    }

    /// <summary>The times it set.</summary>
    public void Remember(ConversationEvent e)
    {
        if (e is Offered o) OfferExpiresAt = o.ExpiresAt;
        if (e is Resolved r) ClosesAt = r.ClosesAt;
        if (e is Closed or Reopened) ClosesAt = null;
    }
}

/// <summary>What the checkers know of one agent.</summary>
internal sealed class AgentBook
{
    private readonly Dictionary<string, int> _slots = [];
    private int _capacity;

    /// <summary>Conversations that say that they are this agent's.</summary>
    public HashSet<StreamId> Conversations { get; } = [];

    /// <summary>The most that it was ever configured for.</summary>
    public int CapacityEver { get; private set; }

    public (string Rule, string What)? Look(AgentEvent e)
    {
        switch (e)
        {
            case AgentConfigured x:
                (_capacity, CapacityEver) = (x.Capacity, Math.Max(CapacityEver, x.Capacity));
                return null;
            case SlotReserved x:
                if (!_slots.TryAdd(x.OfferId, Math.Max(1, x.Weight))) return ("capacity", $"Offer {x.OfferId} has two places.");
                return _slots.Values.Sum() > _capacity ? ("capacity", $"{_slots.Values.Sum()} units are taken, and there are {_capacity}.") : null;
            case SlotWrapping x: return _slots.ContainsKey(x.OfferId) ? null : ("capacity", $"Offer {x.OfferId} has no place.");
            case SlotReleased x: return _slots.Remove(x.OfferId) ? null : ("capacity", $"Offer {x.OfferId} had no place to give back.");
            case SlotAssigned x: return _slots.ContainsKey(x.OfferId) ? null : ("capacity", $"Offer {x.OfferId} has no place.");
            case OfferMade x: return _slots.ContainsKey(x.OfferId) ? null : ("capacity", $"Offer {x.OfferId} has no place.");
            default: return null;
        }
    }
}

/// <summary>What the checkers know of one queue.</summary>
internal sealed class QueueBook
{
    private readonly Dictionary<string, (long Ticket, string? Offer)> _entries = [];

    public (string Rule, string What)? Look(QueueEvent e)
    {
        switch (e)
        {
            case ConversationEnqueued x:
                if (_entries.TryGetValue(x.ConversationId, out var old) && old.Ticket >= x.Ticket)
                    return ("queue", $"{x.ConversationId} joined twice with ticket {x.Ticket}.");
                _entries[x.ConversationId] = (x.Ticket, null);
                return null;
            case ConversationDequeued x: return _entries.Remove(x.ConversationId) ? null : ("queue", $"{x.ConversationId} left, and was not there.");
            case AgentPicked x:
                if (!_entries.TryGetValue(x.ConversationId, out var entry) || entry.Offer is not null)
                    return ("queue", $"{x.ConversationId} is not waiting, and {x.AgentId} was picked.");
                _entries[x.ConversationId] = (entry.Ticket, x.OfferId);
                return null;
            case PickEnded x:
                if (_entries.TryGetValue(x.ConversationId, out var picked) && picked.Offer == x.OfferId) _entries[x.ConversationId] = (picked.Ticket, null);
                return null;
            default: return null;
        }
    }
}
