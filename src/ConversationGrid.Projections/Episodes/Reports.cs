using System.Globalization;
using System.Text;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Episodes;

/// <inheritdoc cref="IReports"/>
internal sealed class Reports(IDatabase database, ProjectionsOptions options) : IReports
{
    public async Task<IReadOnlyList<EpisodeReportRow>> EpisodesAsync(string workspace, EpisodeReportRequest request, CancellationToken cancel = default)
    {
        var sums = new SortedDictionary<string, FigureSum>(StringComparer.Ordinal);
        var keys = new Keys(request);
        await database.ScanAsync(Of(workspace, request), row =>
        {
            var figures = EpisodeTable.Read(row);
            foreach (var key in keys.Of(figures.StartedAt, row.TextOrNull(EpisodeTable.NextColumn)))
            {
                if (!sums.TryGetValue(key, out var sum)) sums[key] = sum = new(options.ServiceLevelWithin);
                sum.Add(figures);
            }
        }, cancel);
        return [.. sums.Select(s => s.Value.ToRow(s.Key))];
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

    private static Statement Of(string workspace, EpisodeReportRequest request)
    {
        List<object?> values = [workspace, Times.Micros(request.From), Times.Micros(request.To)];
        var where = new StringBuilder("workspace = $1 and started_at >= $2 and started_at < $3");
        Add("queue = ", request.Queue);
        Add("agent = ", request.Agent);
        Add("channel = ", request.Channel);
        Add("language = ", request.Language);
        Add("topic = ", request.Topic);
        // Between commas, each label stands whole.
        Add("labels like ", request.Label is { } label ? $"%,{Escaped(label)},%" : null, " escape '\\'");
        return new($"select {EpisodeTable.FigureColumns}, {Keys.ColumnOf(request.By)} from episodes where {where}", values);

        void Add(string condition, string? value, string behind = "")
        {
            if (value is null) return;
            values.Add(value);
            where.Append(CultureInfo.InvariantCulture, $" and {condition}${values.Count}{behind}");
        }

        static string Escaped(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
    }

    /// <summary>The rows that an episode counts in.</summary>
    private sealed class Keys(EpisodeReportRequest request)
    {
        private readonly LocalTimes _local = new(request.Zone);

        public static string ColumnOf(ReportBy by) => by switch
        {
            ReportBy.Queue => "queue",
            ReportBy.Agent => "agent",
            ReportBy.Channel => "channel",
            ReportBy.Language => "language",
            ReportBy.Topic => "topic",
            ReportBy.Label => "labels",
            _ => "null",
        };

        public IEnumerable<string> Of(long startedAt, string? column) => request.By switch
        {
            ReportBy.Day => [_local.DayOf(startedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
            ReportBy.Hour => [_local.HourOf(startedAt)],
            ReportBy.Label => (column ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            _ => [column ?? ""],
        };
    }
}
