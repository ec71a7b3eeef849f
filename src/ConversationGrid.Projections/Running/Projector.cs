using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Search;
using ConversationGrid.Projections.Settings;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Projections.Running;

/// <summary>
/// Makes the read models of the journal's events: reads the partitions that this process owns, folds, and writes rows and the place it read to in one
/// transaction. So every event is in them once, whatever crashes when.
/// </summary>
public sealed partial class Projector : IDisposable
{
    private static readonly TimeSpan SaysAfter = TimeSpan.FromSeconds(5);
    /// <summary>Events of a page that are many: then words wait for as long as they may, so that those of several messages are written together.</summary>
    private const int ManyEvents = 40;

    /// <summary>Where they are few, words wait for this part of the time.</summary>
    private const int QuietSearch = 5;

    private static readonly TimeSpan PacksEvery = TimeSpan.FromMinutes(1);

    private readonly IJournalFeed _feed;
    private readonly IDatabase _database;
    private readonly ILiveViews? _views;
    private readonly ProjectionsOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Projector> _log;
    private readonly Func<string, bool>? _isAside;
    private readonly IReadOnlyList<IEventRows> _rows;
    private readonly Partitions _partitions;
    private readonly SearchTables _search;
    private readonly FoldCache _folds;
    private readonly PagesAhead _pages;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly EpisodeDays _days;
    private bool _mayPack = true;
    private long _packedAt;
    private long _renewedAt;
    private long _wordsAt;
    private TimeSpan _wordsWait;
    private long _savedAt;
    private long _saidAt;
    private long _taken;
    private bool _isNew = true;

    /// <param name="views">Hears of what changed, after it is written.</param>
    /// <param name="isAside">Whether a text asks nothing: a greeting, thanks, a wish for a person.</param>
    /// <param name="member">This process's name among the owners; a new one each start.</param>
    /// <param name="rows">Others who write rows for each event in the same transaction.</param>
    public Projector(
        IJournalFeed feed, IDatabase database, ILiveViews? views, ProjectionsOptions options, TimeProvider time, ILogger<Projector> log,
        Func<string, bool>? isAside = null,
        string? member = null, IEnumerable<IEventRows>? rows = null)
    {
        _rows = [.. rows ?? []];
        (_feed, _database, _views, _options, _time, _log, _isAside) = (feed, database, views, options, time, log, isAside);
        _partitions = new(database, feed, member ?? Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8)), options.LeaseFor,
            time);
        _search = SearchTables.Of(database.Kind);
        _folds = new(database, options.RememberedMax);
        _days = new(database, time);
        _pages = new(feed, options.EventsTogetherMax);
        _wordsWait = options.SearchAfter / QuietSearch;
        _feed.Appended += OnAppended;
    }

    /// <summary>The partitions that this process writes now.</summary>
    internal Partitions Partitions => _partitions;

    /// <summary>Runs until cancelled, then lets its partitions go.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var began = _time.GetTimestamp();
                if (await StepAsync(cancel)) continue;
                await PackDayAsync(cancel);
                await _news.WaitAsync(_options.LookEvery, cancel);
                var left = _options.WriteEvery - _time.GetElapsedTime(began);
                if (left > TimeSpan.Zero) await Task.Delay(left, _time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                break;
            }
            catch (JournalUnavailableException failure)
            {
                _folds.Clear();
                _pages.Clear();
                WriteFailed(_log, failure);
                await Task.Delay(_options.RetryAfter, _time, CancellationToken.None);
                _isNew = true;
            }
        }
        try
        {
            await _partitions.ReleaseAsync(CancellationToken.None);
        }
        catch (JournalUnavailableException failure)
        {
            WriteFailed(_log, failure);
        }
    }

    /// <summary>Takes in one page of what is new.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel = default)
    {
        await RenewAsync(cancel);
        if (_partitions.Owned.Count == 0) return false;
        if (_time.GetElapsedTime(_wordsAt) > _wordsWait / 3)
        {
            await SearchWaitingAsync(cancel);
            _wordsAt = _time.GetTimestamp();
        }
        var (group, upTo) = _partitions.Behind();
        if (group.Count == 0) return false;
        var page = await _pages.ReadAsync([.. group.Select(own => own.Number)], group[0].Position, upTo, cancel);
        _wordsWait = page.Events.Count > ManyEvents ? _options.SearchAfter : _options.SearchAfter / QuietSearch;
        if (page.ReadTo == group[0].Position) return false;
        if (page.Events.Count == 0 && page.IsWhole && _time.GetElapsedTime(_savedAt) < SaysAfter / 5 && upTo is null) return false;
        var writes = new WriteSet();
        var changed = await FoldAsync(page, writes, cancel);
        if (page.Events.Count > 0)
            foreach (var others in _rows) await others.AddAsync(writes, page.Events, cancel);
        _partitions.Guard(writes, group, page.ReadTo);
        if (!await _database.WriteAsync(writes, cancel))
        {
            await FenceAsync(cancel);
            return true;
        }
        _partitions.Advance(group, page.ReadTo);
        _savedAt = _time.GetTimestamp();
        foreach (var others in _rows) others.Written();
        await TellAsync(changed, cancel);
        foreach (var fold in changed) fold.Written();
        _folds.Trim();
        Say(page);
        return !page.IsWhole || upTo is not null;
    }

    /// <summary>One process packs the days of episodes, one at a time, while it has nothing else to do.</summary>
    private async Task PackDayAsync(CancellationToken cancel)
    {
        if (_partitions.Owned.All(own => own.Number != 0) || (!_mayPack && _time.GetElapsedTime(_packedAt) < PacksEvery)) return;
        _mayPack = await _days.PackNextAsync(cancel);
        _packedAt = _time.GetTimestamp();
    }

    public void Dispose()
    {
        _feed.Appended -= OnAppended;
        _news.Dispose();
    }

    private async Task RenewAsync(CancellationToken cancel)
    {
        if (!_isNew && _time.GetElapsedTime(_renewedAt) < _options.LeaseFor / 3) return;
        _renewedAt = _time.GetTimestamp();
        if (await _partitions.RenewAsync(cancel) || _isNew)
        {
            _folds.Clear();
            Owns(_log, string.Join(", ", _partitions.Owned.Select(own => own.Number)));
        }
        _isNew = false;
    }

    private async Task<IReadOnlyCollection<ConversationFold>> FoldAsync(FeedPage page, WriteSet writes, CancellationToken cancel)
    {
        var conversations = page.Events.Where(e => e.Stream.Kind == EntityKind.Conversation).ToList();
        var ids = conversations.Select(e => e.Stream.Id).ToHashSet();
        var begun = conversations.Where(e => e.Committed.Seq == 1).Select(e => e.Stream.Id).ToHashSet();
        var folds = await _folds.LoadAsync(ids, begun, cancel);
        var customers = new List<(StreamId Stream, CustomerDescribed Described)>();
        foreach (var e in page.Events)
        {
            if (e.Committed.Event is CustomerDescribed described) customers.Add((e.Stream, described));
            if (e.Committed.Event is CustomerErased)
            {
                RowWrites.AddCustomers(writes, customers);
                customers.Clear();
                RowWrites.RemoveCustomer(writes, e.Stream);
            }
            if (e.Stream.Kind != EntityKind.Conversation || !folds.TryGetValue(e.Stream.Id, out var fold) || e.Committed.Seq <= fold.Seq) continue;
            if (e.Committed.Seq > fold.Seq + 1) await FillAsync(fold, e, cancel);
            Apply(fold, e.Committed.Seq, e.Committed.Event);
            if (e.Committed.Event is Erased) folds[e.Stream.Id] = await MakeAnewAsync(fold, e, personal: false, writes, cancel);
            if (e.Committed.Event is MessageRedacted or NoteRedacted) folds[e.Stream.Id] = await MakeAnewAsync(fold, e, personal: true, writes, cancel);
        }
        RowWrites.AddCustomers(writes, customers);
        RowWrites.Add(writes, _search, folds.Values, _time.GetUtcNow() - _wordsWait, _time.GetUtcNow());
        return folds.Values;
    }

    /// <summary>Events before this one are missing in the row: it was lost, or written by another version. They are read from the stream.</summary>
    private async Task FillAsync(ConversationFold fold, GlobalEvent before, CancellationToken cancel)
    {
        foreach (var (_, (seq, e)) in await _feed.ReadStreamsAsync([before.Stream], before.Position, cancel: cancel))
            if (seq > fold.Seq && seq < before.Committed.Seq) Apply(fold, seq, e);
    }

    /// <summary>
    /// Nothing stays in any row of a conversation that its events do not say without what was erased, or without the message that was removed: all are made
    /// anew of those.
    /// </summary>
    private async Task<ConversationFold> MakeAnewAsync(ConversationFold before, GlobalEvent e, bool personal, WriteSet writes, CancellationToken cancel)
    {
        RowWrites.Remove(writes, _search, before.Workspace, before.Id, _time.GetUtcNow());
        var fold = new ConversationFold { Workspace = before.Workspace, Id = before.Id };
        foreach (var (_, (seq, bare)) in await _feed.ReadStreamsAsync([e.Stream], e.Position, personal, cancel)) Apply(fold, seq, bare);
        _folds.Replace(e.Stream.Id, fold);
        return fold;
    }

    /// <summary>One event that cannot be read or taken in costs its own conversation something, and no other anything.</summary>
    private void Apply(ConversationFold fold, long seq, DomainEvent e)
    {
        var stream = new StreamId(EntityKind.Conversation, new(fold.Workspace, fold.Id));
        if (e is UnreadableEvent unreadable) Unreadable(_log, stream, seq, unreadable.Type);
        if (Apply(fold, seq, e, _isAside) is { } failure) ApplyFailed(_log, stream, seq, failure);
    }

    /// <returns>What went wrong; null where nothing did.</returns>
    internal static Exception? Apply(ConversationFold fold, long seq, DomainEvent e, Func<string, bool>? isAside)
    {
        try
        {
            fold.Apply(seq, e, isAside);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>Puts words into the search that waited long enough, of conversations in which nothing happened since.</summary>
    private async Task SearchWaitingAsync(CancellationToken cancel)
    {
        var since = _time.GetUtcNow() - _wordsWait;
        var mine = OwnedRows.Of(_database.Kind, _partitions.Owned.Select(own => own.Number));
        var waiting = await _database.QueryAsync(
            new($"select workspace, id from conversations where pending = 1 and updated_at < $1{mine} limit 500", Times.Micros(since)),
            row => new EntityId(row.Text(0), row.Text(1)), cancel);
        if (waiting.Count == 0) return;
        var folds = await _folds.LoadAsync([.. waiting], new HashSet<EntityId>(), cancel);
        var writes = new WriteSet();
        RowWrites.Add(writes, _search, folds.Values, DateTimeOffset.MaxValue, _time.GetUtcNow());
        _partitions.Guard(writes, _partitions.Owned, to: null);
        if (!await _database.WriteAsync(writes, cancel)) await FenceAsync(cancel);
    }

    private async Task FenceAsync(CancellationToken cancel)
    {
        Fenced(_log);
        _folds.Clear();
        await _partitions.LookAsync(cancel);
    }

    private async Task TellAsync(IReadOnlyCollection<ConversationFold> changed, CancellationToken cancel)
    {
        // Live views need no changes from a projector that is catching up.
        if (_views is null || changed.Count == 0 || _time.GetUtcNow() - changed.Max(fold => fold.UpdatedAt) > SaysAfter) return;
        foreach (var workspace in changed.GroupBy(fold => fold.Workspace))
            await _views.PublishAsync(
                workspace.Key, [.. workspace.Select(f => new LiveChange(f.ToListed(null), f.Parties, f.Changes.Left, f.Changes.LeftQueue))], cancel);
    }

    private void Say(FeedPage page)
    {
        _taken += page.Events.Count;
        if (page.IsWhole) (_taken, _saidAt) = (0, 0);
        if (page.IsWhole || page.Events.Count == 0) return;
        if (_saidAt == 0) _saidAt = _time.GetTimestamp();
        if (_time.GetElapsedTime(_saidAt) is var span && span < SaysAfter) return;
        Catching(_log, _taken, (long)(_taken / span.TotalSeconds), _time.GetUtcNow() - page.Events[^1].Committed.Event.At);
        (_taken, _saidAt) = (0, _time.GetTimestamp());
    }

    private void OnAppended()
    {
        if (_news.CurrentCount > 0) return;
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread said it at the same moment.
        }
    }
}
