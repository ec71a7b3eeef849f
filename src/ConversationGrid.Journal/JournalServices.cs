using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Access;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ConversationGrid.Journal;

/// <summary>Registers a store and its ports. The store is brought up before any hosted service starts, wherever it is registered.</summary>
public static class JournalServices
{
    /// <summary>The embedded store, with options from <c>Grid:Data</c> and then <paramref name="configure"/>.</summary>
    public static IServiceCollection AddSqliteJournal(this IServiceCollection services, Action<SqliteJournalOptions>? configure = null)
    {
        var options = services.AddOptions<SqliteJournalOptions>().BindConfiguration(SqliteJournalOptions.Section).ValidateDataAnnotations()
            .Validate(o => o.CommitTimeout > o.BusyTimeout, $"{SqliteJournalOptions.Section}:CommitTimeout must be longer than " +
            $"{SqliteJournalOptions.Section}:BusyTimeout.")
            .ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        return services.AddStore(p => new SqliteStore(Options<SqliteJournalOptions>(p), p.GetRequiredService<TimeProvider>(),
            p.GetService<ILogger<SqliteStore>>(), p.GetService<Func<IDatabase, IDataKeys>>()));
    }

    /// <summary>The store of a cluster, with options from <c>Grid:Postgres</c> and then <paramref name="configure"/>.</summary>
    public static IServiceCollection AddPostgresJournal(this IServiceCollection services, Action<PostgresJournalOptions>? configure = null)
    {
        var options = services.AddOptions<PostgresJournalOptions>().BindConfiguration(PostgresJournalOptions.Section).ValidateDataAnnotations()
            .Validate(o => IsConnectionString(o.ConnectionString),
                $"{PostgresJournalOptions.Section}:ConnectionString is not a connection string that Npgsql understands.")
            .ValidateOnStart();
        if (configure is not null) options.Configure(configure);
        return services.AddStore(p => new PostgresStore(Options<PostgresJournalOptions>(p), p.GetRequiredService<TimeProvider>(),
            p.GetService<ILogger<PostgresStore>>(), p.GetService<Func<IDatabase, IDataKeys>>()));
    }

    /// <summary>
    /// Gives every process on the database of <see cref="AddPostgresJournal"/> one wall clock, the database's: <see cref="TimeProvider"/> is
    /// a <see cref="SharedTime"/> from here on. Call it after that.
    /// </summary>
    public static IServiceCollection AddPostgresTime(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => new SharedTime(TimeProvider.System));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(p => p.GetRequiredService<SharedTime>()));
        return services.AddHostedService(p => new PostgresTime(
            (PostgresStore)p.GetRequiredService<IJournalStore>(), p.GetRequiredService<SharedTime>(), Options<PostgresJournalOptions>(p),
            p.GetRequiredService<ILogger<PostgresTime>>()));
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static IServiceCollection AddStore(this IServiceCollection services, Func<IServiceProvider, IJournalStore> create)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(create);
        services.AddSingleton(p => p.GetRequiredService<IJournalStore>().Journal);
        services.AddSingleton(p => p.GetRequiredService<IJournalStore>().Agenda);
        services.AddSingleton(p => p.GetRequiredService<IJournalStore>().Snapshots);
        services.AddSingleton(p => p.GetRequiredService<IJournalStore>().Checkpoints);
        services.AddSingleton(p => p.GetRequiredService<IJournalStore>().Feed);
        services.AddSingleton(p => p.GetRequiredService<IJournalStore>().Database);
        services.AddSingleton<IAccessStore>(p => new AccessStore(p.GetRequiredService<IJournalStore>().Database, p.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IHostedService, JournalStarter>();
    }

    private static T Options<T>(IServiceProvider services) where T : class => services.GetRequiredService<IOptions<T>>().Value;

    /// <summary>Opens the store ahead of everything that might use it at its own start.</summary>
    private sealed class JournalStarter(IJournalStore store) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancel) => store.StartAsync(cancel);
        public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;
        public Task StartedAsync(CancellationToken cancel) => Task.CompletedTask;
        public Task StoppingAsync(CancellationToken cancel) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
        public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
