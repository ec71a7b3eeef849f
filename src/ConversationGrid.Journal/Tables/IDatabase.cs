namespace ConversationGrid.Journal.Tables;

/// <summary>
/// Tables beside the events, in the same database: what read models are kept in. Statements are written once for both kinds of database, with
/// parameters <c>$1</c>, <c>$2</c>, ... that hold <see cref="long"/>, <see cref="string"/>, <see cref="byte"/>[] or null.
/// </summary>
public interface IDatabase
{
    DatabaseKind Kind { get; }

    /// <summary>Reads rows.</summary>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The store did not answer.</exception>
    async Task<IReadOnlyList<T>> QueryAsync<T>(Statement statement, Func<IRow, T> map, CancellationToken cancel = default)
    {
        var found = new List<T>();
        await ScanAsync(statement, row => found.Add(map(row)), cancel);
        return found;
    }

    /// <summary>Reads rows one after the other, without holding them.</summary>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The store did not answer.</exception>
    Task ScanAsync(Statement statement, Action<IRow> each, CancellationToken cancel = default);

    /// <summary>Writes all of it in one transaction, durable when this ends; nothing where the guard does not hold.</summary>
    /// <returns>Whether the guard held.</returns>
    /// <exception cref="Engine.Ports.JournalUnavailableException">The store did not answer; whether it was written is unknown.</exception>
    Task<bool> WriteAsync(WriteSet writes, CancellationToken cancel = default);
}

/// <summary>The kinds of database.</summary>
public enum DatabaseKind
{
    None = 0,
    Sqlite,
    Postgres,
}

/// <summary>One statement and what its parameters hold.</summary>
public sealed record Statement(string Sql, params IReadOnlyList<object?> Parameters);

/// <summary>One row that was read. Columns count from 0.</summary>
public interface IRow
{
    bool IsNull(int column);
    long Int64(int column);
    string Text(int column);
    byte[] Bytes(int column);

    /// <summary>The bytes without a copy of their own: they are there until the next value is read.</summary>
    ReadOnlySpan<byte> View(int column);

    long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);
    string? TextOrNull(int column) => IsNull(column) ? null : Text(column);
}
