using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Episodes;
using ConversationGrid.Projections.Search;

namespace ConversationGrid.Projections.Running;

/// <summary>
/// Compares the read models with the journal, one conversation after the other, and makes again what differs: beside the running system, whose projector is
/// held up for the moment of each write only.
/// </summary>
public sealed class Rebuilder(IJournalFeed feed, IDatabase database, Func<string, bool>? isAside = null, TimeProvider? time = null)
{
    private const int PageSize = 64;

    private readonly SearchTables _search = SearchTables.Of(database.Kind);
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Names that <see cref="RunAsync"/> takes.</summary>
    public static IReadOnlyList<string> Projections => StoredRows.Projections;

    /// <param name="projection">The one that is compared; null: all.</param>
    /// <param name="rewrites">Whether what differs is rebuilt, or only counted.</param>
    /// <param name="progress">Hears of conversations looked at and found wrong, now and then.</param>
    /// <returns>Conversations looked at, and how many of them, and of the packed days of episodes, were wrong.</returns>
    public async Task<(long Checked, long Wrong)> RunAsync(
        string? projection, bool rewrites, Action<long, long>? progress = null, CancellationToken cancel = default)
    {
        var compared = projection is null ? StoredRows.Projections : (IReadOnlyList<string>)[projection];
        var (seen, wrong) = (0L, 0L);
        for (var partition = 0; partition < feed.Partitions; partition++)
        {
            var after = default(StreamId?);
            while (await feed.StreamsAsync(partition, after, PageSize, cancel) is { Count: > 0 } streams)
            {
                after = streams[^1];
                var conversations = streams.Where(s => s.Kind == EntityKind.Conversation).ToList();
                if (conversations.Count > 0) wrong += await PageAsync(partition, conversations, compared, rewrites, cancel);
                if (rewrites && compared.Contains("search")) await CustomersAsync(partition, [.. streams.Where(s => s.Kind == EntityKind.Customer)], cancel);
                seen += conversations.Count;
                progress?.Invoke(seen, wrong);
            }
        }
        wrong += await OrphansAsync(rewrites, cancel);
        if (compared.Contains("episodes")) wrong += await PackedDaysAsync(rewrites, cancel);
        return (seen, wrong);
    }

    private async Task<int> PageAsync(int partition, IReadOnlyList<StreamId> streams, IReadOnlyList<string> compared, bool rewrites, CancellationToken cancel)
    {
        while (true)
        {
            var place = await PlaceAsync(partition, cancel);
            var folds = Fold(streams, await feed.ReadStreamsAsync(streams, place.Position, cancel: cancel));
            var ids = folds.Select(f => new EntityId(f.Workspace, f.Id)).ToList();
            if (ids.Count == 0) return 0;
            var (made, stored) = (StoredRows.Made(folds), await StoredRows.ReadAsync(database, ids, cancel));
            var differ = folds.Where(f => compared.Any(p => !made.Of(p, new(f.Workspace, f.Id)).SequenceEqual(stored.Of(p, new(f.Workspace, f.Id))))).ToList();
            if (differ.Count == 0) return 0;
            // What was read from several tables may stand at several moments: it counts only where the partition did not move meanwhile.
            if (!rewrites && await PlaceAsync(partition, cancel) == place) return differ.Count;
            if (rewrites
                && await RewriteAsync(partition, place, [.. differ.Select(f => new StreamId(EntityKind.Conversation, new(f.Workspace, f.Id)))],
                    cancel)) return differ.Count;
        }
    }

    private async Task<bool> RewriteAsync(int partition, Place place, IReadOnlyList<StreamId> streams, CancellationToken cancel)
    {
        var folds = Fold(streams, await feed.ReadStreamsAsync(streams, place.Position, cancel: cancel));
        var writes = Guarded(partition, place);
        foreach (var fold in folds) RowWrites.Remove(writes, _search, fold.Workspace, fold.Id, _time.GetUtcNow());
        RowWrites.Add(writes, _search, folds, DateTimeOffset.MaxValue, _time.GetUtcNow());
        return await database.WriteAsync(writes, cancel);
    }

    private async Task CustomersAsync(int partition, IReadOnlyList<StreamId> customers, CancellationToken cancel)
    {
        for (var written = customers.Count == 0; !written;)
        {
            var place = await PlaceAsync(partition, cancel);
            var writes = Guarded(partition, place);
            foreach (var customer in customers) RowWrites.RemoveCustomer(writes, customer);
            var events = await feed.ReadStreamsAsync(customers, place.Position, cancel: cancel);
            RowWrites.AddCustomers(
                writes, events.Where(e => e.Committed.Event is CustomerDescribed).Select(e => (e.Stream, (CustomerDescribed)e.Committed.Event)));
            written = await database.WriteAsync(writes, cancel);
        }
    }

    /// <summary>A write that holds only where the partition is still where it was read from. Its owner forgets what it remembers.</summary>
    private static WriteSet Guarded(int partition, Place place) => new()
    {
        Guard = new(
            "update projection_partitions set generation = generation + 1 where partition = $1 and generation = $2 and epoch = $3 and position = $4",
            (long)partition, place.Generation, place.Position.Epoch, place.Position.Offset),
        GuardRows = 1,
    };

    /// <summary>Rows of conversations that are not in the journal.</summary>
    private async Task<long> OrphansAsync(bool rewrites, CancellationToken cancel)
    {
        const string lost = "not exists (select 1 from events e where e.stream = 'c/' || c.workspace || '/' || c.id and e.seq = 1)";
        var found = await database.QueryAsync(new($"select c.workspace, c.id from conversations c where {lost}"), row => new EntityId(row.Text(0), row.Text(1)),
            cancel);
        if (!rewrites || found.Count == 0) return found.Count;
        var writes = new WriteSet();
        foreach (var id in found) RowWrites.Remove(writes, _search, id.Workspace, id.Id, _time.GetUtcNow());
        await database.WriteAsync(writes, cancel);
        return found.Count;
    }

    /// <summary>Packed days that do not equal their rows.</summary>
    private async Task<int> PackedDaysAsync(bool rewrites, CancellationToken cancel)
    {
        var days = new EpisodeDays(database, _time);
        var wrong = await days.WrongAsync(cancel);
        if (rewrites && wrong.Count > 0) await days.DropAsync(wrong, cancel);
        return wrong.Count;
    }

    private List<ConversationFold> Fold(IReadOnlyList<StreamId> streams, IReadOnlyList<(StreamId Stream, Committed Committed)> events)
    {
        var folds = streams.ToDictionary(s => s, s => new ConversationFold { Workspace = s.Id.Workspace, Id = s.Id.Id });
        foreach (var (stream, (seq, e)) in events) Projector.Apply(folds[stream], seq, e, isAside);
        // What was appended behind the partition's place has no row yet.
        return [.. folds.Values.Where(f => f.Seq > 0)];
    }

    private async Task<Place> PlaceAsync(int partition, CancellationToken cancel) => (await database.QueryAsync(
        new("select epoch, position, generation from projection_partitions where partition = $1", (long)partition),
        row => new Place(new(row.Int64(0), row.Int64(1)), row.Int64(2)), cancel))[0];

    private sealed record Place(GlobalPosition Position, long Generation);
}
