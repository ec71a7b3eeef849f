using System.Globalization;
using ConversationGrid.Commands;
using ConversationGrid.Faults;
using ConversationGrid.Faults.Faults;

return await FaultCommand.Create(List, RunAsync).RunAsync(args, stopsItself: true);

static int List(FaultOptions options)
{
    foreach (var fault in Fault.All) Console.WriteLine($"{fault.Name,-16} {Campaign.MissingFor(fault, options) ?? "can be tried here"}: {fault.What}");
    return 0;
}

static async Task<int> RunAsync(FaultOptions options, IReadOnlyList<Fault> faults, CancellationToken stop)
{
    await using var campaign = new Campaign(options, TimeProvider.System, Console.Error.WriteLine);
    var stopped = false;
    try
    {
        await campaign.RunAsync(faults, stop);
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
}
