using System.Globalization;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace ConversationGrid.Grains.Hosting;

/// <summary>
/// Brings the cluster's own tables up to date before Orleans starts: numbered steps, each applied once, under a lock that makes starters
/// wait for one another.
/// </summary>
internal sealed class ClusterSchema(ClusterOptions options, TimeProvider time) : IHostedLifecycleService
{
    // Any number, as long as every version of the program uses the same; another one than the journal's.
    private const long LockKey = 0x6772_6964_636C_7573;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(250);

    /// <summary>The steps of this program by number.</summary>
    private static readonly IReadOnlyList<(int Version, string Sql)> Steps = [.. Read().OrderBy(s => s.Version)];

    /// <exception cref="JournalUnavailableException">The database did not answer for a minute.</exception>
    /// <exception cref="InvalidOperationException">The database was made by a newer program.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var retry = StartRetry.Create(LookAgainAfter, Patience, MayPass, time);
        try
        {
            await retry.ExecuteAsync(async cancel => await MigrateAsync(cancel), cancellationToken);
        }
        catch (NpgsqlException failure) when (MayPass(failure))
        {
            throw new JournalUnavailableException("The cluster's database does not answer.", failure);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool MayPass(Exception failure) => failure is NpgsqlException and not PostgresException { IsTransient: false };

    private async Task MigrateAsync(CancellationToken cancel)
    {
        await using var connection = new NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({LockKey})", cancel);
        await ExecuteAsync(connection, "create table if not exists cluster_schema (version int primary key, applied_at timestamptz not null default now())",
            cancel);
        var applied = await AppliedAsync(connection, cancel);
        if (applied > Steps[^1].Version)
            throw new InvalidOperationException($"The cluster's tables are at version {applied}, this program knows "
                + $"versions up to {Steps[^1].Version}. Start the newer program.");
        foreach (var (version, sql) in Steps.Where(s => s.Version > applied))
        {
            await ExecuteAsync(connection, sql, cancel);
            await ExecuteAsync(connection, $"insert into cluster_schema (version) values ({version.ToString(CultureInfo.InvariantCulture)})", cancel);
        }
        await transaction.CommitAsync(cancel);
    }

    private static async Task<int> AppliedAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from cluster_schema", connection);
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static IEnumerable<(int Version, string Sql)> Read()
    {
        var assembly = typeof(ClusterSchema).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith("cluster/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (int.Parse(name.AsSpan("cluster/".Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }
    }
}
