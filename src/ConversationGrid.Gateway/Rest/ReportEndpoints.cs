using System.Globalization;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Figures;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>A report of episodes.</summary>
/// <param name="TimeZone">In which days and hours are counted.</param>
/// <param name="From">The first moment of the period.</param>
/// <param name="To">The first moment after it.</param>
public sealed record EpisodeReportAnswer(string TimeZone, DateTimeOffset From, DateTimeOffset To, string By, IReadOnlyList<EpisodeReportRow> Rows);

/// <summary>Figures for any period: for supervisors.</summary>
internal static class ReportEndpoints
{
    /// <summary>The longest period of one report, and of one by the hour, in days.</summary>
    private const int DaysMax = 1_100;
    private const int DaysByHourMax = 62;
    private const int DaysDefault = 7;

    private static readonly string[] Names = [.. Enum.GetNames<ReportBy>().Skip(1).Select(n => n.ToLowerInvariant())];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/reports/episodes", EpisodesAsync).WithTags("Reports").WithName("Report_Episodes")
        .Produces<EpisodeReportAnswer>().RequireAuthorization(AccessPolicies.Of(Rights.Supervise)).RequireRateLimiting(RateLimits.Rest)
        .WithDescription("Figures of the episodes that began from `from` to `to` (dates or instants, in the workspace's time zone; the default is the last 7 " +
        "days), one row a key of `by`. `format=csv` gives a table. Definitions: docs/kpis.md.");

    private static async Task<IResult> EpisodesAsync(
        HttpContext http, Callers callers, IReports reports, TimeProvider time, string? from, string? to, string? by, string? queue, string? agent,
        string? channel,
        string? language, string? topic, string? label, string? format, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
        var zone = me.Workspace.Zone;
        if (by is not null && !Names.Contains(by)) return Invalid($"by is one of {string.Join(", ", Names)}.");
        var key = by is null ? ReportBy.Day : Enum.Parse<ReportBy>(by, ignoreCase: true);
        if (format is not (null or "json" or "csv")) return Invalid("A format is json or csv.");
        var (end, endWrong) = Periods.Read(to, zone, isEnd: true);
        var (start, startWrong) = Periods.Read(from, zone, isEnd: false);
        if ((startWrong ?? endWrong) is { } wrong) return Invalid(wrong);
        end ??= LocalDay.StartOf(LocalDay.Of(time.GetUtcNow(), zone).AddDays(1), zone);
        start ??= end.Value.AddDays(-DaysDefault);
        if (start >= end) return Invalid("The period ends before it begins: from must be before to.");
        var most = key == ReportBy.Hour ? DaysByHourMax : DaysMax;
        if (end - start > TimeSpan.FromDays(most))
            return Invalid($"A report by {key.ToString().ToLowerInvariant()} covers {most} days at the most; ask for a shorter period.");
        var rows = await reports.EpisodesAsync(me.Workspace.Name, new(start.Value, end.Value, key, zone, queue, agent, channel, language, topic, label),
            cancel);
        return format == "csv"
            ? Results.File(Encoding.UTF8.GetBytes(Csv(rows)), "text/csv; charset=utf-8", $"episodes-{key.ToString().ToLowerInvariant()}.csv")
            : Results.Json(
                new EpisodeReportAnswer(zone.Id, start.Value.ToUniversalTime(), end.Value.ToUniversalTime(), key.ToString().ToLowerInvariant(), rows));

        static IResult Invalid(string why) => Problems.Of(Refusal.Invalid(why));
    }

    /// <summary>The rows as RFC 4180 has it. A name that a spreadsheet would run as a formula is quoted by an apostrophe.</summary>
    internal static string Csv(IReadOnlyList<EpisodeReportRow> rows)
    {
        var csv = new StringBuilder();
        Line("key", "volume", "handedOver", "abandoned", "resolvedByAssistant", "automatedResolutionRate", "firstResponseP50Seconds", "firstResponseP90Seconds",
            "waitP50Seconds", "waitP90Seconds",
            "handleP50Seconds", "handleP90Seconds", "serviceLevel", "satisfaction", "rated", "answered", "cameBack", "transferred", "transferRate",
            "abandonRate", "nextResponseP50Seconds",
            "nextResponseP90Seconds", "resolutionP50Seconds", "resolutionP90Seconds", "ratingResponseRate", "slaCompliance", "moodStart", "moodEnd");
        foreach (var r in rows)
            Line(r.Key, r.Volume, r.HandedOver, r.Abandoned, r.ResolvedByAssistant, r.AutomatedResolutionRate, r.FirstResponseSeconds?.P50,
                r.FirstResponseSeconds?.P90, r.WaitSeconds?.P50,
                r.WaitSeconds?.P90, r.HandleSeconds?.P50, r.HandleSeconds?.P90, r.ServiceLevel, r.Satisfaction, r.Rated, r.Answered, r.CameBack, r.Transferred,
                r.TransferRate, r.AbandonRate,
                r.NextResponseSeconds?.P50, r.NextResponseSeconds?.P90, r.ResolutionSeconds?.P50, r.ResolutionSeconds?.P90, r.RatingResponseRate,
                r.SlaCompliance, r.MoodStart, r.MoodEnd);
        return csv.ToString();

        void Line(params object?[] values) => csv.AppendJoin(
            ',', values.Select(v => v is string text ? Field(text) : Convert.ToString(v, CultureInfo.InvariantCulture))).Append("\r\n");
    }

    private static string Field(string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n') text = $"'{text}";
        return text.AsSpan().ContainsAny(",\"\r\n\t'") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
