using Microsoft.Data.Sqlite;

namespace ConversationGrid.JournalBench;

/// <summary>The bare loop on SQLite: one transaction a batch, one prepared INSERT a row.</summary>
internal sealed class BareSqlite : BareGroupCommit
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    public BareSqlite(string file)
    {
        SQLitePCL.Batteries_V2.Init();
        _connection = new($"Data Source={file};Pooling=false");
        _connection.Open();
        using (var setUp = _connection.CreateCommand())
        {
            setUp.CommandText = "pragma journal_mode = wal; pragma synchronous = full; create table "
                + "bare (stream text, seq integer, body blob, primary key (stream, seq))";
            setUp.ExecuteNonQuery();
        }
        _insert = _connection.CreateCommand();
        _insert.CommandText = "insert into bare (stream, seq, body) values ($stream, $seq, $body)";
        foreach (var name in new[] { "$stream", "$seq", "$body" }) _insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        Begin();
    }

    public override string Name => "SQLite bare";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _connection.DisposeAsync();
    }

    protected override Task WriteAsync(List<BareRow> rows)
    {
        using var transaction = _connection.BeginTransaction();
        _insert.Transaction = transaction;
        foreach (var row in rows)
        {
            _insert.Parameters[0].Value = row.Stream;
            _insert.Parameters[1].Value = row.Seq;
            _insert.Parameters[2].Value = row.Body;
            _insert.ExecuteNonQuery();
        }
        transaction.Commit();
        return Task.CompletedTask;
    }
}
