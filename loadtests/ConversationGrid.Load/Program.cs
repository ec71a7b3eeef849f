using ConversationGrid.Client;
using ConversationGrid.Load;
using ConversationGrid.Load.Simulation;
using ConversationGrid.Load.Traffic;

if (args.Contains("--help"))
{
    Console.WriteLine(LoadOptions.Usage);
    return 0;
}
try
{
    var options = LoadOptions.Parse(args);
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        stop.Cancel();
    };
    var dialogues = await Dialogue.ReadAsync(options.Traffic, options.Conversations, stop.Token);
    await using var run = new LoadRun(options, dialogues, GridClient.NewClientId()[..8], TimeProvider.System, Console.WriteLine);
    var (verdict, seconds) = await run.RunAsync(stop.Token);
    foreach (var note in verdict.Notes.Take(10)) Console.WriteLine(note);
    foreach (var (code, count) in run.Tally.Errors) Console.WriteLine($"{count} calls failed for good: {code}");
    var line = Report.Line(verdict, seconds, run.Tally, options);
    if (options.Report is { } file) await File.WriteAllTextAsync(file, Report.Full(line, verdict, run.Tally).ToJsonString() + "\n", CancellationToken.None);
    Console.WriteLine(line.ToJsonString());
    return verdict.Kept && run.Tally.AckedCount > 0 ? 0 : 1;
}
catch (Exception e) when (e is ArgumentException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}
catch (Exception e) when (e is GridException or OperationCanceledException)
{
    Console.Error.WriteLine($"The run ended early: {e.Message}");
    return 1;
}
