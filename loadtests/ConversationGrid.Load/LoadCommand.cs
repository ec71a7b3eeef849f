using System.CommandLine;
using System.CommandLine.Parsing;
using ConversationGrid.Commands;

namespace ConversationGrid.Load;

/// <summary>The command line of the program <c>load</c>.</summary>
internal static class LoadCommand
{
    private static readonly LoadOptions Defaults = new();

    private static readonly Option<Uri[]> Url = new("--url")
    {
        Description = "where the product listens; may be given several times", HelpName = "U", Required = true, CustomParser = Addresses,
    };

    private static readonly Option<FileInfo> Traffic = new("--traffic") { Description = "recorded dialogues (jsonl.gz)", HelpName = "FILE", Required = true };
    private static readonly Option<int> Conversations = Numbers.Required("--conversations", "how many dialogues are replayed", 1, 100_000);
    private static readonly Option<double> Rate = Numbers.Required("--rate", "messages a second, of customers and agents together", 0.1, 200_000);
    private static readonly Option<double> Seconds = Numbers.Required("--seconds", "at most so long", 1.0, 3_600);

    private static readonly Option<int> Agents = Numbers.Of(
        "--agents", "agents' connections, spread over the four agents of the demo workspace; 0 leaves the customers alone with the assistant", 0, 1_000,
        Defaults.Agents);

    private static readonly Option<string?> Report = new("--report") { Description = "everything as JSON", HelpName = "FILE" };
    private static readonly Option<string> Workspace =
        new("--workspace") { Description = "whose customers they are", HelpName = "NAME", DefaultValueFactory = _ => Defaults.Workspace };
    private static readonly Option<string> Password = new(
        "--password") { Description = "of the agents", HelpName = "WORD", DefaultValueFactory = _ => Defaults.Password };
    private static readonly Option<bool> AllowRemote = new("--allow-remote") { Description = "also where an address is not on this machine" };

    /// <summary>The command, whose action is given what was asked for.</summary>
    public static Command Create(Func<LoadOptions, CancellationToken, Task<int>> run)
    {
        var command = CommandLines.Create(
            "load",
            "Replays recorded dialogues as customers and agents through the hubs, and "
            + "checks from the clients' side that nothing is lost, doubled or out of order.");
        foreach (var option in (Option[])[Url, Traffic, Conversations, Rate, Seconds, Agents, Report, Workspace, Password, AllowRemote]) command.Add(option);
        Traffic.AcceptExistingOnly();
        command.SetAction((parsed, stop) => run(Checked(Read(parsed)), stop));
        return command;
    }

    private static LoadOptions Read(ParseResult parsed) => new()
    {
        Urls = parsed.GetValue(Url)!,
        Traffic = parsed.GetValue(Traffic)!.FullName,
        Conversations = parsed.GetValue(Conversations),
        Rate = parsed.GetValue(Rate),
        Length = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        Agents = parsed.GetValue(Agents),
        Report = parsed.GetValue(Report),
        Workspace = parsed.GetValue(Workspace)!,
        Password = parsed.GetValue(Password)!,
        AllowRemote = parsed.GetValue(AllowRemote),
    };

    private static Uri[] Addresses(ArgumentResult result)
    {
        var addresses = new List<Uri>();
        foreach (var token in result.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") addresses.Add(uri);
            else result.AddError($"--url: '{token.Value}' is not an http address.");
        }
        return [.. addresses];
    }

    private static LoadOptions Checked(LoadOptions options)
    {
        var remote = options.Urls.FirstOrDefault(u => !u.IsLoopback);
        if (remote is not null && !options.AllowRemote) throw new ArgumentException($"'{remote}' is not on this machine; --allow-remote if that is meant.");
        return options;
    }
}
