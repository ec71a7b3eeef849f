using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Privacy.Keys;
using ConversationGrid.Privacy.Settings;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>Where a customer's data are.</summary>
/// <param name="grid">Late, like every use of it here.</param>
internal sealed class CustomerStreams(IJournalStore store, DataKeys keys, Func<IGrid> grid, PrivacyOptions options, TimeProvider time)
{
    private const int PageMax = 1_000;

    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Its profile, and those of the anonymous customers that it was before it proved who it is.</summary>
    public async Task<IReadOnlyList<StreamId>> ProfilesAsync(EntityId customer, CancellationToken cancel) =>
    [
        .. (await grid().Customer(customer).ViewAsync(cancel)).Absorbed.Prepend(customer.Id)
        .Select(id => new StreamId(EntityKind.Customer, new(customer.Workspace, id))),
    ];

    /// <summary>The streams of its conversations, also of those that began anonymously and are still on the way to it.</summary>
    /// <exception cref="JournalUnavailableException">The read models are behind for too long.</exception>
    public async Task<IReadOnlyList<StreamId>> ConversationsAsync(IReadOnlyList<StreamId> profiles, CancellationToken cancel)
    {
        await ReadModelsAsync(cancel);
        var all = new List<StreamId>();
        foreach (var profile in profiles) all.AddRange(await OfOneAsync(profile.Id, cancel));
        return [.. all.Distinct()];
    }

    /// <summary>Those that own keys, and those of earlier versions, which have none.</summary>
    private async Task<IEnumerable<StreamId>> OfOneAsync(EntityId customer, CancellationToken cancel)
    {
        var listed = await store.Database.QueryAsync(
            new("select id from conversations where workspace = $1 and customer_id = $2 order by started_at, id", customer.Workspace, customer.Id),
            row => new StreamId(EntityKind.Conversation, new(customer.Workspace, row.Text(0))), cancel);
        return listed.Union((await keys.StreamsOfAsync(customer, cancel)).Where(s => s.Kind == EntityKind.Conversation));
    }

    /// <summary>Waits until the read models have taken in all that is in the journal now.</summary>
    /// <exception cref="JournalUnavailableException">They are behind for too long.</exception>
    public async Task ReadModelsAsync(CancellationToken cancel)
    {
        var head = await store.Feed.HeadAsync(cancel);
        var began = time.GetTimestamp();
        while (await IsBehindAsync(head, cancel))
        {
            if (time.GetElapsedTime(began) > options.ReadModelsWithin) throw new JournalUnavailableException("The read models are behind; try again later.");
            await Task.Delay(LooksEvery, time, cancel);
        }
    }

    private async Task<bool> IsBehindAsync(GlobalPosition head, CancellationToken cancel)
    {
        var places = await store.Database.QueryAsync(
            new("select partition, epoch, position from projection_partitions"),
            row => (Partition: (int)row.Int64(0), Place: new GlobalPosition(row.Int64(1), row.Int64(2))), cancel);
        foreach (var (partition, place) in places.Where(p => (p.Place.Epoch, p.Place.Offset).CompareTo((head.Epoch, head.Offset)) < 0))
            if (await HasEventsAsync(partition, place, head, cancel)) return true;
        return false;
    }

    /// <summary>Whether a partition has anything between two places that read models are made of.</summary>
    private async Task<bool> HasEventsAsync(int partition, GlobalPosition after, GlobalPosition head, CancellationToken cancel)
    {
        while (true)
        {
            var page = await store.Feed.ReadAsync([partition], after, head, PageMax, cancel);
            if (page.Events.Count > 0 || page.IsWhole) return page.Events.Count > 0;
            after = page.ReadTo;
        }
    }
}
