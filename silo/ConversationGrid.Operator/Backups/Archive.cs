using System.Formats.Tar;
using ConversationGrid.Journal;
using Microsoft.Data.Sqlite;

namespace ConversationGrid.Operator.Backups;

/// <summary>A backup's file: a tar archive that only its owner reads. It has its name once it is whole.</summary>
internal sealed class Archive : IDisposable
{
    private readonly string _file;
    private readonly string _part;
    private readonly TarWriter _tar;

    private Archive(string file)
    {
        (_file, _part) = (file, file + ".part");
        File.Delete(_part);
        PrivateFiles.Keep(_part);
        _tar = new(new FileStream(_part, FileMode.Open, FileAccess.Write));
    }

    /// <summary>Files that were taken in.</summary>
    public int Files { get; private set; }

    /// <exception cref="ArgumentException">There is such a file already.</exception>
    public static Archive Create(string file) =>
        File.Exists(file) ? throw new ArgumentException($"'{file}' is there already; a backup is never written over another one.") : new(file);

    /// <summary>Takes a database in as it is at one moment, by SQLite's online backup: whoever writes it goes on.</summary>
    public void AddDatabase(string path, string name)
    {
        var copy = _part + ".db";
        try
        {
            File.Delete(copy);
            PrivateFiles.Keep(copy);
            using (var from = Open(path, SqliteOpenMode.ReadWrite))
            using (var to = Open(copy, SqliteOpenMode.ReadWriteCreate))
                from.BackupDatabase(to);
            AddFile(copy, name);
        }
        finally
        {
            foreach (var left in (string[])[copy, copy + "-wal", copy + "-shm", copy + "-journal"]) File.Delete(left);
        }
    }

    public void AddFile(string path, string name)
    {
        _tar.WriteEntry(path, name);
        Files++;
    }

    /// <summary>Everything below a folder, links left out. A file that goes away meanwhile is no part of it.</summary>
    public void AddFolder(string folder, string name)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }))
        {
            try
            {
                AddFile(file.FullName, $"{name}/{Path.GetRelativePath(folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/')}");
            }
            catch (FileNotFoundException)
            {
                // It was removed since the folder was read; nothing in the journal's copy names it any more.
            }
        }
    }

    /// <summary>Ends it; the bytes of the file.</summary>
    public long Finish()
    {
        _tar.Dispose();
        File.Move(_part, _file);
        return new FileInfo(_file).Length;
    }

    public void Dispose()
    {
        _tar.Dispose();
        File.Delete(_part);
    }

    /// <summary>Puts the files of an archive below a folder, each readable by its owner alone. How many there were.</summary>
    /// <param name="takes">Whether a file of this name belongs there.</param>
    /// <exception cref="InvalidDataException">It is no such archive.</exception>
    public static int Extract(string file, Func<string, string?> takes)
    {
        using var tar = new TarReader(File.OpenRead(file));
        var files = 0;
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || takes(entry.Name) is not { } path)
                throw new InvalidDataException($"'{file}' holds '{entry.Name}', which is no part of a backup.");
            PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
            PrivateFiles.Keep(path);
            using var to = new FileStream(path, FileMode.Truncate, FileAccess.Write);
            entry.DataStream?.CopyTo(to);
            files++;
        }
        return files;
    }

    /// <summary>What SQLite finds wrong with a database; "ok" where that is nothing.</summary>
    public static string Check(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "pragma quick_check(1)";
        return (string)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }
}
