using System.CommandLine;
using ConversationGrid.Commands;

namespace ConversationGrid.Benchmarks.Reading;

/// <summary>What <see cref="ReadingBench"/> measures.</summary>
/// <param name="At">A folder with a SQLite store, or a connection string of PostgreSQL on this machine.</param>
/// <param name="Workspace">The workspace that holds the history.</param>
/// <param name="Open">Conversations that are open and connected while it reads.</param>
/// <param name="Rate">Messages a second that are written meanwhile.</param>
/// <param name="Requests">Requests of each kind.</param>
internal sealed record ReadingOptions(string At, string Workspace, int Open, double Rate, int Requests, IReadOnlyList<string> Extra)
{
    public bool IsPostgres => At.Contains('=', StringComparison.Ordinal);

    /// <summary>The command, whose action is given what was asked for.</summary>
    public static Command Command(Func<ReadingOptions, CancellationToken, Task<int>> run)
    {
        var at = new Option<string>("--at")
        {
            Description = "a folder with a SQLite store, or a connection string of PostgreSQL on this machine", HelpName = "FOLDER|CONNECTION", Required = true,
        };
        var workspace = new Option<string>("--workspace") { Description = "that holds the history", HelpName = "W", DefaultValueFactory = _ => "demo" };
        var open = Numbers.Of("--open", "conversations that are open and connected while it reads", 1, 1_000_000, 1_000);
        var rate = Numbers.Of("--rate", "messages a second that are written meanwhile", 0.1, 1_000_000, 1_000);
        var requests = Numbers.Of("--requests", "of each kind", 1, 1_000_000, 300);
        var extra = new Option<string?>("--extra") { Description = "configuration of the product", HelpName = "\"--Grid:Key:Sub value ...\"" };
        var command = new Command(
            "reading", "Start, memory, lists, search and figures on a store that ./grid fill wrote and whose read models are made.")
        {
            at, workspace, open, rate, requests, extra,
        };
        command.SetAction((parsed, stop) => run(
            new(
                parsed.GetValue(at)!, parsed.GetValue(workspace)!, parsed.GetValue(open), parsed.GetValue(rate), parsed.GetValue(requests),
                parsed.GetValue(extra)?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []),
            stop));
        return command;
    }
}
