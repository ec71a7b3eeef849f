using System.CommandLine;
using ConversationGrid.Commands;

namespace ConversationGrid.Operator.Filling;

/// <summary>What <c>fill</c> was asked for.</summary>
internal sealed record FillArguments(int Conversations, int Days, string Workspace, IReadOnlyList<string> Traffic, int Seed)
{
    private const int ConversationsMax = 100_000_000;
    private const int DaysMax = 3_650;

    private static readonly Option<int> ConversationsOption = Numbers.Required("--conversations", "how many conversations", 1, ConversationsMax);
    private static readonly Option<int> DaysOption = Numbers.Required("--days", "in how many days that end now", 1, DaysMax);
    private static readonly Option<int> SeedOption = Numbers.Of("--seed", "of the dice; the same seed writes the same history", 1, int.MaxValue, 1);
    private static readonly Option<string[]> TrafficOption =
        new("--traffic") { Description = "recorded dialogues (jsonl.gz); may be given several times", HelpName = "FILE" };
    private static readonly Option<string> WorkspaceOption = Workspaces();

    /// <summary>The command, whose action is given what was asked for.</summary>
    public static Command Command(Func<FillArguments, Task<int>> run)
    {
        var command = new Command("fill", "Writes a plausible history into the store.") { ConversationsOption, DaysOption, WorkspaceOption, TrafficOption,
            SeedOption };
        command.SetAction((parsed, _) => run(new(
            parsed.GetValue(ConversationsOption), parsed.GetValue(DaysOption), parsed.GetValue(WorkspaceOption)!, parsed.GetValue(TrafficOption) ?? [],
            parsed.GetValue(SeedOption))));
        return command;
    }

    private static Option<string> Workspaces()
    {
        var option = new Option<string>("--workspace") { Description = "whose history it is", HelpName = "NAME", DefaultValueFactory = _ => "demo" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (!new Contracts.EntityId(token.Value, "x").IsWellFormed) result.AddError($"'{token.Value}' is no workspace name.");
        });
        return option;
    }
}
