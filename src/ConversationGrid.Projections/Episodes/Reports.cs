using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Episodes;

/// <inheritdoc cref="IReports"/>
internal sealed class Reports(IDatabase database, ProjectionsOptions options, TimeProvider time) : IReports
{
    private readonly EpisodeDays _days = new(database, time);

    public async Task<IReadOnlyList<EpisodeReportRow>> EpisodesAsync(string workspace, EpisodeReportRequest request, CancellationToken cancel = default)
    {
        var sums = new Dictionary<string, FigureSum>(StringComparer.Ordinal);
        var local = new LocalTimes(request.Zone);
        await _days.VisitAsync(workspace, Times.Micros(request.From), Times.Micros(request.To), Visit, cancel);
        return [.. sums.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value.ToRow(s.Key))];

        void Visit(in EpisodeFigures figures, in EpisodeDimensions dimensions)
        {
            if (!dimensions.Matches(request)) return;
            if (request.By != ReportBy.Label) SumOf(KeyOf(request.By, local, figures.StartedAt, dimensions)).Add(figures);
            else
                foreach (var label in (dimensions.Labels ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)) SumOf(label).Add(figures);
        }

        FigureSum SumOf(string key) => sums.TryGetValue(key, out var sum) ? sum : sums[key] = new(options.ServiceLevelWithin);
    }

    public async Task<FiguresSince> SinceAsync(string workspace, DateTimeOffset since, CancellationToken cancel = default)
    {
        var sum = new SinceSum(Times.Micros(since), long.MaxValue, options.ServiceLevelWithin);
        await database.ScanAsync(
            new($"select {EpisodeTable.FigureColumns}, queue from episodes where workspace = $1 and changed_at >= $2", workspace, Times.Micros(since)),
            row => sum.Add(EpisodeTable.Read(row), row.TextOrNull(EpisodeTable.NextColumn)), cancel);
        return sum.ToFigures();
    }

    public async Task<IReadOnlyList<DayFigures>> DaysAsync(string workspace, TimeZoneInfo zone, DateTimeOffset since, CancellationToken cancel = default)
    {
        var days = new SortedDictionary<DateOnly, SinceSum>();
        var local = new LocalTimes(zone);
        await database.ScanAsync(
            new($"select {EpisodeTable.FigureColumns} from episodes where workspace = $1 and changed_at >= $2", workspace, Times.Micros(since)), row =>
        {
            var e = EpisodeTable.Read(row);
            // One episode may count on several days: it waited on one, and was rated on another.
            foreach (var day in new[] { e.StartedAt, e.AskedAt, e.TakenAt, e.EndedAt, e.RatedAt }.Where(at => at >= Times.Micros(since))
                .Select(at => local.DayOf(at!.Value)).Distinct())
            {
                if (!days.TryGetValue(day, out var sum)) days[day] = sum = new(local.StartOf(day), local.StartOf(day.AddDays(1)), options.ServiceLevelWithin);
                sum.Add(e, null);
            }
        }, cancel);
        return [.. days.Select(d => d.Value.ToDay(d.Key))];
    }

    /// <summary>The row that an episode counts in.</summary>
    private static string KeyOf(ReportBy by, LocalTimes local, long startedAt, in EpisodeDimensions dimensions) => by switch
    {
        ReportBy.Day => local.NameOfDay(startedAt),
        ReportBy.Hour => local.NameOfHour(startedAt),
        ReportBy.Queue => dimensions.Queue,
        ReportBy.Agent => dimensions.Agent,
        ReportBy.Channel => dimensions.Channel,
        ReportBy.Language => dimensions.Language,
        ReportBy.Topic => dimensions.Topic,
        _ => null,
    } ?? "";
}
