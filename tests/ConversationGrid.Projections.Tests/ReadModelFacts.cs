using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Tests;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Projections.Conversations;
using ConversationGrid.Projections.Running;

namespace ConversationGrid.Projections.Tests;

/// <summary>What read models must do on every kind of store.</summary>
public abstract partial class ReadModelFacts : StoreFacts
{
    [EngineFact]
    public async Task AnyHistory_TakenInPieces_ByOwnersThatComeAndGo_GivesTheRowsOfTheJournal()
    {
        for (ulong seed = 1; seed <= 3; seed++)
        {
            var (histories, written, draw) = (Histories.Drawn(seed, 20), new Dictionary<EntityId, int>(), new Draw(seed));
            var owners = new List<Projector> { Owner(Store) };
            for (var more = true; more;)
            {
                more = await histories.AppendAsync(Store.Journal, written, draw, 1 + draw.Below(30));
                if (draw.Chance(20)) owners.Add(Owner(Store));
                if (draw.Chance(20)) await owners[draw.Below(owners.Count)].Partitions.ReleaseAsync(default);
                await owners[draw.Below(owners.Count)].StepAsync();
                // In the midst of it too, while episodes are open.
                if (draw.Chance(10)) Assert.Equal(0, (await Rebuilder().RunAsync(null, rewrites: false)).Wrong);
            }
            foreach (var owner in owners)
            {
                await owner.Partitions.ReleaseAsync(default);
                owner.Dispose();
            }
            await CatchUpAsync();
            var (seen, wrong) = await Rebuilder().RunAsync(null, rewrites: false);
            Assert.True(wrong == 0, $"Seed {seed}: {wrong} of {seen} differ.");
            Assert.Equal(20L * (long)seed, seen);
        }
    }

    [EngineFact]
    public async Task Rebuild_MakesAnewWhatIsWrongOrGone_AndNothingElse()
    {
        await WriteAsync(Histories.Drawn(7, 30));
        await CatchUpAsync();
        var ids = Histories.Drawn(7, 30).All.Keys.ToList();
        var before = await TextAsync(ids);
        var spoil = new Journal.Tables.WriteSet();
        spoil.Run("delete from conversations where id = $1", ids[0].Id);
        spoil.Run("update episodes set handle_ms = handle_ms + 1 where conversation = $1", ids[1].Id);
        spoil.Run("delete from conversation_agents where id = $1", ids[2].Id);
        spoil.Run("insert into conversation_labels (workspace, label, started_at, id) values ($1, 'planted', 1, $2)", ids[3].Workspace, ids[3].Id);
        spoil.Run("insert into conversations select workspace, 'ghost', seq, state, customer_id, channel, queue, agent, topic, waits_in, offered_to, " +
            "started_at, updated_at, waiting_since, due_at, rating, mood, warned, pending, body, erased from conversations where id = $1", ids[4].Id);
        await Store.Database.WriteAsync(spoil);
        var wrong = (await Rebuilder().RunAsync(null, rewrites: false)).Wrong;
        Assert.InRange(wrong, 4, 5);
        Assert.Equal(wrong, (await Rebuilder().RunAsync(null, rewrites: true)).Wrong);
        Assert.Equal(0, (await Rebuilder().RunAsync(null, rewrites: false)).Wrong);
        Assert.Equal(before, await TextAsync(ids));
    }

    [EngineFact]
    public async Task OwnerThatWasPaused_WritesNothing_OnceAnotherTookOver()
    {
        using var paused = Owner(Store);
        await WriteAsync(Histories.Drawn(11, 4));
        await paused.StepAsync();
        // It stands still while another process takes its partitions, as after the end of its lease.
        await using var second = await OpenAsync();
        var free = new Journal.Tables.WriteSet();
        free.Run("update projection_partitions set lease_until = 0");
        free.Run("delete from projection_members");
        await Store.Database.WriteAsync(free);
        using var other = Owner(second);
        while (await other.StepAsync()) { }
        await WriteAsync(Histories.Drawn(12, 4));
        while (await other.StepAsync()) { }
        var place = await Partitions.PositionsAsync(Store.Database, default);
        var rows = await TextAsync([.. Histories.Drawn(12, 4).All.Keys]);
        for (var i = 0; i < 5; i++) await paused.StepAsync();
        Assert.Empty(paused.Partitions.Owned);
        Assert.Equal(place, await Partitions.PositionsAsync(Store.Database, default));
        Assert.Equal(rows, await TextAsync([.. Histories.Drawn(12, 4).All.Keys]));
        Assert.Equal(0, (await Rebuilder().RunAsync(null, rewrites: false)).Wrong);
    }

    [EngineFact]
    public async Task Lists_AreWhatAWalkOverAllFinds_PageByPage()
    {
        var histories = Histories.Drawn(31, 60);
        await WriteAsync(histories);
        await CatchUpAsync();
        var folds = histories.All.Where(h => h.Key.Workspace == "demo").Select(h =>
        {
            var fold = new ConversationFold { Workspace = "demo", Id = h.Key.Id };
            for (var i = 0; i < h.Value.Count; i++) fold.Apply(i + 1, h.Value[i], null);
            return fold;
        }).ToList();
        var list = new ConversationList(Store.Database);
        Caller?[] callers = [null, Commands.AgentOf("ben"), Commands.AgentOf("aina"), Caller.Customer("nur", null),
            new Caller(CallerRole.Agent, new(ActorKind.Agent, "zoe"), [])];
        foreach (var caller in callers)
            foreach (var sort in new[] { ConversationSort.Newest, ConversationSort.Waiting, ConversationSort.Due })
                foreach (var filter in ListFilters.All.Select(f => f with { VisibleTo = caller }))
                    Assert.Equal(ListFilters.Walk(folds, filter, sort), await AllAsync(list, filter, sort));
    }

    internal async Task<List<string>> AllAsync(IConversationList list, ConversationFilter filter, ConversationSort sort)
    {
        var found = new List<string>();
        for (ListPosition? cursor = null; ;)
        {
            var page = await list.FindAsync("demo", filter, new(sort, cursor, 7, CountMax: 1_000));
            found.AddRange(page.Items.Select(i => i.ConversationId));
            // A search counts no further than its page.
            if (page.IsMore) Assert.Equal(page.Items.Count, page.Total);
            if (page.Next is null && cursor is null) Assert.Equal(found.Count, page.Total);
            if (page.Next is null) return found;
            cursor = page.Next;
        }
    }

    private async Task<List<string>> TextAsync(IReadOnlyList<EntityId> ids)
    {
        var rows = await StoredRows.ReadAsync(Store.Database, ids, default);
        return [.. ids.SelectMany(id => StoredRows.Projections.SelectMany(p => rows.Of(p, id).Select(row => $"{id} {p} {row}")))];
    }
}

public sealed class SqliteReadModelTests : ReadModelFacts
{
    protected override Task<IStoreKind> KindAsync() => Task.FromResult<IStoreKind>(new SqliteKind());
}

[NeedsPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresReadModelTests(PostgresServer postgres) : ReadModelFacts
{
    protected override async Task<IStoreKind> KindAsync() => new PostgresKind(await postgres.NewDatabaseAsync());
}
