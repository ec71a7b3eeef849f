using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Insights;

/// <summary>One conversation as the projection knows it: a fold of its public facts.</summary>
internal sealed class ConversationRow(string id)
{
    /// <summary>Text kept for the search, in characters: whole messages, the newest. Kept apart, because joining them copies all for each one.</summary>
    private const int SearchTextMax = 4_000;
    private const int LastTextMax = 200;

    private readonly HashSet<string> _agents = [];
    private readonly Queue<string> _texts = new();
    private int _textLength;
    private long _lastSeqEveryone;

    public string Id { get; } = id;
    public ConversationStatus State { get; private set; }
    public string CustomerId { get; private set; } = "";
    public string? CustomerName { get; private set; }
    public string Channel { get; private set; } = "";
    public string Locale { get; private set; } = "";
    public string? Queue { get; private set; }
    public AgentName? Agent { get; private set; }
    public string? OfferedTo { get; private set; }
    public int Episode { get; private set; }
    public long LastSeq { get; private set; }
    public string? LastText { get; private set; }
    public double Mood { get; private set; }
    public int Priority { get; private set; }
    public string? Intent { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? HandedOffAt { get; private set; }

    /// <summary>The workspace's mark at the newest change.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The workspace's mark when it stopped to wait where all agents of its queue could see it; 0 before.</summary>
    public long TakenAt { get; set; }

    public bool IsWaiting => State is ConversationStatus.Waiting or ConversationStatus.Offered;

    public bool IsOpen => State is not (ConversationStatus.None or ConversationStatus.Resolved or ConversationStatus.Closed);

    public bool Matches(ConversationFilter filter) =>
        (filter.State is null || State == filter.State)
        && (filter.Queue is null || Queue == filter.Queue)
        && (filter.AgentId is null || Agent?.Id == filter.AgentId)
        && (filter.CustomerId is null || CustomerId == filter.CustomerId)
        && (filter.Text is null || _texts.Any(text => text.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)))
        && (filter.VisibleTo is not { } caller || IsVisibleTo(caller));

    public bool IsVisibleTo(Caller caller) => caller.Role == CallerRole.Customer
        ? CustomerId == caller.Actor.Id
        : _agents.Contains(caller.Actor.Id) || OfferedTo == caller.Actor.Id
            || (IsWaiting && Queue is { } queue && caller.Queues.Contains(queue));

    /// <summary>The row as an audience may see it.</summary>
    public IndexedConversation ToIndexed(Audience viewer)
    {
        var staff = viewer == Audience.Staff;
        return new(
            Id, State, CustomerId, CustomerName, Channel, Locale, Queue, Agent, Episode, staff ? LastSeq : _lastSeqEveryone, LastText,
            staff ? Math.Round(Mood, 3) : null, staff ? Priority : null, staff ? Intent : null, StartedAt, UpdatedAt, IsWaiting ? HandedOffAt : null);
    }

    public void Apply(long seq, ConversationEvent e)
    {
        LastSeq = seq;
        if (Audience.Everyone.Sees(Audiences.Of(e))) _lastSeqEveryone = seq;
        UpdatedAt = e.At;
        switch (e)
        {
            case ConversationStarted x:
                (State, CustomerId, CustomerName, Channel, Locale) = (ConversationStatus.Bot, x.CustomerId, x.ByName, x.Channel, x.Locale);
                (StartedAt, Episode) = (x.At, 1);
                break;
            case MessagePosted x:
                Say(x);
                break;
            case HandoffRequested x:
                (State, Queue) = (ConversationStatus.Waiting, x.Queue);
                HandedOffAt ??= x.At;
                break;
            case Offered x:
                (State, OfferedTo) = (ConversationStatus.Offered, x.AgentId);
                break;
            case OfferWithdrawn:
                (State, OfferedTo) = (State == ConversationStatus.Offered ? ConversationStatus.Waiting : State, null);
                break;
            case Assigned x:
                (State, Agent, OfferedTo, HandedOffAt) = (ConversationStatus.Assigned, new(x.AgentId, x.Name), null, null);
                _agents.Add(x.AgentId);
                break;
            case Unassigned:
                Agent = null;
                break;
            case ReturnedToAssistant:
                (State, Agent, OfferedTo, HandedOffAt) = (ConversationStatus.Bot, null, null, null);
                break;
            case Resolved:
                End(ConversationStatus.Resolved);
                break;
            case Closed:
                End(ConversationStatus.Closed);
                break;
            case Reopened x:
                (State, Episode, Priority, Intent) = (ConversationStatus.Bot, x.Episode, 0, null);
                break;
        }
    }

    private void Say(MessagePosted e)
    {
        if (e.Text is { } text)
        {
            LastText = text.Length <= LastTextMax ? text : text[..LastTextMax];
            _texts.Enqueue(text);
            _textLength += text.Length;
            while (_textLength > SearchTextMax && _texts.Count > 1) _textLength -= _texts.Dequeue().Length;
        }
        if (e is not { ByKind: ActorKind.Customer, Analysis: { } read }) return;
        Mood = Conversation.MoodAfter(Mood, read.Sentiment);
        Priority = Math.Max(Priority, read.Priority);
        if (read.Intent.Name != "none") Intent = read.Intent.Name;
    }

    private void End(ConversationStatus status)
    {
        (State, Agent, OfferedTo, HandedOffAt) = (status, null, null, null);
    }
}
