using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Journal;

/// <summary>Bounds of the group commit, the same for every store. At a low rate an append that waits alone is committed at once.</summary>
public abstract class GroupCommitOptions
{
    /// <summary>Most events in one commit, in rows. Default: 1,000.</summary>
    [Range(1, 10_000)] public int BatchRowsMax { get; set; } = 1_000;

    /// <summary>Most payload in one commit, in bytes; one append larger than that is committed alone. Default: 4 MiB.</summary>
    [Range(64 * 1024, 256 * 1024 * 1024)] public int BatchBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <summary>Most appends that may wait for their commit; beyond, callers are told to try later. Default: 20,000.</summary>
    [Range(1, 1_000_000)] public int QueueLengthMax { get; set; } = 20_000;

    /// <summary>Most payload that may wait for its commit, in bytes; beyond, callers are told to try later. Default: 64 MiB.</summary>
    [Range(64 * 1024, int.MaxValue)] public int QueueBytesMax { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Rate from which on a commit waits for company, in appends a second; 0: never. Below, every commit begins at once. Default: 2,500.
    /// </summary>
    [Range(0, 1_000_000)] public int GatherAbovePerSecond { get; set; } = 2_500;

    /// <summary>How long a commit waits for company at most, at such a rate. Default: 2 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:00.050")] public TimeSpan GatherFor { get; set; } = TimeSpan.FromMilliseconds(2);
}
