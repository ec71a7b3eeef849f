using Npgsql;
using NpgsqlTypes;

namespace ConversationGrid.Baseline.Stores;

/// <summary>PostgreSQL: one prepared statement with arrays, one round trip, one commit.</summary>
internal sealed class PostgresMessages(string connectionString) : IMessageStore
{
    private const string Schema = """
        create table if not exists plain_messages (
          seq bigint not null, at timestamptz not null, conversation text collate "C" not null, sender text not null, client_id text not null, body text not null,
          primary key (conversation, seq))
        """;

    private const string Insert = """
        insert into plain_messages (conversation, seq, at, sender, client_id, body)
        select * from unnest($1, $2, $3, $4, $5, $6)
        """;

    private readonly NpgsqlConnection _connection = new(connectionString);
    private readonly NpgsqlParameter<string[]> _conversations = Of<string[]>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<long[]> _seqs = Of<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<DateTimeOffset[]> _ats = Of<DateTimeOffset[]>(NpgsqlDbType.TimestampTz);
    private readonly NpgsqlParameter<string[]> _senders = Of<string[]>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<string[]> _clientIds = Of<string[]>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<string[]> _bodies = Of<string[]>(NpgsqlDbType.Text);
    private NpgsqlCommand? _insert;

    public async Task OpenAsync()
    {
        await _connection.OpenAsync();
        await using (var schema = new NpgsqlCommand(Schema, _connection)) await schema.ExecuteNonQueryAsync();
        _insert = new NpgsqlCommand(Insert, _connection) { Parameters = { _conversations, _seqs, _ats, _senders, _clientIds, _bodies } };
        await _insert.PrepareAsync();
    }

    public async Task WriteAsync(IReadOnlyList<Message> messages)
    {
        var n = messages.Count;
        var (conversations, seqs, ats) = (new string[n], new long[n], new DateTimeOffset[n]);
        var (senders, clientIds, bodies) = (new string[n], new string[n], new string[n]);
        for (var i = 0; i < n; i++)
        {
            var m = messages[i];
            (conversations[i], seqs[i], ats[i], senders[i], clientIds[i], bodies[i]) = (m.ConversationId, m.Seq, m.At, m.Sender, m.ClientId, m.Text);
        }
        (_conversations.TypedValue, _seqs.TypedValue, _ats.TypedValue) = (conversations, seqs, ats);
        (_senders.TypedValue, _clientIds.TypedValue, _bodies.TypedValue) = (senders, clientIds, bodies);
        await _insert!.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<T> Of<T>(NpgsqlDbType element) => new() { NpgsqlDbType = NpgsqlDbType.Array | element };
}
