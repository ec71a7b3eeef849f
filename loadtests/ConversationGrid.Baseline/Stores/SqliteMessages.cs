using Microsoft.Data.Sqlite;

namespace ConversationGrid.Baseline.Stores;

/// <summary>SQLite: one transaction for the batch, write-ahead log, synchronous=FULL; written off the callers' threads.</summary>
internal sealed class SqliteMessages(string file) : IMessageStore
{
    private readonly SqliteConnection _connection = new($"Data Source={file}");
    private SqliteCommand? _begin;
    private SqliteCommand? _insert;
    private SqliteCommand? _commit;

    public Task OpenAsync()
    {
        SQLitePCL.Batteries_V2.Init();
        _connection.Open();
        Command("pragma journal_mode = wal").ExecuteNonQuery();
        Command("pragma synchronous = full").ExecuteNonQuery();
        Command("""
            create table if not exists plain_messages (
              conversation text not null, seq integer not null, at integer not null, sender text not null, client_id text not null, body text not null,
              primary key (conversation, seq)) without rowid
            """).ExecuteNonQuery();
        (_begin, _commit) = (Command("begin immediate"), Command("commit"));
        _insert = Command("insert into plain_messages values ($1, $2, $3, $4, $5, $6)");
        for (var i = 1; i <= 6; i++) _insert.Parameters.Add(new SqliteParameter($"${i}", null));
        _insert.Prepare();
        return Task.CompletedTask;
    }

    public Task WriteAsync(IReadOnlyList<Message> messages) => Task.Run(() => Write(messages));

    private void Write(IReadOnlyList<Message> messages)
    {
        _begin!.ExecuteNonQuery();
        var p = _insert!.Parameters;
        foreach (var m in messages)
        {
            (p[0].Value, p[1].Value, p[2].Value) = (m.ConversationId, m.Seq, m.At.UtcTicks);
            (p[3].Value, p[4].Value, p[5].Value) = (m.Sender, m.ClientId, m.Text);
            _insert.ExecuteNonQuery();
        }
        _commit!.ExecuteNonQuery();
    }

    private SqliteCommand Command(string text) => new(text, _connection);
}
