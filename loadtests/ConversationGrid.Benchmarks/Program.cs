using ConversationGrid.Benchmarks;
using ConversationGrid.Benchmarks.Suites;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Commands;

// The servers are stopped before the program ends.
return await BenchCommand.Create(RunAsync).RunAsync(args, stopsItself: true);

static async Task<int> RunAsync(BenchOptions asked, CancellationToken stop)
{
    var options = Programs.Locate(asked);
    var output = new Output(TimeProvider.System);
    var figures = new List<Figure>();
    try
    {
        foreach (var store in BenchCommand.Each(options.Store))
        {
            using var transport = new HubTransport();
            await using var stage = await Stage.BuildAsync(options, store, transport);
            output.Progress($"{store}");
            if (options.Name is "rates" or "all") figures.AddRange(await new RatesSuite(options, output).RunAsync(stage, stop));
            if (options.Name is "sustained" or "overload" or "all")
                figures.AddRange(await new SustainedSuite(options, output).RunAsync(stage, options.Name != "sustained", stop));
            if (options.Name is "live" or "all") figures.AddRange(await new LiveSuite(options, output).RunAsync(stage, stop));
        }
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Cancelled.");
        return 1;
    }
    var table = Output.Table(figures);
    Console.WriteLine(table);
    if (options.Report is { } file) await File.WriteAllTextAsync(file, table + "\n", CancellationToken.None);
    Console.WriteLine(Output.Line(figures, options));
    return 0;
}
