using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Benchmarks.Traffic;
using Npgsql;

namespace ConversationGrid.Benchmarks.Servers;

/// <summary>A server to be measured: how it starts, and how conversations with two connections are set up on it.</summary>
internal abstract class Rival(string name) : IMeter, IAsyncDisposable
{
    public string Name => name;

    public ServerProcess Server { get; protected set; } = null!;

    /// <summary>The database's postmaster; 0 when the server writes itself.</summary>
    public int DatabasePid { get; protected init; }

    /// <summary>Npgsql connection string of the measured database; null with SQLite.</summary>
    public string? Database { get; protected init; }

    public abstract Task StartAsync();

    /// <summary>Conversations that are assigned and open, with both parties connected and subscribed.</summary>
    public abstract Task<IReadOnlyList<Pair>> ConnectAsync(int conversations, CancellationToken cancel);

    public async Task<Usage> ReadAsync() => new(
        ProcessTime.Of(Server.Id), DatabasePid == 0 ? 0 : ProcessTime.OfFamily(DatabasePid), await CommitsAsync(), ProcessTime.ResidentMiB(Server.Id));

    public virtual async ValueTask DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }

    /// <summary>With PostgreSQL the database itself counts, the same for everyone.</summary>
    protected virtual async Task<double> CommitsAsync()
    {
        if (Database is null) return double.NaN;
        await using var connection = new NpgsqlConnection(Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("select xact_commit from pg_stat_database where datname = current_database()", connection);
        return (long)(await count.ExecuteScalarAsync() ?? 0L);
    }
}
