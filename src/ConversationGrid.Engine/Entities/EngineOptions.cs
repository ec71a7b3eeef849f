using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Engine.Entities;

/// <summary>How entities are run. Section <c>Grid:Engine</c>.</summary>
public sealed class EngineOptions
{
    /// <summary>When a pending effect that was not settled is tried again. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan EffectRetry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Effects carried out at the same time in this process. Default: 512.</summary>
    [Range(1, 100_000)]
    public int EffectsAtOnceMax { get; set; } = 512;

    /// <summary>Events after which a snapshot is worth its write, at the least: a large one is written when as much came since. Default: 200.</summary>
    [Range(10, 100_000)]
    public int SnapshotEveryEvents { get; set; } = 200;

    /// <summary>Commands to one entity that go into one append, of those that came while it was busy. Default: 64.</summary>
    [Range(1, 1_000)]
    public int CommandsTogetherMax { get; set; } = 64;

    /// <summary>How long an entity that nobody uses stays in memory. Default: 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a watch lasts unless it is renewed. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan WatchLease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the agenda is looked at when nothing is known to be due, to find what a dead process left. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan SweepAtLeastEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a look at the agenda may be overdue before that counts as a break: after it agents have the same time to come back as after a
    /// restart. Default: 5 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BreakAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a woken entity has before another process may wake it again. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan WakeLease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the journal is looked at for settings and ended sessions that other processes wrote. Default: 500 milliseconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:02")]
    public TimeSpan NoticesEvery { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long to wait after the journal did not answer. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan NoticesRetry { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often conversations are looked for that wait in a deleted queue. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan DeletedQueuesEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Entities woken in one sweep. Default: 512.</summary>
    [Range(1, 100_000)]
    public int WakesAtOnceMax { get; set; } = 512;
}
