using ConversationGrid.Client;
using ConversationGrid.Commands;
using ConversationGrid.Load;
using ConversationGrid.Load.Simulation;
using ConversationGrid.Load.Traffic;

return await LoadCommand.Create(RunAsync).RunAsync(args, stopsItself: true);

static async Task<int> RunAsync(LoadOptions options, CancellationToken stop)
{
    try
    {
        var dialogues = await Dialogue.ReadAsync(options.Traffic, options.Conversations, stop);
        await using var run = new LoadRun(options, dialogues, GridClient.NewClientId()[..8], TimeProvider.System, Console.WriteLine);
        var (verdict, seconds) = await run.RunAsync(stop);
        foreach (var note in verdict.Notes.Take(10)) Console.WriteLine(note);
        foreach (var (code, count) in run.Tally.Errors) Console.WriteLine($"{count} calls failed in the end: {code}");
        var line = Report.Line(verdict, seconds, run.Tally, options);
        if (options.Report is { } file) await File.WriteAllTextAsync(file, Report.Full(line, verdict, run.Tally).ToJsonString() + "\n", CancellationToken.None);
        Console.WriteLine(line.ToJsonString());
        return verdict.Kept && run.Tally.AckedCount > 0 ? 0 : 1;
    }
    catch (InvalidDataException e)
    {
        Console.Error.WriteLine(e.Message);
        return CommandLines.BadArguments;
    }
    catch (Exception e) when (e is GridException or OperationCanceledException)
    {
        Console.Error.WriteLine($"The run ended early: {e.Message}");
        return 1;
    }
}
