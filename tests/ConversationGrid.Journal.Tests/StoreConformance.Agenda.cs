using ConversationGrid.Conformance;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests;

public abstract partial class StoreConformance
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private IAgenda Agenda => Store.Agenda;

    [EngineFact]
    public async Task Claim_GivesWhatIsDueOldestFirst_AndOnlyOncePerLease()
    {
        foreach (var (id, minute) in new[] { ("c", 3), ("a", 1), ("b", 2), ("later", 60) })
            await Journal.AppendAsync(AppendDue(Stream(id), 0, Noon.AddMinutes(minute)));
        var now = Noon.AddMinutes(5);

        Assert.Equal([Stream("a"), Stream("b")], await Agenda.ClaimAsync(now, Lease, 2));
        Assert.Equal([Stream("c")], await Agenda.ClaimAsync(now, Lease, 2));
        Assert.Empty(await Agenda.ClaimAsync(now, Lease, 2));
        Assert.Equal(now + Lease, await Agenda.NextDueAsync());
    }

    [EngineFact]
    public async Task Claim_WhoseClaimerDied_IsGivenAgainAfterTheLease()
    {
        await Journal.AppendAsync(AppendDue(Stream("a"), 0, Noon));
        Assert.Single(await Agenda.ClaimAsync(Noon, Lease, 10));

        // The claimer appends nothing more; the store itself is opened again, as after a crash.
        await ReopenAsync();

        Assert.Empty(await Agenda.ClaimAsync(Noon + Lease - TimeSpan.FromMilliseconds(1), Lease, 10));
        Assert.Equal([Stream("a")], await Agenda.ClaimAsync(Noon + Lease, Lease, 10));
    }

    [EngineFact]
    public async Task Claim_ThenAppend_SetsTheTrueTime()
    {
        await Journal.AppendAsync(AppendDue(Stream("a"), 0, Noon));
        await Agenda.ClaimAsync(Noon, Lease, 10);

        await Journal.AppendAsync(AppendDue(Stream("a"), 1, Noon.AddHours(1)));
        Assert.Equal(Noon.AddHours(1), await Agenda.NextDueAsync());

        await Journal.AppendAsync(Append(Stream("a"), 2, "keeps the time"));
        Assert.Equal(Noon.AddHours(1), await Agenda.NextDueAsync());

        await Journal.AppendAsync(AppendDue(Stream("a"), 3, null));
        Assert.Null(await Agenda.NextDueAsync());
        Assert.Empty(await Agenda.ClaimAsync(Noon.AddYears(1), Lease, 10));
    }

    [EngineFact]
    public async Task Claim_ByManyAtOnce_NoStreamTwice()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Journal.AppendAsync(AppendDue(Stream($"s-{i}"), 0, Noon.AddSeconds(i))).AsTask()));
        var now = Noon.AddHours(1);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<Contracts.StreamId>();
            while (await Agenda.ClaimAsync(now, Lease, 7) is { Count: > 0 } more) mine.AddRange(more);
            return mine;
        })));

        var all = claimed.SelectMany(c => c).ToList();
        Assert.Equal(all.Count, all.Distinct().Count());
        // Skipping what another is claiming may end a claimer early, never lose an entry: it is still due.
        all.AddRange(await Agenda.ClaimAsync(now, Lease, 1_000));
        Assert.Equal(200, all.Distinct().Count());
        Assert.Equal(200, all.Count);
    }

    [EngineFact]
    public async Task SetDue_SetsAndRemoves()
    {
        await Agenda.SetDueAsync(Stream("a"), 0, Noon.AddTicks(1));
        // Rounded up, never down: an alarm does not ring before its time.
        Assert.Equal(Noon.AddMicroseconds(1), await Agenda.NextDueAsync());
        await Agenda.SetDueAsync(Stream("a"), 0, Noon.AddDays(1));
        Assert.Equal(Noon.AddDays(1), await Agenda.NextDueAsync());
        await Agenda.SetDueAsync(Stream("a"), 0, null);
        Assert.Null(await Agenda.NextDueAsync());
    }

    [EngineFact]
    public async Task SetDue_OfWhoIsBehind_ChangesNothing()
    {
        await Journal.AppendAsync(AppendDue(Stream("a"), 0, Noon));
        await Journal.AppendAsync(AppendDue(Stream("a"), 1, Noon.AddHours(1)));
        await Agenda.SetDueAsync(Stream("a"), 1, null);
        await Agenda.SetDueAsync(Stream("a"), 1, Noon.AddHours(5));
        await Agenda.SetDueAsync(Stream("a"), 0, Noon.AddHours(5));
        Assert.Equal(Noon.AddHours(1), await Agenda.NextDueAsync());
        await Agenda.SetDueAsync(Stream("a"), 2, null);
        Assert.Null(await Agenda.NextDueAsync());
        await Agenda.SetDueAsync(Stream("a"), 2, Noon);
        Assert.Equal(Noon, await Agenda.NextDueAsync());
    }

    [EngineFact]
    public async Task DueSet_IsRaisedAfterTheCommitOnly_AndAListenerThatThrowsHarmsNobody()
    {
        var heard = new List<DateTimeOffset>();
        Agenda.DueSet += due => { lock (heard) heard.Add(due); };
        Agenda.DueSet += _ => throw new InvalidOperationException("a bad listener");

        await Journal.AppendAsync(AppendDue(Stream("a"), 0, Noon));
        await Journal.AppendAsync(AppendDue(Stream("a"), 0, Noon.AddHours(9)));
        await Journal.AppendAsync(AppendDue(Stream("a"), 1, null));
        await Journal.AppendAsync(Append(Stream("a"), 2, "keeps"));
        await Agenda.SetDueAsync(Stream("a"), 3, Noon.AddHours(1));

        Assert.Equal([Noon, Noon.AddHours(1)], heard);
    }

    [EngineFact]
    public async Task Snapshots_KeepTheNewest()
    {
        var stream = Stream("a");
        Assert.Null(await Store.Snapshots.LoadAsync(stream));
        await Store.Snapshots.SaveAsync(stream, new(5, 1, [5]));
        await Store.Snapshots.SaveAsync(stream, new(4, 1, [4]));
        Assert.Equal(5, (await Store.Snapshots.LoadAsync(stream))!.Seq);
        await Store.Snapshots.SaveAsync(stream, new(5, 2, [52]));
        var kept = await Store.Snapshots.LoadAsync(stream);
        Assert.Equal((5L, 2), (kept!.Seq, kept.Version));
        Assert.Equal([52], kept.State);
        await Store.Snapshots.SaveAsync(stream, new(9, 2, []));
        Assert.Equal(9, (await Store.Snapshots.LoadAsync(stream))!.Seq);
    }

    [EngineFact]
    public async Task Checkpoints_StartAtTheBeginningAndKeepTheLast()
    {
        Assert.Equal(default, await Store.Checkpoints.LoadAsync("kpi"));
        await Store.Checkpoints.SaveAsync("kpi", new(1, 2));
        await Store.Checkpoints.SaveAsync("kpi", new(3, 1));
        await Store.Checkpoints.SaveAsync("other", new(9, 9));
        Assert.Equal(new(3, 1), await Store.Checkpoints.LoadAsync("kpi"));
    }
}
