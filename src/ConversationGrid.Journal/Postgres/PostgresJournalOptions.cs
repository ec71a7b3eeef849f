using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Journal.Postgres;

/// <summary>The store of a cluster. Section <c>Grid:Postgres</c>.</summary>
public sealed class PostgresJournalOptions : GroupCommitOptions
{
    public const string Section = "Grid:Postgres";

    /// <summary>
    /// Npgsql connection string of the journal's database. Its role owns the tables, or may create them at the first start. No default.
    /// </summary>
    [Required(AllowEmptyStrings = false)] public string ConnectionString { get; set; } = "";

    /// <summary>How long one attempt to connect may take. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a commit or a read may take before its callers are told to try again. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two attempts of the writer to connect; the first waits 50 ms, each next twice as long. Default: 1 second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")] public TimeSpan ReconnectDelayMax { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Most connections that read and claim, beside the writer's own one. Default: 16.</summary>
    [Range(1, 500)] public int ReadConnectionsMax { get; set; } = 16;

    /// <summary>How often the time is compared with the database's clock, which all processes share. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan ReadClockEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long one step of a migration may take, another starter's included, for which this one waits. Default: 1 hour: a step may move a million rows.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")] public TimeSpan MigrationTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a start waits for a database that does not answer yet. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Tables up to this size, in bytes, are written anew when somebody was erased, so that nothing of deleted rows stays on the disk; each is locked for
    /// that time. Larger ones are vacuumed, and their free room is overwritten in time. Default: 256 MiB.
    /// </summary>
    [Range(0L, long.MaxValue)] public long RewrittenBytesMax { get; set; } = 256L * 1024 * 1024;
}
