namespace ConversationGrid.Engine.Ports;

/// <summary>Figures of a workspace's episodes, for any period. Definitions: <c>docs/kpis.md</c>.</summary>
public interface IReports
{
    /// <summary>Figures of the episodes that began in a period, one row a key.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<EpisodeReportRow>> EpisodesAsync(string workspace, EpisodeReportRequest request, CancellationToken cancel = default);

    /// <summary>Figures of what happened since a moment, whenever its episode began.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<FiguresSince> SinceAsync(string workspace, DateTimeOffset since, CancellationToken cancel = default);

    /// <summary>Figures of each day that has any, in order, of what happened on it.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<DayFigures>> DaysAsync(string workspace, TimeZoneInfo zone, DateTimeOffset since, CancellationToken cancel = default);
}

/// <summary>What a report's rows are.</summary>
public enum ReportBy
{
    None = 0,
    Hour,
    Day,
    Queue,
    Agent,
    Channel,
    Language,
    Topic,
    Label,
}

/// <summary>Which episodes, and what the rows are.</summary>
/// <param name="From">The first moment of the period.</param>
/// <param name="To">The first moment after it.</param>
/// <param name="Zone">Whose days and hours count.</param>
public sealed record EpisodeReportRequest(
    DateTimeOffset From, DateTimeOffset To, ReportBy By, TimeZoneInfo Zone, string? Queue = null, string? Agent = null, string? Channel = null,
    string? Language = null,
    string? Topic = null, string? Label = null);

/// <summary>Figures of the episodes of one key; null where there is nothing to tell it from. Times are in seconds, shares 0 to 1.</summary>
/// <param name="Key">A day (<c>2026-11-30</c>), an hour (<c>2026-11-30T14:00+08:00</c>), or a name; empty where an episode has none.</param>
/// <param name="NextResponseSeconds">Of each episode the mean time in which agents answered its customer.</param>
/// <param name="AskedBy">Hand-overs by who asked: <c>customer</c>, <c>bot</c>, <c>agent</c> or <c>system</c>.</param>
public sealed record EpisodeReportRow(
    string Key, int Volume, int HandedOver, int Abandoned, int ResolvedByAssistant, double? AutomatedResolutionRate, Percentiles? FirstResponseSeconds,
    Percentiles? WaitSeconds,
    Percentiles? HandleSeconds, double? ServiceLevel, double? Satisfaction, int Rated,
    int Answered, int CameBack, int Transferred, double? TransferRate, double? AbandonRate, Percentiles? NextResponseSeconds, Percentiles? ResolutionSeconds,
    double? RatingResponseRate,
    double? SlaCompliance, double? MoodStart, double? MoodEnd, IReadOnlyDictionary<string, int> AskedBy);

/// <summary>The value that half, and nine tenths, of the values do not exceed (nearest rank).</summary>
public sealed record Percentiles(double P50, double P90);

/// <summary>Figures since a moment.</summary>
/// <param name="Started">Episodes that began.</param>
/// <param name="HandedOver">Episodes that first asked for a human.</param>
/// <param name="ResolvedByAssistant">Episodes that ended by the assistant's work, less those whose customer came back.</param>
/// <param name="AutomationRate">Share of the ended or handed-over episodes that never needed a human.</param>
/// <param name="Satisfaction">Share of the ratings that are 4 or 5.</param>
public sealed record FiguresSince(
    int Started, int HandedOver, int ResolvedByAssistant, double? AutomationRate, double? ServiceLevel, double? MedianWaitSeconds, double? Satisfaction,
    int Rated,
    IReadOnlyDictionary<string, double?> ServiceLevelByQueue, int SlaMet, int SlaMissed);

/// <summary>A workspace's figures of one day; null where nothing happened that would tell.</summary>
/// <param name="WaitSeconds">Mean wait of the hand-overs that an agent took.</param>
/// <param name="ServiceLevel">Share of them that were taken in time.</param>
/// <param name="AutomationRate">Share of the ended or handed-over episodes that never needed a human.</param>
/// <param name="Satisfaction">Share of the ratings that are 4 or 5.</param>
public sealed record DayFigures(DateOnly Day, double? WaitSeconds, double? ServiceLevel, double? AutomationRate, double? Satisfaction);
