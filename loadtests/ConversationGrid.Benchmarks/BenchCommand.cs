using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ConversationGrid.Benchmarks.Reading;
using ConversationGrid.Benchmarks.Routing;
using ConversationGrid.Benchmarks.Timers;
using ConversationGrid.Commands;

namespace ConversationGrid.Benchmarks;

/// <summary>The command line of the program <c>bench</c>.</summary>
internal static class BenchCommand
{
    private static readonly BenchOptions Defaults = new();

    private static readonly Argument<string> Name = new("name")
    {
        Description = "rates (CPU a message, latency, commits), sustained, overload, live (memory and CPU of idle conversations), all",
            DefaultValueFactory = _ => Defaults.Name,
    };

    private static readonly Option<string> Store = Stores();
    private static readonly Option<double> Seconds = Numbers.Of("--seconds", "length of a measurement", 0.1, 3_600, Defaults.Length.TotalSeconds);
    private static readonly Option<double> WarmUp = Numbers.Of("--warmup", "seconds before each", 0, 3_600, Defaults.WarmUp.TotalSeconds);

    private static readonly Option<double> Prime = Numbers.Of(
        "--prime", "seconds at the highest rate before the first measurement, so that the compiler is done", 0, 3_600, Defaults.Prime.TotalSeconds);

    private static readonly Option<string> Jit = Choices.Of(
        "--jit", "how both servers compile; full where tiers take minutes to settle", "tiered", "tiered", "full");
    private static readonly Option<int> Live = Numbers.Of("--live", "idle conversations", 1, 10_000_000, Defaults.Live);
    private static readonly Option<double> LiveRate = Numbers.Of("--live-rate", "of them started a second", 1, 1_000_000, Defaults.LiveRate);
    private static readonly Option<int> Repetitions = Numbers.Of("--repetitions", "of each measurement", 1, 1_000, Defaults.Repetitions);
    private static readonly Option<int> Conversations = Numbers.Of("--conversations", "that talk", 1, 100_000, Defaults.Conversations);

    private static readonly Option<double[]> Rates = new("--rates")
    {
        Description = "messages a second", HelpName = "R1,R2", CustomParser = ReadRates, DefaultValueFactory = _ => [.. Defaults.Rates],
    };

    private static readonly Option<string> Spin = new("--spin")
    {
        Description = "the thread pool's spin limit of both servers, or default", HelpName = "N", DefaultValueFactory = _ => "0",
    };

    private static readonly Option<int> BasePort = Numbers.Of("--base-port", "the first port", 1_024, 65_000, Defaults.BasePort);
    private static readonly Option<string?> Only = new("--only") { Description = "product or baseline", HelpName = "WORD" };
    private static readonly Option<string> Folder = new(
        "--folder") { Description = "for the stores", HelpName = "DIR", DefaultValueFactory = _ => Defaults.Folder };
    private static readonly Option<string?> Report = new("--report") { Description = "the table", HelpName = "FILE" };
    private static readonly Option<string?> Extra = new("--extra") { Description = "configuration of the product", HelpName = "\"--Grid:Key:Sub value ...\"" };
    private static readonly Option<string> Product = new(
        "--product") { Description = "the product's program", HelpName = "FILE", DefaultValueFactory = _ => "" };
    private static readonly Option<string> Baseline = new(
        "--baseline") { Description = "the baseline's program", HelpName = "FILE", DefaultValueFactory = _ => "" };

    /// <summary>The option of all benchmarks that need stores.</summary>
    public static Option<string> Stores() => Choices.Of("--store", "where messages are kept", "both", "sqlite", "postgres", "both");

    /// <summary>The stores that a value of this option means.</summary>
    public static IReadOnlyList<string> Each(string store) => store == "both" ? ["sqlite", "postgres"] : [store];

    public static Command Create(Func<BenchOptions, CancellationToken, Task<int>> run)
    {
        Name.AcceptOnlyFromAmong("rates", "sustained", "overload", "live", "all");
        Only.AcceptOnlyFromAmong("product", "baseline");
        Spin.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value != "default" && !uint.TryParse(token.Value, CultureInfo.InvariantCulture, out _))
                    result.AddError($"--spin is a whole number or default, not '{token.Value}'.");
        });
        var command = CommandLines.Create("bench", """
            Starts the product and the plain baseline on loopback ports, interleaved; the last line is one JSON line with the ratios.
            """);
        command.Add(Name);
        var options = (Option[])[Store, Seconds, WarmUp, Prime, Jit, Live, LiveRate, Repetitions, Conversations, Rates, Spin, BasePort, Only, Folder, Report,
            Extra, Product, Baseline];
        foreach (var option in options) command.Add(option);
        var routing = new Command("routing", "A choice among 10,000 who wait and 2,000 agents, beside a plain scan; in memory, no server.");
        routing.SetAction(_ => RoutingBench.Run(Console.Out));
        command.Add(routing);
        command.Add(AssignmentsBench.Create());
        command.Add(TimersBench.Create());
        command.Add(ReadingBench.Create());
        command.SetAction((parsed, stop) => run(Read(parsed), stop));
        return command;
    }

    private static BenchOptions Read(ParseResult parsed) => new()
    {
        Name = parsed.GetValue(Name)!,
        Store = parsed.GetValue(Store)!,
        Length = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(WarmUp)),
        Prime = TimeSpan.FromSeconds(parsed.GetValue(Prime)),
        FullJit = parsed.GetValue(Jit) == "full",
        Live = parsed.GetValue(Live),
        LiveRate = parsed.GetValue(LiveRate),
        Repetitions = parsed.GetValue(Repetitions),
        Conversations = parsed.GetValue(Conversations),
        Rates = parsed.GetValue(Rates)!,
        Spin = parsed.GetValue(Spin) is { } spin and not "default" ? int.Parse(spin, CultureInfo.InvariantCulture) : null,
        BasePort = parsed.GetValue(BasePort),
        Only = parsed.GetValue(Only),
        Folder = parsed.GetValue(Folder)!,
        Report = parsed.GetValue(Report),
        Extra = parsed.GetValue(Extra)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
        ProductProgram = parsed.GetValue(Product)!,
        BaselineProgram = parsed.GetValue(Baseline)!,
    };

    private static double[] ReadRates(ArgumentResult result)
    {
        var rates = new List<double>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (double.TryParse(text, CultureInfo.InvariantCulture, out var rate) && rate > 0) rates.Add(rate);
            else result.AddError($"--rates are numbers above 0 with commas between them, not '{text}'.");
        }
        return [.. rates];
    }
}
