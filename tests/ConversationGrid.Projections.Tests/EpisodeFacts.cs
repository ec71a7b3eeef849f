using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Tests;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Episodes;

namespace ConversationGrid.Projections.Tests;

/// <summary>Figures are a count over the journal, whether the days they are read from are packed or not.</summary>
public abstract class EpisodeFacts : StoreFacts
{
    private static readonly (DateTimeOffset From, DateTimeOffset To) Period = (Commands.Start.AddDays(-10), Commands.Start.AddDays(60));

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [EngineFact]
    public async Task Figures_EqualACountOverTheJournal()
    {
        var histories = Histories.Drawn(21, 60);
        await WriteAsync(histories);
        await CatchUpAsync();
        await AssertFiguresAsync(histories);
        Assert.True(await PackAsync() > 5);
        await AssertFiguresAsync(histories);
    }

    [EngineFact]
    public async Task EpisodesThatChangeAfterTheirDayWasPacked_Count()
    {
        var (histories, written, draw) = (Histories.Drawn(22, 40), new Dictionary<EntityId, int>(), new Draw(22));
        var packed = 0;
        while (await histories.AppendAsync(Store.Journal, written, draw, 60))
        {
            await CatchUpAsync();
            packed += await PackAsync();
            Assert.Empty(await Days().WrongAsync(default));
        }
        await CatchUpAsync();
        Assert.True(packed > 20, $"Only {packed} days were packed.");
        await AssertFiguresAsync(histories);
    }

    [EngineFact]
    public async Task DaysThatArePackedWhileTheirEpisodesChange_EqualTheirRows()
    {
        var (histories, written, draw) = (Histories.Drawn(23, 40), new Dictionary<EntityId, int>(), new Draw(23));
        using var done = new CancellationTokenSource();
        var packing = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested) await PackAsync();
        });
        using (var owner = Owner(Store))
        {
            while (await histories.AppendAsync(Store.Journal, written, draw, 20))
                while (await owner.StepAsync()) { }
            while (await owner.StepAsync()) { }
        }
        await done.CancelAsync();
        await packing;
        Assert.Empty(await Days().WrongAsync(default));
        await AssertFiguresAsync(histories);
    }

    [EngineFact]
    public async Task Figures_OfOneQueueOrOthers_AndOfPartsOfDays_AreTheSamePacked()
    {
        await WriteAsync(Histories.Drawn(24, 150));
        await CatchUpAsync();
        var whole = new EpisodeReportRequest(Period.From, Period.To, ReportBy.Day, Zone);
        EpisodeReportRequest[] requests =
        [
            whole with { Queue = "general" }, whole with { Agent = "ben" }, whole with { Channel = "web" }, whole with { Language = "en" },
            whole with { Topic = "complaint" }, whole with { Label = "vip" }, whole with { Queue = "nowhere" },
            whole with { From = Commands.Start.AddHours(7), To = Commands.Start.AddHours(31).AddMinutes(11), By = ReportBy.Hour },
        ];
        var before = await TextsAsync(requests);
        await PackAsync();
        Assert.Equal(before, await TextsAsync(requests));
        Assert.All(before.Where((_, i) => i is not 6), Assert.NotEmpty);
    }

    [EngineFact]
    public async Task PackedDay_ThatDiffersFromItsRows_IsFoundAndRebuilt()
    {
        var histories = Histories.Drawn(25, 20);
        await WriteAsync(histories);
        await CatchUpAsync();
        await PackAsync();
        var spoil = new WriteSet();
        spoil.Run("update episodes set handle_ms = handle_ms + 1 where conversation = $1", histories.All.Keys.First().Id);
        await Store.Database.WriteAsync(spoil);
        Assert.NotEmpty(await Days().WrongAsync(default));
        Assert.True((await Rebuilder().RunAsync("episodes", rewrites: true)).Wrong > 0);
        Assert.Equal(0, (await Rebuilder().RunAsync("episodes", rewrites: false)).Wrong);
        await PackAsync();
        await AssertFiguresAsync(histories);
    }

    [Fact]
    public void PackedDay_GivesBackWhatWasPacked()
    {
        var dice = new Random(5);
        var episodes = Enumerable.Range(0, 300).Select(i => (Figures(dice), new EpisodeDimensions(
            Text(dice), Text(dice), Text(dice) ?? "", Text(dice) ?? "", Text(dice), Text(dice)))).ToList();
        var read = new List<(EpisodeFigures, EpisodeDimensions)>();
        var packed = PackedDay.Pack(episodes);
        Assert.True(PackedDay.Unpack(packed, (in EpisodeFigures figures, in EpisodeDimensions dimensions) => read.Add((figures, dimensions))));
        Assert.Equal(episodes, read);
        Assert.False(PackedDay.Unpack([255], (in EpisodeFigures _, in EpisodeDimensions _) => Assert.Fail("It is in no known format.")));
    }

    private static EpisodeFigures Figures(Random dice) => new()
    {
        StartedAt = dice.NextInt64(2_000_000_000_000_000), AskedAt = Maybe(dice), AskedBy = (ActorKind)dice.Next(5), TakenAt = Maybe(dice),
        RepliedAt = Maybe(dice),
        EndedAt = Maybe(dice), Ending = (EpisodeEnding)dice.Next(4), Answered = dice.Next(2) == 0, Void = dice.Next(2) == 0, ReturnedAt = Maybe(dice),
        Transfers = dice.Next(3), Replies = dice.Next(200), ReplyMs = dice.NextInt64(1L << 40), HandleMs = dice.NextInt64(1L << 40), FirstMet = dice.Next(2),
        NextMet = dice.Next(9), NextMissed = dice.Next(9), ResolutionMet = dice.Next(2) == 0 ? null : dice.Next(2), Surveyed = dice.Next(2) == 0,
        Rating = dice.Next(2) == 0 ? null : dice.Next(1, 6), RatedAt = Maybe(dice), MoodStart = dice.Next(-1000, 1001), MoodEnd = dice.Next(-1000, 1001),
    };

    private static long? Maybe(Random dice) => dice.Next(2) == 0 ? null : dice.NextInt64(2_000_000_000_000_000);

    private static string? Text(Random dice) => dice.Next(5) is > 0 and var n ? $"text {n} \u00fc" : null;

    private async Task AssertFiguresAsync(Histories histories)
    {
        var counted = EpisodeCount.Of(histories.All.Where(h => h.Key.Workspace == "demo").Select(h => h.Value));
        foreach (var by in Enum.GetValues<ReportBy>().Where(b => b != ReportBy.None))
            Assert.Equal(EpisodeCount.Rows(counted, by, Zone), (await RowsAsync(new(Period.From, Period.To, by, Zone))).Select(EpisodeCount.Text));
    }

    private Task<IReadOnlyList<EpisodeReportRow>> RowsAsync(EpisodeReportRequest request) =>
        new Reports(Store.Database, new(), TimeProvider.System).EpisodesAsync("demo", request);

    private async Task<List<List<string>>> TextsAsync(EpisodeReportRequest[] requests)
    {
        var texts = new List<List<string>>();
        foreach (var request in requests) texts.Add([.. (await RowsAsync(request)).Select(EpisodeCount.Text)]);
        return texts;
    }

    private EpisodeDays Days() => new(Store.Database, new HourLater());

    private async Task<int> PackAsync()
    {
        var packed = 0;
        while (await Days().PackNextAsync(default)) packed++;
        return packed;
    }

    /// <summary>When every day has been quiet for long enough.</summary>
    private sealed class HourLater : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }
}

public sealed class SqliteEpisodeTests : EpisodeFacts
{
    protected override Task<IStoreKind> KindAsync() => Task.FromResult<IStoreKind>(new SqliteKind());
}

[NeedsPostgres]
[Collection(PostgresCollection.Name)]
public sealed class PostgresEpisodeTests(PostgresServer postgres) : EpisodeFacts
{
    protected override async Task<IStoreKind> KindAsync() => new PostgresKind(await postgres.NewDatabaseAsync());
}
