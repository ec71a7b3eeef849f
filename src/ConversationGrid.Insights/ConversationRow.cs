using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Insights;

/// <summary>One conversation as the projection knows it: a fold of its public facts.</summary>
internal sealed class ConversationRow(string id, Func<string, bool>? isAside = null)
{
    /// <summary>Text kept for the search, in characters: whole messages, the newest. Kept apart, because joining them copies all for each one.</summary>
    private const int SearchTextMax = 4_000;
    private const int LastTextMax = 200;

    private readonly Queue<string> _texts = new();
    private int _textLength;
    private long _lastSeqEveryone;

    public string Id { get; } = id;
    public ConversationStatus State { get; private set; }
    public string CustomerId => Parties.CustomerId;

    /// <summary>Whose it is and was: what decides who may see it.</summary>
    public ConversationParties Parties { get; private set; } = ConversationParties.None;
    public string? CustomerName { get; private set; }
    public string Channel { get; private set; } = "";
    public string Locale { get; private set; } = "";
    public string? Queue { get; private set; }
    public AgentName? Agent { get; private set; }
    public int Episode { get; private set; }
    public long LastSeq { get; private set; }
    public string? LastText { get; private set; }

    /// <summary>What the customer asked last in this episode.</summary>
    public string? Question { get; private set; }

    /// <summary>Whether the assistant gave an answer in this episode: one that rests on an article, or a task that was done.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>When it closed because nothing more was asked; null where it ended otherwise or was opened again.</summary>
    public DateTimeOffset? QuietSince { get; private set; }

    /// <summary>The rating of the last episode, and when it was given.</summary>
    public Rated? Rating { get; private set; }
    public double Mood { get; private set; }
    public int Priority { get; private set; }
    public int Value { get; private set; }
    public double? Risk { get; private set; }
    public string? Intent { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? HandedOffAt { get; private set; }

    /// <summary>When this episode first asked for a human.</summary>
    public DateTimeOffset? AskedAt { get; private set; }

    /// <summary>Whether an agent had it in this episode.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>The workspace's mark at the newest change.</summary>
    public long ChangedAt { get; set; }

    /// <summary>The workspace's mark when it last went from somebody: out of a queue, or from its agent; 0 before.</summary>
    public long TakenAt { get; set; }

    /// <summary>The queue in which it waited before that.</summary>
    public string? LeftQueue { get; private set; }

    public bool IsWaiting => State is ConversationStatus.Waiting or ConversationStatus.Offered;

    public IReadOnlyList<string> Labels { get; private set; } = [];
    public DateTimeOffset? SnoozedUntil { get; private set; }

    /// <summary>Nobody counts its end: it was spam, blocked, or goes on elsewhere.</summary>
    public bool IsVoid { get; private set; }

    /// <summary>The service level's clocks, and which of their targets is in danger or missed.</summary>
    public IReadOnlyList<SlaClock> Clocks { get; private set; } = [];
    public bool IsBreached => Clocks.Any(c => c is { Breached: true, Done: false });
    public bool IsWarned => !IsBreached && Clocks.Any(c => c is { Warned: true, Done: false });

    public bool IsOpen => State is not (ConversationStatus.None or ConversationStatus.Resolved or ConversationStatus.Closed);

    public bool Matches(ConversationFilter filter) =>
        (filter.State is null || State == filter.State)
        && (filter.Queue is null || Queue == filter.Queue)
        && (filter.AgentId is null || Agent?.Id == filter.AgentId)
        && (filter.CustomerId is null || CustomerId == filter.CustomerId)
        && (filter.Label is null || Labels.Contains(filter.Label))
        && (filter.Text is null || _texts.Any(text => text.Contains(filter.Text, StringComparison.OrdinalIgnoreCase)))
        && (filter.VisibleTo is not { } caller || IsFoundBy(caller, filter));

    /// <summary>By the rule of the conversation itself.</summary>
    public ConversationAccess AccessOf(Caller caller) => ConversationAccess.Of(Parties, caller);

    /// <summary>Whether it went from a caller behind a mark: it waited in a queue that the caller serves, or the caller had it.</summary>
    public bool WentFrom(Caller caller, long behind) => TakenAt > behind
        && ((LeftQueue is { } left && caller.Queues.Contains(left)) || Parties.Agents.Any(a => a.AgentId == caller.Actor.Id));

    /// <summary>Whoever had it once does not learn from a search what was said, or done to it, after it left.</summary>
    private bool IsFoundBy(Caller caller, ConversationFilter filter)
    {
        var access = AccessOf(caller);
        return access.Follows || (access.Sees && filter is { Text: null, Label: null });
    }

    /// <summary>The row as a caller may see it; null sees all. Who had it once sees whose it is now, and no word of what came later.</summary>
    public IndexedConversation ToIndexed(Caller? viewer)
    {
        var readableTo = viewer is null ? null : AccessOf(viewer).ReadableTo;
        var isStaff = viewer?.Role != CallerRole.Customer;
        var staff = isStaff && readableTo is null;
        // What staff do with a conversation is not its customer's business.
        return new(
            Id, !isStaff && State == ConversationStatus.Snoozed ? ConversationStatus.Waiting : State, CustomerId, CustomerName, Channel, Locale, Queue, Agent, Episode,
            readableTo ?? (isStaff ? LastSeq : _lastSeqEveryone), readableTo is null ? LastText : null, staff ? Math.Round(Mood, 3) : null, staff ? Priority : null, staff ? Intent : null, StartedAt, UpdatedAt,
            IsWaiting ? HandedOffAt : null, staff && Labels.Count > 0 ? Labels : null, staff ? SnoozedUntil : null, staff ? Clocks.Where(c => !c.Done).Min(c => c.DueAt) : null,
            !staff || Clocks.Count == 0 ? null : IsBreached ? "breached" : IsWarned ? "warned" : "running",
            staff ? Risk : null, staff ? Value : null, readableTo, staff ? Question : null);
    }

    public void Apply(long seq, ConversationEvent e)
    {
        LastSeq = seq;
        Follow(seq, e);
        if (Audience.Everyone.Sees(Audiences.Of(e))) _lastSeqEveryone = seq;
        UpdatedAt = e.At;
        switch (e)
        {
            case ConversationStarted x:
                (State, CustomerName, Channel, Locale) = (ConversationStatus.Bot, x.ByName, x.Channel, x.Locale);
                (StartedAt, Episode) = (x.At, 1);
                break;
            case MessagePosted x:
                Say(x);
                break;
            case HandoffRequested x:
                (State, Queue, SnoozedUntil) = (ConversationStatus.Waiting, x.Queue, null);
                (HandedOffAt, AskedAt) = (HandedOffAt ?? x.At, AskedAt ?? x.At);
                break;
            case Offered:
                State = ConversationStatus.Offered;
                break;
            case OfferWithdrawn:
                State = State == ConversationStatus.Offered ? ConversationStatus.Waiting : State;
                break;
            case Assigned x:
                (State, Agent, HandedOffAt, SnoozedUntil, IsTaken) = (ConversationStatus.Assigned, new(x.AgentId, x.Name), null, null, true);
                break;
            case Unassigned:
                Agent = null;
                break;
            case ReturnedToAssistant:
                (State, Agent, HandedOffAt) = (ConversationStatus.Bot, null, null);
                break;
            case Resolved:
                End(ConversationStatus.Resolved);
                break;
            case Closed x:
                End(ConversationStatus.Closed);
                QuietSince = x.Disposition == ClosedReasons.Quiet ? x.At : null;
                break;
            case TaskEnded { Outcome: "done" }:
                IsAnswered = true;
                break;
            case Rated x:
                Rating = x;
                break;
            case SurveyOffered:
                Rating = null;
                break;
            case Reopened x:
                (State, Episode, Priority, Risk, Intent, IsVoid, Clocks) = (ConversationStatus.Bot, x.Episode, 0, null, null, false, []);
                (AskedAt, IsTaken, IsAnswered, QuietSince) = (null, false, false, null);
                (Mood, Question, Rating) = (0, null, null);
                break;
            default:
                ApplyWorkflow(e);
                break;
        }
    }

    /// <summary>Whether the event took it from somebody, and out of which queue.</summary>
    public bool JustLeft { get; private set; }

    private void Follow(long seq, ConversationEvent e)
    {
        var before = Parties;
        Parties = ConversationAccess.After(before, seq, e);
        JustLeft = (before.WaitsIn is not null && Parties.WaitsIn != before.WaitsIn) || before.Agents != Parties.Agents;
        if (before.WaitsIn is not null && Parties.WaitsIn != before.WaitsIn) LeftQueue = before.WaitsIn;
    }

    private void ApplyWorkflow(ConversationEvent e)
    {
        switch (e)
        {
            case Labelled x:
                Labels = [.. Labels.Except(x.Removed).Union(x.Added)];
                break;
            case Absorbed x:
                Labels = [.. Labels.Union(x.Labels)];
                break;
            case PriorityChanged x:
                Priority = x.Priority;
                break;
            case ValueChanged x:
                Value = x.Value;
                break;
            case Snoozed x:
                (State, Agent, HandedOffAt, SnoozedUntil) = (ConversationStatus.Snoozed, null, null, x.Until);
                break;
            case MarkedSpam or Merged or BlockChanged { Blocked: true }:
                IsVoid = true;
                break;
            case SlaClocksSet x:
                Clocks = x.Clocks;
                break;
            case SlaWarned x:
                Clocks = [.. Clocks.Select(c => c.Metric == x.Metric && !c.Done ? c with { Warned = true } : c)];
                break;
            case SlaBreached x:
                Clocks = [.. Clocks.Select(c => c.Metric == x.Metric && !c.Done ? c with { Breached = true } : c)];
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
        if (e is { ByKind: ActorKind.Customer, Text: { } asked } && isAside?.Invoke(asked) != true) Question = asked.Length <= LastTextMax ? asked : asked[..LastTextMax];
        IsAnswered |= e is { ByKind: ActorKind.Bot, Citations.Count: > 0 };
        if (e.Course is { } course) Risk = course.Risk;
        if (e is not { ByKind: ActorKind.Customer, Analysis: { } read }) return;
        Mood = MessagesState.MoodAfter(Mood, read.Sentiment);
        Priority = Math.Max(Priority, read.Priority);
        if (read.Intent.Name != "none") Intent = read.Intent.Name;
    }

    private void End(ConversationStatus status)
    {
        (State, Agent, HandedOffAt, SnoozedUntil) = (status, null, null, null);
    }
}
