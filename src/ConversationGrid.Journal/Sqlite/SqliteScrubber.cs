using System.Globalization;
using ConversationGrid.Engine.Ports;
using Microsoft.Data.Sqlite;

namespace ConversationGrid.Journal.Sqlite;

/// <summary>
/// Takes deleted words out of the search and empties the write-ahead log. Everything else that is deleted is overwritten at once: see
/// <c>secure_delete</c> in <see cref="SqliteSession"/>.
/// </summary>
internal sealed class SqliteScrubber(SqliteJournalOptions options, SqliteWriter writer, TimeProvider time)
{
    /// <summary>Pages of the search that one write merges: others wait behind it.</summary>
    private const int PagesAtOnce = 500;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(60);

    /// <exception cref="JournalUnavailableException">Somebody read an old state of the file for too long.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        // A word that was deleted stays in the index until the parts that hold it are merged. The first merge is told to take all parts.
        for (var pages = -PagesAtOnce; await MergeAsync(pages, cancel); pages = PagesAtOnce) { }
        var began = time.GetTimestamp();
        while (!await Task.Run(Truncate, cancel))
        {
            if (time.GetElapsedTime(began) > GiveUpAfter)
                throw new JournalUnavailableException("The write-ahead log could not be emptied: something reads an old state of the file.");
            await Task.Delay(RetryAfter, time, cancel);
        }
    }

    private Task<bool> MergeAsync(int pages, CancellationToken cancel)
    {
        var merge = new SqliteJob<bool>(0, session =>
        {
            var before = session.TotalChanges;
            session["insert into search_words (search_words, rank) values ('merge', ?1)"].Bind(1, pages).Run();
            // One row is the command itself.
            return session.TotalChanges - before > 1;
        });
        writer.Add(merge);
        return merge.Task.WaitAsync(cancel);
    }

    private bool Truncate()
    {
        try
        {
            using var session = SqliteSession.Open(options, readOnly: false);
            return session.Truncate("main") && session.Truncate("keys");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            return false;
        }
        catch (SqliteException failure)
        {
            throw new JournalUnavailableException(
                string.Create(CultureInfo.InvariantCulture, $"The write-ahead log could not be emptied (SQLite code {failure.SqliteErrorCode})."), failure);
        }
    }
}
