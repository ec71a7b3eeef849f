namespace ConversationGrid.Journal.Tables;

/// <summary>What is written in one transaction.</summary>
public sealed class WriteSet
{
    private readonly List<Write> _writes = [];

    /// <summary>Runs first; nothing is written unless it changes exactly <see cref="GuardRows"/> rows.</summary>
    public Statement? Guard { get; set; }

    public int GuardRows { get; set; }

    public bool IsEmpty => Guard is null && _writes.Count == 0;

    internal IReadOnlyList<Write> Writes => _writes;

    public void Run(string sql, params object?[] parameters) => _writes.Add(new Single(new(sql, parameters)));

    /// <summary>Writes rows; those whose key is there are replaced.</summary>
    public void Upsert(Table table, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count > 0) _writes.Add(new Many(table, rows));
    }

    internal abstract record Write;

    internal sealed record Single(Statement Statement) : Write;

    internal sealed record Many(Table Table, IReadOnlyList<object?[]> Rows) : Write;
}

/// <summary>A table that rows are upserted into.</summary>
/// <param name="Keys">Columns of the key, which stand first.</param>
/// <param name="Columns">All columns, in the order of a row's values.</param>
public sealed record Table(string Name, int Keys, params IReadOnlyList<Column> Columns)
{
    /// <summary>For SQLite: one row a run.</summary>
    internal string SqliteSql { get; } =
        $"insert into {Name} ({Join(Columns)}) values ({string.Join(", ", Columns.Select((_, i) => $"?{i + 1}"))}) {OnConflict(Keys, Columns)}";

    /// <summary>For PostgreSQL: all rows at once, an array a column.</summary>
    internal string PostgresSql { get; } =
        $"insert into {Name} ({Join(Columns)}) select * from unnest({string.Join(", ", Columns.Select((c, i) => $"${i + 1}::{TypeOf(c)}[]"))}) " +
        $"{OnConflict(Keys, Columns)}";

    private static string Join(IEnumerable<Column> columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string OnConflict(int keys, IReadOnlyList<Column> columns) => columns.Count == keys
        ? "on conflict do nothing"
        : $"on conflict ({Join(columns.Take(keys))}) do update set {string.Join(", ", columns.Skip(keys).Select(c => $"{c.Name} = excluded.{c.Name}"))}";

    private static string TypeOf(Column column) => column.Kind switch
    {
        ColumnKind.Number => "bigint",
        ColumnKind.Text => "text",
        _ => "bytea",
    };
}

/// <summary>One column.</summary>
public readonly record struct Column(string Name, ColumnKind Kind);

/// <summary>What a column holds.</summary>
public enum ColumnKind
{
    None = 0,
    Number,
    Text,
    Bytes,
}
