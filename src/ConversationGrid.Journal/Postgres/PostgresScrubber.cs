using ConversationGrid.Engine.Ports;
using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// Removes dead rows, and the words that the search's index keeps of deleted rows: vacuum never takes a word out of such an index, so it is built anew
/// beside the old one. What the write-ahead log holds is the server's to recycle.
/// </summary>
internal sealed class PostgresScrubber(NpgsqlDataSource source)
{
    private const string Tables = "conversations, conversation_labels, episodes, search, customer_words, lessons, snapshots, keys.data_keys";

    // One process at a time; the others' words go with the same run.
    private const long LockKey = 0x6772_6964_7363_7231;

    /// <exception cref="JournalUnavailableException">The database did not answer.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await RunAsync(connection, $"select pg_advisory_lock({LockKey})", cancel);
            try
            {
                await RunAsync(connection, $"vacuum {Tables}", cancel);
                await RunAsync(connection, "reindex index concurrently search_words", cancel);
                await RunAsync(connection, "checkpoint", cancel);
            }
            finally
            {
                await RunAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            throw new JournalUnavailableException("The tables could not be vacuumed.", e);
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        // As long as it takes: a large index is built for minutes.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }
}
