using System.Buffers;
using System.Data.Common;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;
using Npgsql;
using NpgsqlTypes;

namespace ConversationGrid.Journal.Postgres;

/// <inheritdoc cref="IDatabase"/>
internal sealed class PostgresDatabase(NpgsqlDataSource source, PostgresReaders readers) : IDatabase
{
    public DatabaseKind Kind => DatabaseKind.Postgres;

    public Task ScanAsync(Statement statement, Action<IRow> each, CancellationToken cancel = default) =>
        readers.RunAsync(statement.Sql, ParametersOf(statement), async (rows, stop) =>
        {
            using var row = new Row(rows);
            while (await rows.ReadAsync(stop)) each(row);
            return true;
        }, cancel);

    public async Task<bool> WriteAsync(WriteSet writes, CancellationToken cancel = default)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using var batch = new NpgsqlBatch(connection, transaction);
            if (writes.Guard is { } guard) batch.BatchCommands.Add(CommandOf(guard));
            foreach (var write in writes.Writes)
                batch.BatchCommands.Add(write is WriteSet.Single single ? CommandOf(single.Statement) : CommandOf((WriteSet.Many)write));
            await batch.ExecuteNonQueryAsync(cancel);
            if (writes.Guard is not null && batch.BatchCommands[0].RecordsAffected != writes.GuardRows)
            {
                await transaction.RollbackAsync(cancel);
                return false;
            }
            await transaction.CommitAsync(cancel);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException or IOException or TimeoutException)
        {
            throw new JournalUnavailableException("The read models could not be written.", e);
        }
    }

    private static NpgsqlBatchCommand CommandOf(Statement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var parameter in ParametersOf(statement)) command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlBatchCommand CommandOf(WriteSet.Many many)
    {
        var command = new NpgsqlBatchCommand(many.Table.PostgresSql);
        for (var column = 0; column < many.Table.Columns.Count; column++)
        {
            var at = column;
            command.Parameters.Add(many.Table.Columns[column].Kind switch
            {
                ColumnKind.Number => ArrayOf(many.Rows.Select(row => (long?)row[at]), NpgsqlDbType.Bigint),
                ColumnKind.Text => ArrayOf(many.Rows.Select(row => CleanText.Of((string?)row[at])), NpgsqlDbType.Text),
                _ => ArrayOf(many.Rows.Select(row => (byte[]?)row[at]), NpgsqlDbType.Bytea),
            });
        }
        return command;
    }

    private static NpgsqlParameter<T[]> ArrayOf<T>(IEnumerable<T> values, NpgsqlDbType element) =>
        new() { TypedValue = [.. values], NpgsqlDbType = NpgsqlDbType.Array | element };

    private static NpgsqlParameter[] ParametersOf(Statement statement) =>
    [
        .. statement.Parameters.Select(NpgsqlParameter (value) => value switch
        {
            long number => new NpgsqlParameter<long> { TypedValue = number },
            string text => new NpgsqlParameter<string> { TypedValue = CleanText.Of(text)! },
            byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
            null => new NpgsqlParameter { Value = DBNull.Value },
            _ => throw new ArgumentException($"A parameter is a number, a text or bytes, not a {value.GetType().Name}."),
        }),
    ];

    private sealed class Row(DbDataReader rows) : IRow, IDisposable
    {
        private byte[] _viewed = [];

        public bool IsNull(int column) => rows.IsDBNull(column);
        public long Int64(int column) => rows.GetFieldType(column) == typeof(int) ? rows.GetInt32(column) : rows.GetInt64(column);
        public string Text(int column) => rows.GetString(column);
        public byte[] Bytes(int column) => rows.GetFieldValue<byte[]>(column);

        public ReadOnlySpan<byte> View(int column)
        {
            var length = (int)rows.GetBytes(column, 0, null, 0, 0);
            if (length > _viewed.Length)
            {
                Dispose();
                _viewed = ArrayPool<byte>.Shared.Rent(length);
            }
            rows.GetBytes(column, 0, _viewed, 0, length);
            return _viewed.AsSpan(0, length);
        }

        public void Dispose()
        {
            if (_viewed.Length > 0) ArrayPool<byte>.Shared.Return(_viewed);
            _viewed = [];
        }
    }
}
