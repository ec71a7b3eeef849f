using System.Globalization;
using ConversationGrid.Cluster;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.LocalPostgres;
using Npgsql;

namespace ConversationGrid.Faults.TestGrids;

/// <summary>What a fault needs to be done to.</summary>
internal enum TestGridKind
{
    None = 0,

    /// <summary>Three silos on PostgreSQL, all on loopback.</summary>
    Cluster,

    /// <summary>The same, each silo in a network namespace of its own.</summary>
    Namespaces,

    /// <summary>The same on loopback, PostgreSQL's data on a small disk.</summary>
    SmallDisk,

    /// <summary>The same on loopback, with a clock for the first silo that can be set.</summary>
    Clock,

    /// <summary>One process with its journal in SQLite on a small disk.</summary>
    Alone,
}

/// <summary>A running grid that a fault may break. It ends only what it started, and starts again what a fault ended.</summary>
internal sealed class TestGrid : IAsyncDisposable
{
    private const int ClusterSilos = 3;
    private const int PostgresDiskMegabytes = 400;
    private const int SqliteDiskMegabytes = 96;
    private static readonly string[] Generous =
    [
        "--Grid:Quotas:ConversationsPerCustomer", "1000000", "--Grid:Quotas:HandoversPerCustomer", "1000000",
        "--Grid:Quotas:BytesPerDayPerCustomer", "2000000000",
        "--Grid:Gateway:CallsPerSecondPerConnection", "10000", "--Grid:Gateway:CallsBurstPerConnection", "10000",
        "--Grid:Gateway:CallsPerSecondPerUser", "10000", "--Grid:Gateway:RequestsPerSecondPerAddress", "10000",
        "--Grid:Gateway:SessionsPerSecondPerAddress", "10000", "--Grid:Gateway:SessionsBurstPerAddress", "20000",
    ];

    private readonly FaultOptions _options;
    private readonly TimeProvider _time;
    private readonly List<SiloPlace> _silos = [];
    private Namespaces? _namespaces;

    private TestGrid(TestGridKind kind, FaultOptions options, string folder, TimeProvider time) =>
        (Kind, _options, Folder, _time) = (kind, options, folder, time);

    public TestGridKind Kind { get; }

    public string Folder { get; }

    public IReadOnlyList<SiloPlace> Silos => _silos;

    public IReadOnlyList<Uri> Urls => [.. _silos.Select(s => s.Address)];

    public PrivatePostgres? Postgres { get; private set; }

    /// <summary>The grid's database; null where there is none.</summary>
    public string? Connection { get; private set; }

    public SmallDisk? Disk { get; private set; }

    /// <summary>Where the time shift of the first silo is written, as libfaketime reads it.</summary>
    public string ClockFile => Path.Combine(Folder, "clock");

    /// <summary>What this kind needs and this machine or build lacks; null when all is there.</summary>
    public static string? Missing(TestGridKind kind, FaultOptions options)
    {
        if (kind == TestGridKind.Alone) return SmallDisk.Missing;
        if (PrivatePostgres.FindBinaries() is null) return PrivatePostgres.InstallHint;
        return kind switch
        {
            TestGridKind.Namespaces => Namespaces.Missing,
            TestGridKind.SmallDisk => SmallDisk.Missing,
            TestGridKind.Clock => FakeClock.Library is null ? FakeClock.InstallHint : null,
            _ => null,
        };
    }

    public static async Task<TestGrid> StartAsync(TestGridKind kind, FaultOptions options, TimeProvider time, CancellationToken cancel)
    {
        var grid = new TestGrid(kind, options, Directory.CreateTempSubdirectory("grid-faults-").FullName, time);
        try
        {
            if (kind == TestGridKind.Namespaces) grid._namespaces = await Namespaces.CreateAsync(ClusterSilos);
            if (kind == TestGridKind.Clock) await File.WriteAllTextAsync(grid.ClockFile, "+0", cancel);
            if (kind == TestGridKind.Alone) grid.Disk = await SmallDisk.MountAsync(Path.Combine(grid.Folder, "data"), SqliteDiskMegabytes);
            else await grid.StartPostgresAsync(cancel);
            for (var i = 0; i < (kind == TestGridKind.Alone ? 1 : ClusterSilos); i++) grid._silos.Add(grid.Place(i));
            await grid.MendAsync(cancel);
            return grid;
        }
        catch (Exception failure)
        {
            var logs = grid.SaveLogs();
            await grid.DisposeAsync();
            throw new InvalidOperationException($"{failure.Message} The silos' logs are in {logs}.", failure);
        }
    }

    /// <summary>Starts what does not run, and waits until all is ready.</summary>
    public async Task MendAsync(CancellationToken cancel)
    {
        foreach (var silo in _silos.Where(s => !s.IsAlive)) await silo.StartAsync(cancel);
    }

    /// <summary>What the silos wrote, kept for the analysis of a broken trial.</summary>
    public string SaveLogs()
    {
        var folder = Directory.CreateTempSubdirectory("grid-faults-broken-").FullName;
        foreach (var log in Directory.GetFiles(Folder, "silo*.log")) File.Copy(log, Path.Combine(folder, Path.GetFileName(log)));
        return folder;
    }

    /// <summary>The lowest and the highest number of every stream tell whether one is missing; how many streams have a hole.</summary>
    public async Task<long> HolesAsync(CancellationToken cancel)
    {
        if (Connection is null) return 0;
        await using var source = NpgsqlDataSource.Create(Connection + ";Pooling=false");
        await using var command = source.CreateCommand("select count(*) from (select from events group by stream "
            + "having count(*) <> max(seq) or min(seq) <> 1) as broken");
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos) await silo.KillAsync();
        foreach (var silo in _silos) silo.Dispose();
        if (Postgres is not null) await Postgres.DisposeAsync();
        if (Disk is not null) await Disk.DisposeAsync();
        if (_namespaces is not null) await _namespaces.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartPostgresAsync(CancellationToken cancel)
    {
        // The server runs as a user of its own, who has to get in.
        await Shell.RunAsync("chmod", "711", Folder);
        var (folder, settings) = (Path.Combine(Folder, "postgres"), new Dictionary<string, string>());
        if (Kind == TestGridKind.SmallDisk)
        {
            Disk = await SmallDisk.MountAsync(folder, PostgresDiskMegabytes);
            (settings["max_wal_size"], settings["min_wal_size"]) = ("64MB", "32MB");
        }
        if (Kind == TestGridKind.Namespaces)
        {
            var access = Path.Combine(Folder, "pg_hba.conf");
            await File.WriteAllTextAsync(access, $"host all all 127.0.0.1/32 scram-sha-256\nhost all all {Namespaces.Here}/24 scram-sha-256\n", cancel);
            await Shell.RunAsync("chmod", "644", access);
            (settings["listen_addresses"], settings["hba_file"]) = ($"127.0.0.1,{Namespaces.Here}", access);
        }
        Postgres = await PrivatePostgres.StartAsync(folder, _time, settings: settings, cancel: cancel);
        Connection = await Postgres.CreateDatabaseAsync("grid", cancel);
    }

    private SiloPlace Place(int index)
    {
        var host = Kind == TestGridKind.Namespaces ? Namespaces.AddressOf(index) : "127.0.0.1";
        var connection = Kind == TestGridKind.Namespaces
            ? new NpgsqlConnectionStringBuilder(Connection) { Host = Namespaces.Here }.ConnectionString : Connection;
        string[] cluster = Kind != TestGridKind.Alone
            ? ["--Grid:Cluster:AdvertisedAddress", host, "--Grid:Cluster:NetworkIsClosed", "true", "--Grid:Demo:AnyAddress", "true"]
            : [];
        var start = new SiloStart(
            _options.Host, new(string.Create(CultureInfo.InvariantCulture, $"http://{host}:{_options.BasePort + index}")), connection,
            ["--Grid:Data:Path", Path.Combine(Folder, "data"), .. Generous, .. cluster])
        {
            Before = Kind == TestGridKind.Namespaces ? Namespaces.Inside(index) : [],
            Environment = Kind == TestGridKind.Clock && index == 0 ? FakeClock.Environment(ClockFile) : new Dictionary<string, string>(),
        };
        return new(index, start, Path.Combine(Folder, $"silo{index}.log"), _time);
    }
}
