using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Insights;

/// <summary>One workspace's conversations and the facts that its figures count. Used under its own lock.</summary>
internal sealed class WorkspaceIndex(Func<string, bool>? isAside = null)
{
    /// <summary>A customer who comes back within this time after the assistant answered was not helped by it.</summary>
    private static readonly TimeSpan CameBackWithin = TimeSpan.FromHours(24);

    /// <summary>How long facts are kept for the figures.</summary>
    private static readonly TimeSpan KeepFacts = TimeSpan.FromHours(25);

    private readonly Dictionary<string, ConversationRow> _rows = [];
    private readonly SortedSet<ConversationRow> _newest = new(Comparer<ConversationRow>.Create(
        (a, b) => a.StartedAt != b.StartedAt ? b.StartedAt.CompareTo(a.StartedAt) : string.CompareOrdinal(a.Id, b.Id)));
    private readonly HashSet<ConversationRow> _open = [];
    private readonly HashSet<ConversationRow> _waiting = [];
    private readonly Queue<Fact> _facts = new();
    private readonly DayBook _days = new();

    public IReadOnlyList<DayFigures> Days => _days.All;

    /// <summary>All rows, the one that changed last in front.</summary>
    private readonly LinkedList<ConversationRow> _changed = new();
    private readonly Dictionary<ConversationRow, LinkedListNode<ConversationRow>> _nodes = [];

    /// <summary>Grows with every change.</summary>
    public long Mark { get; private set; }

    public IEnumerable<ConversationRow> Open => _open;

    public IEnumerable<ConversationRow> Waiting => _waiting;

    /// <summary>Conversations behind a cursor, newest first.</summary>
    public IEnumerable<ConversationRow> Newest(ConversationIndex.Cursor behind) => _newest.Where(row =>
        row.StartedAt.UtcTicks < behind.Ticks || (row.StartedAt.UtcTicks == behind.Ticks && string.CompareOrdinal(row.Id, behind.Id) > 0));

    /// <summary>Rows that changed behind a mark, the newest first.</summary>
    public IEnumerable<ConversationRow> ChangedBehind(long mark) => _changed.TakeWhile(row => row.ChangedAt > mark);

    public void Apply(string id, long seq, ConversationEvent e, TimeSpan serviceLevelWithin)
    {
        if (!_rows.TryGetValue(id, out var row)) _rows[id] = row = new(id, isAside);
        var before = new Before(row.IsOpen, row.AskedAt, row.IsTaken, row.IsAnswered, row.QuietSince, row.Rating);
        row.Apply(seq, e);
        row.ChangedAt = ++Mark;
        if (row.JustLeft) row.TakenAt = Mark;
        MoveToFront(row);
        if (e is ConversationStarted) _newest.Add(row);
        if (row.IsOpen) _open.Add(row);
        else _open.Remove(row);
        if (row.IsWaiting) _waiting.Add(row);
        else _waiting.Remove(row);
        Count(row, e, before, serviceLevelWithin);
    }

    /// <summary>Figures of what happened since a moment, at most <see cref="KeepFacts"/> ago.</summary>
    public (int Started, int HandedOver, int ResolvedByBot, TimeSpan? MedianWait, double? Satisfaction, int Rated) Since(DateTimeOffset since)
    {
        var facts = _facts.Where(f => f.At >= since).ToList();
        var waits = facts.Where(f => f.Kind == FactKind.Answered).Select(f => f.Wait).Order().ToList();
        // Of a corrected rating the later one counts.
        var scores = facts.Where(f => f.Kind == FactKind.Rated).GroupBy(f => f.Key).Select(ratings => ratings.Last().Score).ToList();
        return (
            facts.Count(f => f.Kind == FactKind.Started), facts.Count(f => f.Kind == FactKind.HandedOver), Math.Max(0, facts.Count(f => f.Kind == FactKind.ResolvedByBot) - facts.Count(f => f.Kind == FactKind.CameBack && f.Earlier >= since)),
            waits.Count == 0 ? null : waits[waits.Count / 2],
            // Satisfaction: share of the answers that are 4 or 5.
            scores.Count == 0 ? null : Math.Round((double)scores.Count(s => s >= 4) / scores.Count, 3), scores.Count);
    }

    public IReadOnlyList<QueueCounts> QueuesSince(DateTimeOffset since) =>
    [
        .. _facts.Where(f => f.Kind == FactKind.Answered && f.At >= since).GroupBy(f => f.Queue).Select(g =>
        {
            var (all, inTime) = (g.Count(), g.Count(f => f.InTime));
            return new QueueCounts(g.Key ?? "", all, inTime, Math.Round((double)inTime / all, 3));
        }),
    ];

    private void MoveToFront(ConversationRow row)
    {
        if (!_nodes.TryGetValue(row, out var node)) _nodes[row] = node = new(row);
        else _changed.Remove(node);
        _changed.AddFirst(node);
    }

    /// <summary>Service levels now, and of the clocks that ended since a moment.</summary>
    public SlaCounts SlaSince(DateTimeOffset since)
    {
        var ended = _facts.Where(f => f.Kind == FactKind.ClockEnded && f.At >= since).ToList();
        var met = ended.Count(f => f.InTime);
        return new(
            _open.Count(row => row.IsWarned), _open.Count(row => row.IsBreached), met, ended.Count - met, ended.Count == 0 ? null : Math.Round((double)met / ended.Count, 3));
    }

    private void Count(ConversationRow row, ConversationEvent e, Before before, TimeSpan within)
    {
        while (_facts.TryPeek(out var oldest) && oldest.At < e.At - KeepFacts)
            _facts.Dequeue();
        switch (e)
        {
            case ConversationStarted or Reopened:
                _facts.Enqueue(new(e.At, FactKind.Started));
                if (before is { QuietSince: { } quiet, IsAnswered: true } && e.At - quiet < CameBackWithin)
                {
                    _facts.Enqueue(new(e.At, FactKind.CameBack, Earlier: quiet));
                    _days.CameBack(quiet);
                }
                break;
            // Silence after a greeting resolved nothing.
            case Closed { Disposition: ClosedReasons.Quiet } when !before.IsAnswered:
                break;
            case HandoffRequested when before.AskedAt is null:
                _facts.Enqueue(new(e.At, FactKind.HandedOver));
                _days.HandedOver(e.At);
                break;
            case Assigned when before is { IsTaken: false, AskedAt: { } since }:
                _facts.Enqueue(new(e.At, FactKind.Answered, row.Queue, e.At - since, e.At - since <= within));
                _days.Answered(e.At, e.At - since, e.At - since <= within);
                break;
            case SlaEnded ended:
                _facts.Enqueue(new(e.At, FactKind.ClockEnded, InTime: ended.Met));
                break;
            case Resolved or Closed when before is { IsOpen: true, AskedAt: null, IsTaken: false } && !row.IsVoid:
                _facts.Enqueue(new(e.At, FactKind.ResolvedByBot));
                _days.ResolvedByBot(e.At);
                break;
            case Rated rated:
                _facts.Enqueue(new(e.At, FactKind.Rated, Score: rated.Score, Key: $"{row.Id} {row.Episode}"));
                _days.Rated(e.At, rated.Score, before.Rating);
                break;
        }
    }

    private enum FactKind
    {
        None = 0,
        Started,
        HandedOver,
        Answered,
        ResolvedByBot,
        Rated,
        ClockEnded,
        CameBack,
    }

    /// <summary>A row before an event.</summary>
    private readonly record struct Before(bool IsOpen, DateTimeOffset? AskedAt, bool IsTaken, bool IsAnswered, DateTimeOffset? QuietSince, Rated? Rating);

    private readonly record struct Fact(DateTimeOffset At, FactKind Kind, string? Queue = null, TimeSpan Wait = default, bool InTime = false, int Score = 0, string? Key = null, DateTimeOffset Earlier = default);
}
