using Npgsql;
using NpgsqlTypes;

namespace ConversationGrid.JournalBench;

/// <summary>The bare loop on PostgreSQL: one prepared INSERT .. SELECT unnest a batch.</summary>
internal sealed class BarePostgres : BareGroupCommit
{
    private const string InsertSql = "insert into bare (stream, seq, body) select * from unnest($1, $2, $3)";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly List<string> _streams = [];
    private readonly List<long> _seqs = [];
    private readonly List<byte[]> _bodies = [];
    private readonly Func<TimeSpan> _databaseCpu;

    private BarePostgres(NpgsqlConnection connection, Func<TimeSpan> databaseCpu)
    {
        (_connection, _databaseCpu) = (connection, databaseCpu);
        _command = new(InsertSql, connection);
        _command.Parameters.Add(new NpgsqlParameter<List<string>> { TypedValue = _streams, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        _command.Parameters.Add(new NpgsqlParameter<List<long>> { TypedValue = _seqs, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        _command.Parameters.Add(new NpgsqlParameter<List<byte[]>> { TypedValue = _bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
    }

    public override string Name => "PostgreSQL bare";
    public override TimeSpan DatabaseCpu => _databaseCpu();

    public static async Task<BarePostgres> OpenAsync(string connectionString, Func<TimeSpan> databaseCpu)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using (
            var create = new NpgsqlCommand("create table bare (stream text collate \"C\", seq bigint, body bytea, primary key (stream, seq))", connection))
            await create.ExecuteNonQueryAsync();
        var bare = new BarePostgres(connection, databaseCpu);
        await bare._command.PrepareAsync();
        bare.Begin();
        return bare;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _connection.DisposeAsync();
    }

    protected override async Task WriteAsync(List<BareRow> rows)
    {
        _streams.Clear();
        _seqs.Clear();
        _bodies.Clear();
        foreach (var row in rows)
        {
            _streams.Add(row.Stream);
            _seqs.Add(row.Seq);
            _bodies.Add(row.Body);
        }
        await _command.ExecuteNonQueryAsync();
    }
}
