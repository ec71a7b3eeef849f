using System.Globalization;

namespace ConversationGrid.Benchmarks;

/// <summary>The command line.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        bench routing      (a choice among 10,000 who wait and 2,000 agents, beside a plain scan; in memory, no server)
        bench assignments [--store sqlite|postgres|both] [--waiting N] [--agents N] [--assignments N] [--together N]
                           (assignments a second with the durable saga in one queue; in-process grid; --together 1: each command appended alone)
        bench timers [--store sqlite|postgres|both] [--timers N] [--within SECONDS] [--lead SECONDS] [--prime SECONDS]
                           (N timers due within a time on the durable agenda, without and with a kill -9 in the middle; in-process grid)
        bench reading --at FOLDER|CONNECTION [--workspace W] [--open N] [--rate R] [--requests N] [--extra "--Grid:Key:Sub value ..."]
                           (start, memory, lists, search and figures on a store that ./grid fill wrote and whose read models are made)
        bench [NAME] [--store sqlite|postgres|both] [--seconds S] [--warmup S] [--repetitions N] [--conversations N] [--rates R1,R2]
              [--spin N|default] [--base-port P] [--only product|baseline] [--folder DIR] [--report FILE] [--extra "--Grid:Key:Sub value ..."]
              [--prime S] [--jit tiered|full] [--live N] [--live-rate R]
        NAME: rates (CPU a message, latency, commits), sustained, overload, live (memory and CPU of idle conversations), all (default)
        Starts the product and the plain baseline on loopback ports, interleaved; the last line is one JSON line with the ratios.
        """;

    public string Name { get; init; } = "all";

    public string Store { get; init; } = "both";

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(8);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>At the highest rate before the first measurement, so that the compiler is done.</summary>
    public TimeSpan Prime { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Both servers compile every method fully at its first call: for machines where tiers take minutes to settle.</summary>
    public bool FullJit { get; init; }

    public int Live { get; init; } = 100_000;

    public double LiveRate { get; init; } = 2_000;

    public int Repetitions { get; init; } = 5;

    public int Conversations { get; init; } = 300;

    public IReadOnlyList<double> Rates { get; init; } = [500, 5_000];

    public int? Spin { get; init; } = 0;

    public int BasePort { get; init; } = 7400;

    public string? Only { get; init; }

    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), "grid-bench");

    public string? Report { get; init; }

    public IReadOnlyList<string> Extra { get; init; } = [];

    public string BaselineProgram { get; init; } = "";

    public string ProductProgram { get; init; } = "";

    /// <exception cref="ArgumentException">An argument is not what the usage says.</exception>
    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var o = new BenchOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                o = o with { Name = args[i] };
                continue;
            }
            if (i + 1 >= args.Count) throw new ArgumentException($"'{args[i]}' needs a value.");
            o = o.With(args[i], args[++i]);
        }
        return o;
    }

    private BenchOptions With(string name, string value) => name switch
    {
        "--store" => this with { Store = value },
        "--seconds" => this with { Length = TimeSpan.FromSeconds(Number(value)) },
        "--warmup" => this with { WarmUp = TimeSpan.FromSeconds(Number(value)) },
        "--jit" => this with { FullJit = value == "full" ? true : value == "tiered" ? false : throw new ArgumentException("--jit is tiered or full.") },
        "--prime" => this with { Prime = TimeSpan.FromSeconds(Number(value)) },
        "--live" => this with { Live = (int)Number(value) },
        "--live-rate" => this with { LiveRate = Number(value) },
        "--repetitions" => this with { Repetitions = (int)Number(value) },
        "--conversations" => this with { Conversations = (int)Number(value) },
        "--rates" => this with { Rates = [.. value.Split(',').Select(Number)] },
        "--spin" => this with { Spin = value == "default" ? null : (int)Number(value) },
        "--base-port" => this with { BasePort = (int)Number(value) },
        "--only" => this with { Only = value },
        "--folder" => this with { Folder = value },
        "--report" => this with { Report = value },
        "--extra" => this with { Extra = value.Split(' ', StringSplitOptions.RemoveEmptyEntries) },
        "--product" => this with { ProductProgram = value },
        "--baseline" => this with { BaselineProgram = value },
        _ => throw new ArgumentException($"'{name}' is not known."),
    };

    private static double Number(string value) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var n) && n >= 0 ? n : throw new ArgumentException($"'{value}' is not a number.");
}
