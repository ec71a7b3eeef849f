using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Host.Tests.Days.BoardFigures;

namespace ConversationGrid.Host.Tests.Days;

/// <summary>
/// The board's numbers counted from the journal alone, by the definitions of <c>docs/kpis.md</c> and by no code of the product.
/// All of it happened within one day.
/// </summary>
internal sealed class JournalFold
{
    private readonly Dictionary<string, Line> _queues = [];
    private readonly Dictionary<string, Staff> _staff = [];
    private readonly Dictionary<string, Course> _courses = [];
    private readonly List<(string Queue, TimeSpan Wait)> _answered = [];
    private readonly List<(string Queue, TimeSpan Wait)> _gaveUp = [];
    private int _started;
    private int _handedOver;
    private int _endedByAssistant;
    private int _clocksMet;
    private int _clocksMissed;

    public static JournalFold Of(IEnumerable<GlobalEvent> events)
    {
        var fold = new JournalFold();
        foreach (var e in events) fold.Apply(e.Stream.Id.Id, e.Committed.Event);
        return fold;
    }

    /// <summary>As a board of that time shows them.</summary>
    /// <param name="members">The agents whom it names, with their capacities.</param>
    public SortedDictionary<string, string> Figures(DateTimeOffset at, IEnumerable<string> queues, IEnumerable<(string Id, string Capacity)> members,
        TimeSpan inTime)
    {
        var figures = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var queue in queues)
        {
            var line = _queues.GetValueOrDefault(queue) ?? new();
            var (answered, gaveUp) = (_answered.Where(a => a.Queue == queue).ToList(), _gaveUp.Count(g => g.Queue == queue && g.Wait > inTime));
            var online = line.Agents.Values.Where(a => a.Status == PresenceStatus.Online).ToList();
            Add($"queue {queue}", ("waiting", line.Since.Count), ("offered", line.Picked.Count),
                ("longestWaitSeconds", line.Since.Count == 0 ? 0 : Math.Round((at - line.Since.Values.Min()).TotalSeconds, 1)),
                ("serviceLevel", Share(answered.Count(a => a.Wait <= inTime), answered.Count + gaveUp)), ("agentsOnline", online.Count),
                ("free", online.Sum(a => a.Free)));
        }
        foreach (var (id, capacity) in members)
        {
            var staff = _staff.GetValueOrDefault(id) ?? new();
            figures[$"agent {id} status"] = staff.Status;
            figures[$"agent {id} capacity"] = capacity;
            Add($"agent {id}", ("load", staff.Units.Values.Sum()));
        }
        var open = _courses.Values.Where(c => c.State is not ("resolved" or "closed")).ToList();
        Add("conversations", ("inFlight", open.Count), ("startedToday", _started), ("handedOverToday", _handedOver));
        foreach (var state in (string[])["bot", "waiting", "offered", "assigned", "snoozed"]) Add("conversations", (state, open.Count(c => c.State == state)));
        Add("mood", ("mean", open.Count == 0 ? null : Math.Round(open.Average(c => c.Mood), 3)), ("unhappy", open.Count(c => c.Mood <= -0.3)));
        var clocks = open.Select(c => c.Clocks.Values.Where(k => !k.Done).ToList()).ToList();
        Add("clocks", ("breached", clocks.Count(c => c.Exists(k => k.Breached))),
            ("warned", clocks.Count(c => c.Exists(k => k.Warned) && !c.Exists(k => k.Breached))),
            ("met", _clocksMet), ("missed", _clocksMissed), ("compliance", Share(_clocksMet, _clocksMet + _clocksMissed)));
        var waits = _answered.Select(a => a.Wait.TotalSeconds).Order().ToList();
        figures["automationRate"] = Text(Share(_endedByAssistant, _endedByAssistant + _handedOver));
        figures["serviceLevel"] = Text(Share(_answered.Count(a => a.Wait <= inTime), _answered.Count + _gaveUp.Count(g => g.Wait > inTime)));
        figures["medianWaitSeconds"] = Text(waits.Count == 0 ? null : Math.Round(waits[(waits.Count - 1) / 2], 1));
        figures["satisfaction"] = "none";
        return figures;

        void Add(string of, params ReadOnlySpan<(string Name, double? Number)> named)
        {
            foreach (var (name, number) in named) figures[$"{of} {name}"] = Text(number);
        }
    }

    /// <summary>The board shows three digits of the reports' four.</summary>
    private static double? Share(int part, int whole) => whole == 0 ? null : Math.Round(Math.Round((double)part / whole, 4), 3);

    private void Apply(string id, DomainEvent e)
    {
        switch (e)
        {
            case QueueEvent x: Fold(Of(_queues, id), x); break;
            case AgentEvent x: Fold(Of(_staff, id), x); break;
            case ConversationEvent x: Fold(Of(_courses, id), x); break;
        }
    }

    private static void Fold(Line line, QueueEvent e)
    {
        switch (e)
        {
            case ConversationEnqueued x:
                line.Since[x.ConversationId] = x.WaitingSince;
                line.Picked.Remove(x.ConversationId);
                break;
            case ConversationDequeued x:
                line.Since.Remove(x.ConversationId);
                line.Picked.Remove(x.ConversationId);
                break;
            case AgentPicked x: line.Picked[x.ConversationId] = x.OfferId; break;
            case PickEnded x when line.Picked.GetValueOrDefault(x.ConversationId) == x.OfferId: line.Picked.Remove(x.ConversationId); break;
            case AgentReported x: line.Agents[x.Report.AgentId] = x.Report; break;
        }
    }

    private static void Fold(Staff staff, AgentEvent e)
    {
        switch (e)
        {
            case PresenceChanged x: staff.Status = x.Status.ToString().ToLowerInvariant(); break;
            case SlotReserved x: staff.Units[x.OfferId] = Math.Max(1, x.Weight); break;
            case SlotReleased x: staff.Units.Remove(x.OfferId); break;
        }
    }

    private void Fold(Course c, ConversationEvent e)
    {
        switch (e)
        {
            case ConversationStarted or Reopened:
                (c.State, c.AskedAt, c.IsTaken) = ("bot", null, false);
                _started++;
                break;
            case MessagePosted { ByKind: ActorKind.Customer, Analysis.Sentiment: { Label: not "unsure" } read }: c.Mood += (read.Score - c.Mood) / 3; break;
            case HandoffRequested x:
                (c.State, c.Queue) = ("waiting", x.Queue);
                if (c.AskedAt is null) _handedOver++;
                c.AskedAt ??= x.At;
                break;
            case Offered: c.State = "offered"; break;
            case OfferWithdrawn when c.State == "offered": c.State = "waiting"; break;
            case Assigned x:
                c.State = "assigned";
                if (c is { IsTaken: false, AskedAt: { } since }) _answered.Add((c.Queue, x.At - since));
                c.IsTaken = true;
                break;
            case Resolved or Closed:
                if (c is { State: "bot", AskedAt: null }) _endedByAssistant++;
                if (c is { State: not ("resolved" or "closed"), IsTaken: false, AskedAt: { } asked }) _gaveUp.Add((c.Queue, e.At - asked));
                c.State = e is Resolved ? "resolved" : "closed";
                break;
            case SlaClocksSet x: c.Clocks = x.Clocks.ToDictionary(k => k.Metric, k => (k.Warned, k.Breached, k.Done)); break;
            case SlaWarned x: c.Clocks[x.Metric] = c.Clocks[x.Metric] with { Warned = true }; break;
            case SlaBreached x: c.Clocks[x.Metric] = c.Clocks[x.Metric] with { Breached = true }; break;
            case SlaEnded { Met: true }: _clocksMet++; break;
            case SlaEnded: _clocksMissed++; break;
        }
    }

    private static T Of<T>(Dictionary<string, T> all, string id) where T : new() => all.TryGetValue(id, out var one) ? one : all[id] = new();

    private sealed class Line
    {
        public Dictionary<string, DateTimeOffset> Since { get; } = [];
        public Dictionary<string, string> Picked { get; } = [];
        public Dictionary<string, AgentReport> Agents { get; } = [];
    }

    private sealed class Staff
    {
        public string Status { get; set; } = "offline";
        public Dictionary<string, int> Units { get; } = [];
    }

    private sealed class Course
    {
        public string State { get; set; } = "";
        public string Queue { get; set; } = "";
        public DateTimeOffset? AskedAt { get; set; }
        public bool IsTaken { get; set; }
        public double Mood { get; set; }
        public Dictionary<string, (bool Warned, bool Breached, bool Done)> Clocks { get; set; } = [];
    }
}
