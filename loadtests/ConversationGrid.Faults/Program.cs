using System.Globalization;
using System.Runtime.InteropServices;
using ConversationGrid.Faults;
using ConversationGrid.Faults.Faults;

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(FaultOptions.Usage);
    return 0;
}
try
{
    var options = FaultOptions.Parse(args);
    if (options.List)
    {
        foreach (var fault in Fault.All) Console.WriteLine($"{fault.Name,-16} {Campaign.MissingFor(fault, options) ?? "can be tried here"}: {fault.What}");
        return 0;
    }
    var unknown = options.Names.Where(n => Fault.All.All(f => f.Name != n)).ToList();
    if (unknown.Count > 0) throw new ArgumentException($"There is no fault '{unknown[0]}'; --list names them.");
    return await RunAsync(options, [.. Fault.All.Where(f => options.Names.Count == 0 || options.Names.Contains(f.Name))]);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(FaultOptions.Usage);
    return 2;
}

static async Task<int> RunAsync(FaultOptions options, IReadOnlyList<Fault> faults)
{
    using var stop = new CancellationTokenSource();
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    await using var campaign = new Campaign(options, TimeProvider.System, Console.Error.WriteLine);
    var stopped = false;
    try
    {
        await campaign.RunAsync(faults, stop.Token);
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        stopped = true;
        Console.Error.WriteLine("Stopped; what follows was measured until then.");
    }
    Console.Write(Report.Table(campaign.Results, campaign.Left));
    if (options.Report is { } file)
        await File.WriteAllTextAsync(file, Report.Json(campaign.Results, campaign.Left, options).ToJsonString(new() { WriteIndented = true }) + "\n",
            CancellationToken.None);
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{campaign.Results.Count} trials, {campaign.Results.Sum(r => r.Verdict.Acked)} acknowledged, " +
        $"{campaign.Results.Count(r => !r.IsKept)} broken, {campaign.Left.Count} faults not tried"));
    return campaign.IsGood && !stopped ? 0 : 1;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
