using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>The embedded store: one folder, one file, one process that writes. Section <c>Grid:Data</c>.</summary>
public sealed class SqliteJournalOptions : GroupCommitOptions
{
    public const string Section = "Grid:Data";

    /// <summary>Folder of the database file <c>journal.db</c>; made when absent. Default: <c>data/</c>.</summary>
    [Required(AllowEmptyStrings = false)] public string Path { get; set; } = "data/";

    /// <summary>Connections that read beside the writer. Default: 4.</summary>
    [Range(1, 64)] public int ReadConnections { get; set; } = 4;

    /// <summary>How long to wait for another process that holds the file. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")] public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a commit may take before its callers, and all behind it, are told that its outcome is unknown. Longer than
    /// <see cref="BusyTimeout"/>. Default: 15 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The database file.</summary>
    public string File => System.IO.Path.Combine(Path, "journal.db");

    /// <summary>The file of the keys under which personal data are encrypted.</summary>
    public string KeysFile => System.IO.Path.Combine(Path, "keys.db");
}
