using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Projections.Settings;

/// <summary>How read models are kept and figures counted. Section <c>Grid:Projections</c>.</summary>
public sealed class ProjectionsOptions
{
    public const string Section = "Grid:Projections";

    /// <summary>A hand-over counts as answered in time when an agent takes it within this time. Default: 60 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ServiceLevelWithin { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Shortest time between two writes of one process: what changes meanwhile is written together. Default: 200 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan WriteEvery { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the journal is looked at for what other processes wrote. Default: 250 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// How long words of an open conversation may wait before a search finds them while much is written; a fifth of it otherwise. Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan SearchAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a process that is gone keeps its partitions. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LeaseFor { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait after the store did not answer. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Events taken in together; eight times as many while a process catches up. Default: 1,000.</summary>
    [Range(1, 20_000)]
    public int EventsTogetherMax { get; set; } = 1_000;

    /// <summary>Conversations remembered between two writes, so that they need not be read again. About 4 KiB each. Default: 4,000.</summary>
    [Range(0, 1_000_000)]
    public int RememberedMax { get; set; } = 4_000;
}
