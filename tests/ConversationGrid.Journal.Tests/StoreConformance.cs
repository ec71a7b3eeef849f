using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using static ConversationGrid.Journal.Tests.Samples;

namespace ConversationGrid.Journal.Tests;

/// <summary>What every store promises, whatever is behind it. Each test gets an empty store of its own.</summary>
public abstract partial class StoreConformance : IAsyncLifetime
{
    protected IJournalStore Store { get; private set; } = null!;
    protected IJournal Journal => Store.Journal;

    /// <summary>A store on this test's own database, opened again: what it was told before must be there.</summary>
    protected abstract IJournalStore Create();

    protected virtual Task PrepareAsync() => Task.CompletedTask;
    protected virtual Task CleanAsync() => Task.CompletedTask;

    public async Task InitializeAsync()
    {
        await PrepareAsync();
        Store = Create();
        await Store.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Store is not null) await Store.DisposeAsync();
        await CleanAsync();
    }

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = Create();
        await Store.StartAsync();
    }

    [EngineFact]
    public async Task Append_ThenRead_GivesTheSameEvents()
    {
        var stream = Stream("s1");
        DomainEvent[] events =
        [
            new ConversationStarted("cust-1", "web", "ms-MY", true, "Tiket 🎫") { At = Noon, By = new(ActorKind.Customer, "cust-1", "Aisyah") },
            Message("Selamat pagi, \"apa khabar\"?\u0000 \n"),
            new Closed(null) { At = Noon.AddTicks(7), By = new(ActorKind.Agent, "a1") },
        ];

        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(new(stream, 0, events, DueChange.Keep)));

        var read = await Journal.ReadAsync(stream, 0, 10);
        Assert.Equal([1L, 2L, 3L], read.Select(c => c.Seq));
        Assert.Equal(events, read.Select(c => c.Event));
    }

    [EngineFact]
    public async Task Append_AtAnotherSeq_IsAConflictAndWritesNothing()
    {
        var stream = Stream("s1");
        await Journal.AppendAsync(Append(stream, 0, "a", "b"));

        // Behind (so its last events would be free numbers), and ahead (so it would leave a hole).
        foreach (var expected in new[] { 0, 1, 3, 7 })
            Assert.Equal(
                AppendResult.Conflict, await Journal.AppendAsync(new(stream, expected, [Message("x"), Message("y"), Message("z")], DueChange.To(Noon))));

        Assert.Equal(["a", "b"], (await Journal.ReadAsync(stream, 0, 10)).Select(c => c.Text()));
        Assert.Null(await Store.Agenda.NextDueAsync());
        Assert.Equal(2, (await Journal.ReadAllAsync(default, 10)).Count);
    }

    [EngineFact]
    public async Task Append_OfNothingOrToABadName_IsAnError()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AppendAsync(Append(Stream("s1"), 0)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AppendAsync(Append(Stream("a\0b"), 0, "x")));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AppendAsync(Append(Stream("s1"), -1, "x")));
    }

    [EngineFact]
    public async Task Append_ManyWritersOfOneStream_ExactlyOneWinsEachSeq()
    {
        const int writers = 16, rounds = 25;
        var stream = Stream("raced");
        var wins = new int[writers];
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (var round = 0; round < rounds;)
            {
                var head = (await Journal.ReadBackwardsAsync(stream, long.MaxValue, 1)) is [var last] ? last.Seq : 0;
                if (await Journal.AppendAsync(Append(stream, head, $"{w}-{round}", $"{w}-{round}-second")) != AppendResult.Appended) continue;
                round++;
                wins[w]++;
            }
        })));

        var all = await Journal.ReadAsync(stream, 0, 10_000);
        Assert.Equal(Enumerable.Range(1, writers * rounds * 2).Select(i => (long)i), all.Select(c => c.Seq));
        Assert.All(wins, w => Assert.Equal(rounds, w));
        // An append's two events stand side by side: nobody came in between.
        for (var i = 0; i < all.Count; i += 2) Assert.Equal(all[i].Text() + "-second", all[i + 1].Text());
    }

    [EngineFact]
    public async Task Append_SameExpectedAtOnce_OneWinsTheOthersConflict()
    {
        for (var round = 0; round < 20; round++)
        {
            var stream = Stream($"race-{round}");
            var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(w => Journal.AppendAsync(Append(stream, 0, $"{w}")).AsTask()));
            Assert.Equal(1, results.Count(r => r == AppendResult.Appended));
            Assert.Equal(11, results.Count(r => r == AppendResult.Conflict));
            Assert.Equal($"{Array.IndexOf(results, AppendResult.Appended)}", Assert.Single(await Journal.ReadAsync(stream, 0, 9)).Text());
        }
    }

    [EngineFact]
    public async Task Append_ConflictsAmongNeighbours_FailNobodyElse()
    {
        for (var i = 0; i < 10; i++) await Journal.AppendAsync(Append(Stream($"stale-{i}"), 0, "first"));

        var appends = Enumerable.Range(0, 300).Select(i => i % 30 == 7
            ? (Stale: true, Task: Journal.AppendAsync(Append(Stream($"stale-{i / 30}"), 0, "late", "later")).AsTask())
            : (Stale: false, Task: Journal.AppendAsync(Append(Stream($"good-{i}"), 0, $"g{i}")).AsTask())).ToList();

        foreach (var (stale, task) in appends) Assert.Equal(stale ? AppendResult.Conflict : AppendResult.Appended, await task);
        for (var i = 0; i < 10; i++) Assert.Equal("first", Assert.Single(await Journal.ReadAsync(Stream($"stale-{i}"), 0, 9)).Text());
        for (var i = 0; i < 300; i++)
            if (i % 30 != 7) Assert.Equal($"g{i}", Assert.Single(await Journal.ReadAsync(Stream($"good-{i}"), 0, 9)).Text());
    }

    [EngineFact]
    public async Task Append_OneStreamManyTimesWithoutWaiting_AllGoInInOrder()
    {
        var stream = Stream("hasty");
        // The key of a stream is made before its first append; until then its order is the caller's.
        await Journal.AppendAsync(Append(stream, 0, "0"));
        var appends = Enumerable.Range(1, 199).Select(i => Journal.AppendAsync(Append(stream, i, $"{i}")).AsTask()).ToList();

        Assert.All(await Task.WhenAll(appends), r => Assert.Equal(AppendResult.Appended, r));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}"), (await Journal.ReadAsync(stream, 0, 1_000)).Select(c => c.Text()));
    }

    [EngineFact]
    public async Task Append_BehindAConflictOfTheSameStream_IsAConflictToo()
    {
        var stream = Stream("chained");
        await Journal.AppendAsync(Append(stream, 0, "theirs"));

        // Both are sent before either is answered; the second was decided on a history that never was.
        var first = Journal.AppendAsync(Append(stream, 0, "mine")).AsTask();
        var second = Journal.AppendAsync(Append(stream, 1, "mine too")).AsTask();

        Assert.Equal(AppendResult.Conflict, await first);
        var chained = await second;
        var texts = (await Journal.ReadAsync(stream, 0, 9)).Select(c => c.Text()).ToList();
        Assert.Equal(chained == AppendResult.Conflict ? ["theirs"] : ["theirs", "mine too"], texts);
    }

    [EngineFact]
    public async Task Append_CancelledCaller_HarmsNoNeighbour()
    {
        using var cancelled = new CancellationTokenSource();
        var appends = Enumerable.Range(0, 200)
            .Select(i => Journal.AppendAsync(Append(Stream($"c-{i}"), 0, "x"), i % 3 == 0 ? cancelled.Token : default).AsTask()).ToList();
        await cancelled.CancelAsync();

        for (var i = 0; i < appends.Count; i++)
        {
            if (i % 3 != 0) Assert.Equal(AppendResult.Appended, await appends[i]);
            else await Record.ExceptionAsync(() => appends[i]);
            // Cancelled means unknown: there whole, or not at all.
            Assert.InRange((await Journal.ReadAsync(Stream($"c-{i}"), 0, 9)).Count, i % 3 == 0 ? 0 : 1, 1);
        }
    }

    [EngineFact]
    public async Task Read_Pages_GoForwardsAndBackwards()
    {
        var stream = Stream("paged");
        await Journal.AppendAsync(Append(Stream("page"), 0, "other"));
        await Journal.AppendAsync(Append(stream, 0, [.. Enumerable.Range(1, 25).Select(i => $"{i}")]));

        Assert.Equal([6L, 7, 8, 9, 10], (await Journal.ReadAsync(stream, 5, 5)).Select(c => c.Seq));
        Assert.Equal([24L, 25], (await Journal.ReadAsync(stream, 23, 5)).Select(c => c.Seq));
        Assert.Empty(await Journal.ReadAsync(stream, 25, 5));
        Assert.Equal([25L, 24, 23], (await Journal.ReadBackwardsAsync(stream, long.MaxValue, 3)).Select(c => c.Seq));
        Assert.Equal([2L, 1], (await Journal.ReadBackwardsAsync(stream, 2, 10)).Select(c => c.Seq));
        Assert.Empty(await Journal.ReadBackwardsAsync(stream, 0, 10));
        Assert.Empty(await Journal.ReadAsync(Stream("nobody"), 0, 10));
    }

    [EngineFact]
    public async Task Reopen_EverythingIsThere()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Journal.AppendAsync(AppendDue(Stream($"k-{i}"), 0, Noon.AddMinutes(i), $"{i}")).AsTask()));
        await Store.Snapshots.SaveAsync(Stream("k-1"), new(1, 3, [1, 2, 3]));
        await Store.Checkpoints.SaveAsync("kpi", new(4, 5));

        await ReopenAsync();

        for (var i = 0; i < 50; i++) Assert.Equal($"{i}", Assert.Single(await Journal.ReadAsync(Stream($"k-{i}"), 0, 9)).Text());
        Assert.Equal(Noon, await Store.Agenda.NextDueAsync());
        Assert.Equal([1, 2, 3], (await Store.Snapshots.LoadAsync(Stream("k-1")))!.State);
        Assert.Equal(new(4, 5), await Store.Checkpoints.LoadAsync("kpi"));
        Assert.Equal(AppendResult.Conflict, await Journal.AppendAsync(Append(Stream("k-1"), 0, "again")));
        Assert.Equal(AppendResult.Appended, await Journal.AppendAsync(Append(Stream("k-1"), 1, "next")));
    }

    [EngineFact]
    public async Task Closed_RefusesInsteadOfHanging()
    {
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Journal.AppendAsync(Append(Stream("s1"), 0, "x")));
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await Journal.ReadAsync(Stream("s1"), 0, 1));
    }
}
