using System.Collections.Concurrent;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Journal.Sqlite;

/// <inheritdoc cref="IDatabase"/>
internal sealed class SqliteDatabase(SqliteWriter writer, SqliteReaders readers) : IDatabase
{
    private static readonly ConcurrentDictionary<string, string> Numbered = new();

    public DatabaseKind Kind => DatabaseKind.Sqlite;

    public Task ScanAsync(Statement statement, Action<IRow> each, CancellationToken cancel = default) =>
        readers.ReadAsync(session =>
        {
            Scan(session, statement, row =>
            {
                cancel.ThrowIfCancellationRequested();
                each(row);
            });
            return true;
        }, cancel);

    public Task<bool> WriteAsync(WriteSet writes, CancellationToken cancel = default)
    {
        cancel.ThrowIfCancellationRequested();
        // It shares the transaction of the appends: an error would fail theirs, so it goes back to its own beginning instead.
        var job = new SqliteJob<Exception?>(0, session => Write(session, writes));
        writer.Add(job);
        return EndAsync(job.Task);

        async Task<bool> EndAsync(Task<Exception?> done) => await done switch
        {
            null => true,
            GuardFailed => false,
            { } failure => throw failure,
        };
    }

    private static Exception? Write(SqliteSession session, WriteSet writes)
    {
        session["savepoint read_models"].Run();
        try
        {
            if (writes.Guard is { } guard)
            {
                Bound(session, guard).Run();
                if (session.Changes != writes.GuardRows) throw new GuardFailed();
            }
            foreach (var write in writes.Writes)
            {
                if (write is WriteSet.Single single) Bound(session, single.Statement).Run();
                else if (write is WriteSet.Many many)
                    foreach (var row in many.Rows)
                        Bind(session[many.Table.SqliteSql], row).Run();
            }
            session["release read_models"].Run();
            return null;
        }
        catch (Exception failure) when (failure is GuardFailed or Microsoft.Data.Sqlite.SqliteException)
        {
            session["rollback to read_models"].Run();
            session["release read_models"].Run();
            return failure is GuardFailed ? failure : new Engine.Ports.JournalUnavailableException("The read models could not be written.", failure);
        }
    }

    private static void Scan(SqliteSession session, Statement statement, Action<IRow> each)
    {
        var rows = Bound(session, statement);
        try
        {
            var row = new Row(rows);
            while (rows.Step()) each(row);
        }
        finally
        {
            rows.Reset();
        }
    }

    private static SqliteStatement Bound(SqliteSession session, Statement statement) =>
        Bind(session[Numbered.GetOrAdd(statement.Sql, sql => sql.Replace('$', '?'))], statement.Parameters);

    private static SqliteStatement Bind(SqliteStatement prepared, IReadOnlyList<object?> values)
    {
        for (var i = 0; i < values.Count; i++)
            _ = values[i] switch
            {
                long number => prepared.Bind(i + 1, number),
                string text => prepared.Bind(i + 1, text),
                byte[] bytes => prepared.Bind(i + 1, bytes),
                null => prepared.Bind(i + 1, default(byte[])),
                var other => throw new ArgumentException($"A parameter is a number, a text or bytes, not a {other.GetType().Name}."),
            };
        return prepared;
    }

    private sealed class GuardFailed : Exception;

    private sealed class Row(SqliteStatement statement) : IRow
    {
        public bool IsNull(int column) => statement.IsNull(column);
        public long Int64(int column) => statement.Int64(column);
        public string Text(int column) => statement.Text(column);
        public byte[] Bytes(int column) => statement.Blob(column).ToArray();
        public ReadOnlySpan<byte> View(int column) => statement.Blob(column);
    }
}
