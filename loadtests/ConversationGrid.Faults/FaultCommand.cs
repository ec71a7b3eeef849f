using System.CommandLine;
using ConversationGrid.Commands;
using ConversationGrid.Faults.Faults;

namespace ConversationGrid.Faults;

/// <summary>The command line of the program <c>faults</c>.</summary>
internal static class FaultCommand
{
    private static readonly Argument<string[]> Names = new("name") { Description = "the faults to try (default: all)" };
    private static readonly Option<string> Host = new(
        "--host") { Description = "the host's program, which the launcher names", Hidden = true, Required = true };
    private static readonly Option<int?> Trials = Numbers.Optional("--trials", "trials of each fault (default: 5 for kill-silo, else 1 to 2)", 1, 1_000);
    private static readonly Option<long?> UntilAcked =
        Numbers.Optional("--until-acked", "rounds over the faults until so many messages were acknowledged", 1L, 1_000_000_000);
    private static readonly Option<int> Conversations = Numbers.Of("--conversations", "conversations that go on all the time", 3, 5_000, 90);
    private static readonly Option<int> PauseMs = Numbers.Of("--pause-ms", "how long each waits after a receipt before it writes again", 1, 60_000, 100);
    private static readonly Option<int> Clients = Numbers.Of("--clients", "clients of the reconnect storm", 1, 20_000, 5_000);
    private static readonly Option<int> Seed = Numbers.Of("--seed", "which silo is hit, and when", 0, int.MaxValue, 1);
    private static readonly Option<int> BasePort = Numbers.Of("--base-port", "the first port of the silos", 1_024, 44_000, 24_080);
    private static readonly Option<string?> Report = new(
        "--report") { Description = "everything as JSON; the table goes to the standard output", HelpName = "FILE" };
    private static readonly Option<bool> List = new("--list") { Description = "names the faults, and what each needs on this machine" };

    /// <param name="list">Lists the faults.</param>
    /// <param name="run">Tries those that were chosen.</param>
    public static Command Create(Func<FaultOptions, int> list, Func<FaultOptions, IReadOnlyList<Fault>, CancellationToken, Task<int>> run)
    {
        Names.AcceptOnlyFromAmong([.. Fault.All.Select(f => f.Name)]);
        var command = CommandLines.Create(
            "faults",
            "Does real harm to real processes while clients talk, and checks from outside that nothing that was acknowledged is lost, doubled or changed.");
        command.Add(Names);
        foreach (var option in (Option[])[Host, Trials, UntilAcked, Conversations, PauseMs, Clients, Seed, BasePort, Report, List]) command.Add(option);
        command.SetAction((parsed, stop) =>
        {
            var options = Read(parsed);
            return parsed.GetValue(List)
                ? Task.FromResult(list(options))
                : run(options, [.. Fault.All.Where(f => options.Names.Count == 0 || options.Names.Contains(f.Name))], stop);
        });
        return command;
    }

    private static FaultOptions Read(ParseResult parsed) => new()
    {
        Host = parsed.GetValue(Host)!,
        Names = parsed.GetValue(Names) ?? [],
        Trials = parsed.GetValue(Trials),
        UntilAcked = parsed.GetValue(UntilAcked) ?? 0,
        Conversations = parsed.GetValue(Conversations),
        Pause = TimeSpan.FromMilliseconds(parsed.GetValue(PauseMs)),
        Clients = parsed.GetValue(Clients),
        Seed = parsed.GetValue(Seed),
        BasePort = parsed.GetValue(BasePort),
        Report = parsed.GetValue(Report),
    };
}
