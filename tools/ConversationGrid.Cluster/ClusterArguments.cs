using System.CommandLine;
using ConversationGrid.Commands;

namespace ConversationGrid.Cluster;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Host">The host's program.</param>
/// <param name="Rest">Configuration handed to every silo.</param>
/// <param name="HasDemo">Whether the demo workspace was asked for.</param>
internal sealed record ClusterArguments(string Host, int Silos, string? Postgres, int BasePort, IReadOnlyList<string> Rest, bool HasDemo = false)
{
    /// <summary>Silos that one machine may be asked for.</summary>
    public const int SilosMax = 16;

    private static readonly Argument<int> SilosArgument = Numbers.Argument("N", "how many silos", 1, SilosMax);
    private static readonly Option<string> HostOption =
        new("--host") { Description = "the host's program, which the launcher names", Hidden = true, Required = true };
    private static readonly Option<string?> PostgresOption =
        new("--postgres") { Description = "connection string (default: a private server under data/)", HelpName = "CONNECTION" };
    private static readonly Option<int> BasePortOption = Numbers.Of("--base-port", "port of the first silo; the next ones follow", 1, 59_999, 5080);
    private static readonly Option<bool> DemoOption = new("--demo") { Description = "with the demo workspace, whose passwords everybody knows" };
    private static readonly Option<string?> ConfigOption = new("--config") { Description = "a configuration file for every silo", HelpName = "FILE.json" };

    /// <param name="configuration">Configuration from the command line.</param>
    /// <param name="run">The action, which is given what was asked for.</param>
    public static Command Command(IReadOnlyList<string> configuration, Func<ClusterArguments, CancellationToken, Task<int>> run)
    {
        var command =
            CommandLines.Create("cluster", "N silos on PostgreSQL on this machine, ports P, P+1, ... Also takes --Grid:Key:Sub value, for every silo.");
        command.Add(SilosArgument);
        foreach (var option in (Option[])[HostOption, PostgresOption, BasePortOption, DemoOption, ConfigOption]) command.Add(option);
        command.SetAction((parsed, stop) => run(
            new(
                parsed.GetValue(HostOption)!, parsed.GetValue(SilosArgument), parsed.GetValue(PostgresOption), parsed.GetValue(BasePortOption),
                parsed.GetValue(ConfigOption) is { } file ? ["--config", file, .. configuration] : configuration,
                parsed.GetValue(DemoOption)),
            stop));
        return command;
    }
}
