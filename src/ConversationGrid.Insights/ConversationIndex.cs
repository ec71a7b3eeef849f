using System.Collections.Concurrent;
using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Following;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Insights;

/// <summary>All conversations in memory. Each process has its own; it is a moment behind the journal, never wrong about it.</summary>
public sealed class ConversationIndex(InsightsOptions options, Func<string, bool>? isAside = null) : IConversationIndex, IJournalFold
{
    private const double UnhappyMood = -0.3;

    private readonly ConcurrentDictionary<string, WorkspaceIndex> _workspaces = new();

    public Task<ConversationPage> FindAsync(string workspace, ConversationFilter filter, string? cursor, int limit, CancellationToken cancel = default)
    {
        var index = Of(workspace);
        lock (index)
        {
            var found = index.Newest(Cursor.Parse(cursor)).Where(row => row.Matches(filter)).Take(limit + 1).ToList();
            var next = found.Count > limit ? Cursor.Of(found[limit - 1]).ToString() : null;
            return Task.FromResult(new ConversationPage([.. found.Take(limit).Select(row => row.ToIndexed(filter.VisibleTo))], next));
        }
    }

    public Task<ConversationCounts> CountAsync(string workspace, DateTimeOffset since, CancellationToken cancel = default)
    {
        var index = Of(workspace);
        lock (index)
        {
            var open = index.Open.ToList();
            var (day, queues) = (index.Since(since), index.QueuesSince(since));
            return Task.FromResult(new ConversationCounts(
                open.GroupBy(row => row.State).ToDictionary(g => g.Key, g => g.Count()),
                day.Started, day.HandedOver, day.ResolvedByBot, queues.Sum(q => q.Answered), queues.Sum(q => q.AnsweredInTime),
                day.MedianWait, day.Satisfaction, day.Rated,
                open.Count == 0 ? null : Math.Round(open.Average(row => row.Mood), 3), open.Count(row => row.Mood <= UnhappyMood), queues, index.SlaSince(since)));
        }
    }

    public ConversationChanges ChangesBehind(string workspace, long? mark, Caller viewer, int max)
    {
        var index = Of(workspace);
        lock (index)
        {
            if (mark is not { } behind || behind == index.Mark) return new(index.Mark, [], []);
            var (changed, gone) = (new List<IndexedConversation>(), new List<string>());
            foreach (var row in index.ChangedBehind(behind))
            {
                if (row.AccessOf(viewer).Follows) changed.Add(row.ToIndexed(viewer));
                else if (row.WentFrom(viewer, behind)) gone.Add(row.Id);
                if (changed.Count + gone.Count == max) break;
            }
            return new(index.Mark, changed, gone);
        }
    }

    public IReadOnlyList<WaitingConversation> Waiting(string workspace)
    {
        var index = Of(workspace);
        lock (index)
            return [.. index.Waiting.Where(row => row.Queue is not null).Select(row => new WaitingConversation(row.Id, row.Queue!))];
    }

    public IReadOnlyList<DayFigures> Days(string workspace)
    {
        var index = Of(workspace);
        lock (index)
            return index.Days;
    }

    public void Apply(GlobalEvent e)
    {
        if (e.Committed.Event is not ConversationEvent fact) return;
        var index = Of(e.Stream.Id.Workspace);
        lock (index)
            index.Apply(e.Stream.Id.Id, e.Committed.Seq, fact, options.ServiceLevelWithin);
    }

    private WorkspaceIndex Of(string workspace) => _workspaces.GetOrAdd(workspace, _ => new(isAside));

    /// <summary>A place in the list, newest first.</summary>
    internal readonly record struct Cursor(long Ticks, string Id)
    {
        public static readonly Cursor Top = new(long.MaxValue, "");

        public static Cursor Of(ConversationRow row) => new(row.StartedAt.UtcTicks, row.Id);

        public static Cursor Parse(string? text)
        {
            var dash = text?.IndexOf('-') ?? -1;
            return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? new(ticks, text![(dash + 1)..]) : Top;
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticks}-{Id}");
    }
}
