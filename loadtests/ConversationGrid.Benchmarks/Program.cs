using ConversationGrid.Benchmarks;
using ConversationGrid.Benchmarks.Reading;
using ConversationGrid.Benchmarks.Routing;
using ConversationGrid.Benchmarks.Suites;
using ConversationGrid.Benchmarks.Timers;
using ConversationGrid.Client.Hubs;

if (args.Contains("--help"))
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}
if (args is ["routing"]) return RoutingBench.Run(Console.Out);
BenchOptions options;
try
{
    if (args is ["assignments", .. var assignments]) return await AssignmentsBench.RunAsync(assignments);
    if (args is ["reading", .. var reading]) return await ReadingBench.RunAsync(reading);
    if (args is ["timers", .. var rest]) return await TimersBench.RunAsync(rest);
    options = Programs.Locate(BenchOptions.Parse(args));
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
using var term = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context =>
{
    context.Cancel = true; // The servers must be stopped first.
    stop.Cancel();
});
var output = new Output(TimeProvider.System);
var figures = new List<Figure>();
try
{
    await MeasureAsync();
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Cancelled.");
    return 1;
}
var table = Output.Table(figures);
Console.WriteLine(table);
if (options.Report is { } file) await File.WriteAllTextAsync(file, table + "\n");
Console.WriteLine(Output.Line(figures, options));
return 0;

async Task MeasureAsync()
{
    foreach (var store in options.Store == "both" ? ["sqlite", "postgres"] : new[] { options.Store })
    {
        using var transport = new HubTransport();
        await using var stage = await Stage.BuildAsync(options, store, transport);
        output.Progress($"{store}");
        if (options.Name is "rates" or "all") figures.AddRange(await new RatesSuite(options, output).RunAsync(stage, stop.Token));
        if (options.Name is "sustained" or "overload" or "all")
            figures.AddRange(await new SustainedSuite(options, output).RunAsync(stage, options.Name != "sustained", stop.Token));
        if (options.Name is "live" or "all") figures.AddRange(await new LiveSuite(options, output).RunAsync(stage, stop.Token));
    }
}
