using System.CommandLine;
using System.Text.Json;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Sqlite;
using Microsoft.Extensions.Configuration;

namespace ConversationGrid.Operator.Backups;

/// <summary>
/// <c>backup</c> and <c>restore</c> of the embedded store. The keys go into a file of their own: who keeps both in one place brings back with an old copy
/// what was erased since.
/// </summary>
internal static class BackupCommands
{
    private const string Journal = "journal.db";
    private const string Keys = "keys.db";
    private const string Files = "attachments";

    /// <summary>Beside <see cref="Keys"/>: the key that opens it, and the one that signs tokens and seals secrets.</summary>
    private static readonly string[] KeyFiles = ["master.key", "signing.key"];

    /// <param name="configuration">Configuration from the command line.</param>
    public static Command Backup(IReadOnlyList<string> configuration)
    {
        var (file, keys) = Arguments("where the keys go; they are worth keeping apart, and only the newest few");
        var command = new Command("backup",
            "Writes the journal and the files of messages into FILE, and the keys into FILE.keys, beside the running host. For PostgreSQL see docs/privacy.md.")
            { file, keys };
        command.SetAction((parsed, _) => Task.FromResult(
            Write(PlaceOf(configuration), parsed.GetValue(file)!, parsed.GetValue(keys) ?? parsed.GetValue(file) + ".keys")));
        return command;
    }

    /// <param name="configuration">Configuration from the command line.</param>
    public static Command Restore(IReadOnlyList<string> configuration)
    {
        var (file, keys) = Arguments("the keys; not needed where the folder has them: the newest are right");
        var command = new Command("restore", "Puts a backup into an empty Grid:Data:Path. The host must not run.") { file, keys };
        command.SetAction((parsed, _) => Task.FromResult(Read(PlaceOf(configuration), parsed.GetValue(file)!, parsed.GetValue(keys))));
        return command;
    }

    private static (Argument<string> File, Option<string?> Keys) Arguments(string keys) =>
        (new("file") { HelpName = "FILE" }, new("--keys") { Description = keys, HelpName = "FILE" });

    private static int Write(Place place, string file, string keys)
    {
        if (!File.Exists(place.Of(Journal))) throw new ArgumentException($"There is no store in '{place.Folder}'.");
        foreach (var path in (string[])[file, keys])
            if (IsIn(path, place.Attachments)) throw new ArgumentException($"'{path}' is among the files of messages, which go into the backup.");
        if (Path.GetFullPath(file) == Path.GetFullPath(keys)) throw new ArgumentException("The keys go into a file of their own.");
        var began = TimeProvider.System.GetTimestamp();
        using var data = Archive.Create(file);
        using var secret = Archive.Create(keys);
        data.AddDatabase(place.Of(Journal), Journal);
        // After the journal, so that every event of its copy has its key and its file.
        if (File.Exists(place.Of(Keys))) secret.AddDatabase(place.Of(Keys), Keys);
        foreach (var name in KeyFiles.Where(name => File.Exists(place.Of(name)))) secret.AddFile(place.Of(name), name);
        data.AddFolder(place.Attachments, Files);
        var bytes = data.Finish() + secret.Finish();
        Console.Error.WriteLine($"Keep {keys} in another place than {file}: together they open everything.");
        Console.WriteLine(JsonSerializer.Serialize(new { files = data.Files + secret.Files, bytes, seconds = Seconds(began) }));
        return 0;
    }

    private static int Read(Place place, string file, string? keys)
    {
        if (File.Exists(place.Of(Journal))) throw new ArgumentException($"'{place.Folder}' has a journal already; move it away first.");
        if (!File.Exists(file)) throw new ArgumentException($"There is no file '{file}'.");
        var hasKeys = File.Exists(place.Of(Keys));
        if (hasKeys && keys is not null) throw new ArgumentException($"'{place.Folder}' has keys already, and the newest are right; leave out --keys.");
        keys ??= file + ".keys";
        if (!hasKeys && !File.Exists(keys)) throw new ArgumentException($"There is no file '{keys}', and without the keys nothing can be read.");
        var began = TimeProvider.System.GetTimestamp();
        PrivateFiles.MakeFolder(place.Folder);
        var files = hasKeys ? 0 : Archive.Extract(keys, name => name == Keys || KeyFiles.Contains(name) ? place.Of(name) : null);
        files += Archive.Extract(file, name => name == Journal ? place.Of(name) : FileOf(place, name));
        if (Archive.Check(place.Of(Journal)) is not "ok" and var wrong)
        {
            Console.Error.WriteLine($"The restored journal is damaged: {wrong}");
            return 1;
        }
        Console.WriteLine(JsonSerializer.Serialize(new { files, seconds = Seconds(began) }));
        return 0;
    }

    /// <summary>Where a file of a message goes; null for a name that leads elsewhere.</summary>
    private static string? FileOf(Place place, string name)
    {
        if (!name.StartsWith(Files + "/", StringComparison.Ordinal)) return null;
        var path = Path.GetFullPath(Path.Combine(place.Attachments, name[(Files.Length + 1)..]));
        return IsIn(path, place.Attachments) ? path : null;
    }

    private static bool IsIn(string path, string folder) =>
        Path.GetFullPath(path).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <exception cref="ArgumentException">The store is not the embedded one.</exception>
    private static Place PlaceOf(IReadOnlyList<string> arguments)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. arguments]).Build();
        if (!string.IsNullOrWhiteSpace(configuration["Grid:Postgres:ConnectionString"]))
            throw new ArgumentException("The store is in PostgreSQL: pg_dump and pg_restore are for that, see docs/privacy.md.");
        var folder = configuration["Grid:Data:Path"] is { Length: > 0 } path ? path : new SqliteJournalOptions().Path;
        return new(folder, configuration["Grid:Attachments:Path"] is { Length: > 0 } files ? files : Path.Combine(folder, Files));
    }

    private static double Seconds(long since) => Math.Round(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 1);

    /// <param name="Folder">Of the data.</param>
    /// <param name="Attachments">Of the files of messages.</param>
    private sealed record Place(string Folder, string Attachments)
    {
        public string Of(string name) => Path.Combine(Folder, name);
    }
}
