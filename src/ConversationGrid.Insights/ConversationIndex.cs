using System.Collections.Concurrent;
using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Insights;

/// <summary>
/// All conversations in memory, folded from the journal from its beginning and then followed. Each process has its own; it is a moment
/// behind the journal, never wrong about it.
/// </summary>
public sealed partial class ConversationIndex(IJournal journal, TimeProvider time, InsightsOptions options, ILogger<ConversationIndex> log)
    : BackgroundService, IConversationIndex
{
    private const int ReadMax = 2_000;
    private const double UnhappyMood = -0.3;

    private readonly ConcurrentDictionary<string, WorkspaceIndex> _workspaces = new();

    public Task<ConversationPage> FindAsync(string workspace, ConversationFilter filter, string? cursor, int limit, CancellationToken cancel = default)
    {
        var index = Of(workspace);
        lock (index)
        {
            var found = index.Newest(Cursor.Parse(cursor)).Where(row => row.Matches(filter)).Take(limit + 1).ToList();
            var next = found.Count > limit ? Cursor.Of(found[limit - 1]).ToString() : null;
            var viewer = AudienceOf(filter.VisibleTo);
            return Task.FromResult(new ConversationPage([.. found.Take(limit).Select(row => row.ToIndexed(viewer))], next));
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
                if (viewer.SeesWholeWorkspace || row.IsVisibleTo(viewer)) changed.Add(row.ToIndexed(AudienceOf(viewer)));
                else if (row.TakenAt > behind && row.Queue is { } queue && viewer.Queues.Contains(queue)) gone.Add(row.Id);
                if (changed.Count + gone.Count == max) break;
            }
            return new(index.Mark, changed, gone);
        }
    }

    public IReadOnlyList<DayFigures> Days(string workspace)
    {
        var index = Of(workspace);
        lock (index)
            return index.Days;
    }

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        var position = default(GlobalPosition);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var page = await journal.ReadAllAsync(position, ReadMax, cancel);
                foreach (var e in page)
                    Apply(e);
                if (page.Count > 0) position = page[^1].Position;
                if (page.Count < ReadMax) await Task.Delay(options.FollowEvery, time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (JournalUnavailableException failure)
            {
                FollowFailed(log, failure);
                await Task.Delay(options.RetryAfter, time, cancel);
            }
        }
    }

    /// <summary>Customers see what everyone may; nobody named is who sees the whole workspace.</summary>
    private static Audience AudienceOf(Caller? viewer) => viewer?.Role == CallerRole.Customer ? Audience.Everyone : Audience.Staff;

    /// <summary>One event that cannot be read or folded costs its own conversation a figure, and nobody else anything.</summary>
    private void Apply(GlobalEvent e)
    {
        if (e.Committed.Event is UnreadableEvent unreadable) Unreadable(log, e.Stream, e.Committed.Seq, unreadable.Type);
        if (e.Committed.Event is not ConversationEvent fact) return;
        var index = Of(e.Stream.Id.Workspace);
        try
        {
            lock (index)
                index.Apply(e.Stream.Id.Id, e.Committed.Seq, fact, options.ServiceLevelWithin);
        }
        catch (Exception failure)
        {
            ApplyFailed(log, e.Stream, e.Committed.Seq, failure);
        }
    }

    private WorkspaceIndex Of(string workspace) => _workspaces.GetOrAdd(workspace, _ => new());

    [LoggerMessage(60, LogLevel.Warning, "The journal could not be followed; trying again.")]
    private static partial void FollowFailed(ILogger log, Exception failure);

    [LoggerMessage(61, LogLevel.Error, "{Stream}: event {Seq} is a '{Type}' that this version cannot read; the lists go on without it.")]
    private static partial void Unreadable(ILogger log, StreamId stream, long seq, string type);

    [LoggerMessage(62, LogLevel.Error, "{Stream}: event {Seq} could not be folded; the lists go on without it.")]
    private static partial void ApplyFailed(ILogger log, StreamId stream, long seq, Exception failure);

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
