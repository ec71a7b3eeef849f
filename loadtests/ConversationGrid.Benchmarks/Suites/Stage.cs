using System.Globalization;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Client.Hubs;
using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Benchmarks.Suites;

/// <summary>Both rivals on one store, each with a database of its own, on one machine.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly PrivatePostgres? _postgres;

    private Stage(string store, IReadOnlyList<Rival> rivals, PrivatePostgres? postgres) => (Store, Rivals, _postgres) = (store, rivals, postgres);

    public string Store { get; }

    public IReadOnlyList<Rival> Rivals { get; }

    /// <summary>Null when only the other one was asked for.</summary>
    public Rival? Product => Rivals.FirstOrDefault(r => r.Name == "product");

    public Rival? Baseline => Rivals.FirstOrDefault(r => r.Name == "baseline");

    public static async Task<Stage> BuildAsync(BenchOptions options, string store, HubTransport transport)
    {
        var folder = Path.Combine(options.Folder, store + "-" + transport.Time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(folder);
        PrivatePostgres? postgres = null;
        var pid = 0;
        if (store == "postgres")
        {
            postgres = await PrivatePostgres.StartAsync(Path.Combine(folder, "pg"), transport.Time, options.BasePort + 32);
            pid = StorePlace.PidOf(postgres);
        }
        var rivals = new List<Rival>();
        var stage = new Stage(store, rivals, postgres);
        try
        {
            if (options.Only is null or "product")
                rivals.Add(new ProductRival(options, transport, options.BasePort + 30, folder, postgres is null ? null
                    : await postgres.CreateDatabaseAsync("product"), pid));
            if (options.Only is null or "baseline")
                rivals.Add(new PlainRival(options, transport, options.BasePort + 31, folder, postgres is null ? null
                    : await postgres.CreateDatabaseAsync("plain"), pid));
            foreach (var rival in rivals) await rival.StartAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var rival in Rivals) await rival.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
    }
}
