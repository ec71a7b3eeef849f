using System.Data.Common;
using ConversationGrid.Engine.Ports;
using Npgsql;

namespace ConversationGrid.Journal.Postgres;

/// <summary>Runs commands on pooled connections, prepared after their second use, and names every failure of the store the same.</summary>
internal sealed class PostgresReaders(NpgsqlDataSource source)
{
    /// <exception cref="JournalUnavailableException">The database did not answer.</exception>
    public async Task<T> RunAsync<T>(string sql, NpgsqlParameter[] parameters, Func<DbDataReader, CancellationToken, Task<T>> read, CancellationToken cancel)
    {
        try
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.AddRange(parameters);
            await using var rows = await command.ExecuteReaderAsync(cancel);
            return await read(rows, cancel);
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or IOException or TimeoutException)
        {
            // When one connection broke, its idle neighbours are most likely dead too: nobody should have to find that out one by one.
            if (e is NpgsqlException and not PostgresException) source.Clear();
            throw new JournalUnavailableException("The journal's database did not answer.", e);
        }
    }

    /// <inheritdoc cref="RunAsync"/>
    public Task<IReadOnlyList<T>> ListAsync<T>(string sql, NpgsqlParameter[] parameters, Func<DbDataReader, T> map, CancellationToken cancel) =>
        RunAsync<IReadOnlyList<T>>(sql, parameters, async (rows, stop) =>
        {
            var list = new List<T>();
            while (await rows.ReadAsync(stop)) list.Add(map(rows));
            return list;
        }, cancel);

    /// <summary>The first row mapped, or the default.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public Task<T?> FirstAsync<T>(string sql, NpgsqlParameter[] parameters, Func<DbDataReader, T?> map, CancellationToken cancel) =>
        RunAsync(sql, parameters, async (rows, stop) => await rows.ReadAsync(stop) ? map(rows) : default, cancel);

    /// <summary>Carries out statements in one transaction, each seeing what was committed when it begins.</summary>
    /// <exception cref="JournalUnavailableException">The database did not answer.</exception>
    public async Task BatchAsync((string Sql, NpgsqlParameter[] Parameters)[] statements, CancellationToken cancel)
    {
        try
        {
            await using var batch = source.CreateBatch();
            foreach (var (sql, parameters) in statements)
            {
                var command = batch.CreateBatchCommand();
                command.CommandText = sql;
                foreach (var parameter in parameters) command.Parameters.Add(((ICloneable)parameter).Clone());
                batch.BatchCommands.Add(command);
            }
            await batch.ExecuteNonQueryAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or IOException or TimeoutException)
        {
            throw new JournalUnavailableException("The journal's database did not answer.", e);
        }
    }

    public static NpgsqlParameter Of<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };
}
