using System.CommandLine;
using System.Globalization;
using ConversationGrid.Commands;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Postgres;
using ConversationGrid.Journal.Sqlite;
using ConversationGrid.Journal.Tables;
using ConversationGrid.JournalBench;
using ConversationGrid.LocalPostgres;
using ConversationGrid.Privacy;
using ConversationGrid.Privacy.Keys;

var secondsOption = Numbers.Of("--seconds", "length of a measurement", 0.1, 3_600, 3);
var warmUpOption = Numbers.Of("--warmup", "seconds before each", 0, 3_600, 1);
var roundsOption = Numbers.Of("--rounds", "of each measurement", 1, 1_000, 3);
var onlyOption = new Option<string>("--only") { Description = "contenders whose name has this", HelpName = "TEXT", DefaultValueFactory = _ => "" };
var closedOption = List("--closed", "appends under way at the same time", [1, 8, 64, 512]);
var openOption = List("--open", "appends a second", [500, 5_000, 20_000]);
var command = CommandLines.Create("journalbench", "Appends a second, CPU and commits an append of the journal, beside bare stores.");
foreach (var option in (Option[])[secondsOption, warmUpOption, roundsOption, onlyOption, closedOption, openOption]) command.Add(option);
command.SetAction((parsed, _) => RunAsync(
    parsed.GetValue(secondsOption), parsed.GetValue(warmUpOption), parsed.GetValue(roundsOption), parsed.GetValue(onlyOption)!, parsed.GetValue(closedOption)!,
    parsed.GetValue(openOption)!));
return await command.RunAsync(args);

static async Task RunAsync(double seconds, double warmUp, int rounds, string only, int[] closed, int[] open)
{
    var folder = Directory.CreateTempSubdirectory("grid-journalbench-").FullName;
    var postgres = PrivatePostgres.FindBinaries() is null ? null
        : await PrivatePostgres.StartAsync(Directory.CreateTempSubdirectory("grid-journalbench-").FullName, TimeProvider.System);
    if (postgres is null) Console.WriteLine(PrivatePostgres.InstallHint + "; SQLite only.");
    var databaseCpu = postgres is null ? () => TimeSpan.Zero : DatabaseCpu.Of(postgres.Folder);
    var databases = 0;

    var makers = new List<(string Name, Func<Task<Contender>> Make)>
    {
        ("SQLite bare", () => Task.FromResult<Contender>(new BareSqlite(Path.Combine(Fresh(), "bare.db")))),
        ("SQLite journal", () => SqliteAsync("SQLite journal", false)),
        ("SQLite journal, encrypted", () => SqliteAsync("SQLite journal, encrypted", false, keys: KeysOf)),
        ("SQLite journal + due", () => SqliteAsync("SQLite journal + due", true)),
        ("SQLite journal, no gather", () => SqliteAsync("SQLite journal, no gather", false, 0)),
    };
    if (postgres is not null)
        makers.AddRange(
        [
            ("PostgreSQL bare", async () => await BarePostgres.OpenAsync(await NewDatabaseAsync(), databaseCpu)),
            ("PostgreSQL journal", () => PostgresAsync("PostgreSQL journal", false)),
            ("PostgreSQL journal, encrypted", () => PostgresAsync("PostgreSQL journal, encrypted", false, keys: KeysOf)),
            ("PostgreSQL journal + due", () => PostgresAsync("PostgreSQL journal + due", true)),
            ("PostgreSQL journal, no gather", () => PostgresAsync("PostgreSQL journal, no gather", false, 0)),
        ]);
    makers.RemoveAll(m => !m.Name.Contains(only, StringComparison.OrdinalIgnoreCase));

    try
    {
        Console.WriteLine($"medians of {rounds} rounds of {seconds} s, interleaved; CPU in us an append; latency in ms; {Environment.ProcessorCount} cores");
        Console.WriteLine($"{"load",-12} {"contender",-30} {"appends/s",10} {"CPU",7} {"db CPU",7} {"both",7} {"commits/append",15} {"p50",8} {"p99",8}");
        foreach (var concurrency in closed) await CompareAsync($"{concurrency} at once", m => m.ClosedAsync(concurrency));
        foreach (var rate in open) await CompareAsync($"{rate}/s", m => m.OpenAsync(rate));
    }
    finally
    {
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
            Directory.Delete(postgres.Folder, recursive: true);
        }
        Directory.Delete(folder, recursive: true);
    }

    async Task CompareAsync(string load, Func<Measure, Task<Figures>> run)
    {
        var all = makers.ToDictionary(m => m.Name, _ => new List<Figures>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, make) in makers)
            {
                await using var contender = await make();
                all[name].Add(await run(new(contender, TimeSpan.FromSeconds(warmUp), TimeSpan.FromSeconds(seconds))));
            }
        }
        foreach (var (name, figures) in all)
        {
            double Median(Func<Figures, double> of) => figures.Select(of).Order().ElementAt(figures.Count / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{load,-12} {name,-30} {Median(f => f.PerSecond),10:0} {Median(f => f.OurCpu),7:0.0} {Median(f => f.DatabaseCpu),7:0.0} " +
                $"{Median(f => f.OurCpu + f.DatabaseCpu),7:0.0} {Median(f => f.CommitsPerAppend),15:0.000} {Median(f => f.P50),8:0.00} " +
                $"{Median(f => f.P99),8:0.00}"));
        }
    }

    async Task<Contender> SqliteAsync(string name, bool withDue, int gatherAbove = 2_500, Func<IDatabase, IDataKeys>? keys = null)
    {
        var store = new SqliteStore(new() { Path = Fresh(), GatherAbovePerSecond = gatherAbove }, TimeProvider.System, keys: keys);
        await store.StartAsync();
        return new StoreContender(name, store, () => store.Metrics.Commits, () => TimeSpan.Zero, withDue);
    }

    async Task<Contender> PostgresAsync(string name, bool withDue, int gatherAbove = 2_500, Func<IDatabase, IDataKeys>? keys = null)
    {
        var options = new PostgresJournalOptions { ConnectionString = await NewDatabaseAsync(), GatherAbovePerSecond = gatherAbove };
        var store = new PostgresStore(options, TimeProvider.System, keys: keys);
        await store.StartAsync();
        return new StoreContender(name, store, () => store.Metrics.Commits, databaseCpu, withDue);
    }

    IDataKeys KeysOf(IDatabase database) => PrivacyServices.Keys(database, LocalMasterKey.Of(new(), folder), new(), TimeProvider.System);

    Task<string> NewDatabaseAsync() => postgres!.CreateDatabaseAsync($"bench_{++databases}");

    string Fresh() => Directory.CreateDirectory(Path.Combine(folder, $"sqlite-{++databases}")).FullName;
}

static Option<int[]> List(string name, string description, int[] otherwise) => new(name)
{
    Description = description, HelpName = "N,N", DefaultValueFactory = _ => otherwise,
    CustomParser = result =>
    {
        var numbers = new List<int>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0) numbers.Add(number);
            else result.AddError($"{name} are whole numbers with commas between them, not '{text}'.");
        }
        return [.. numbers];
    },
};
