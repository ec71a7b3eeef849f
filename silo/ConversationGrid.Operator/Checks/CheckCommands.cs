using System.CommandLine;
using System.Text.Json;
using ConversationGrid.Journal;
using ConversationGrid.Knowledge;
using ConversationGrid.Privacy.Audit;
using ConversationGrid.Privacy.Checks;
using ConversationGrid.Projections.Running;

namespace ConversationGrid.Operator.Checks;

/// <summary><c>verify</c> and <c>rebuild</c>.</summary>
internal static class CheckCommands
{
    private static readonly TimeSpan SaysEvery = TimeSpan.FromSeconds(2);

    /// <summary>What <c>verify</c> checks, one after the other. Further checks of what the store promises are added here.</summary>
    private static readonly IReadOnlyList<(string Name, Func<IJournalStore, Task<(long Checked, long Wrong)>> Check)> All =
    [
        ("read models", store => ReadModels(store).RunAsync(null, rewrites: false, Progress("checked"))),
        ("events", store => SealCheck.RunAsync(store)),
        ("security log", store => SecurityChain.VerifyAsync(store.Database)),
    ];

    /// <param name="configuration">Configuration from the command line.</param>
    public static Command Verify(IReadOnlyList<string> configuration)
    {
        var command = new Command("verify", "Compares the read models with the journal.");
        command.SetAction((_, _) => VerifyAsync(configuration));
        return command;
    }

    /// <param name="configuration">Configuration from the command line.</param>
    public static Command Rebuild(IReadOnlyList<string> configuration)
    {
        var projection = new Argument<string?>("projection") { Description = "this alone", Arity = ArgumentArity.ZeroOrOne };
        projection.AcceptOnlyFromAmong([.. Rebuilder.Projections]);
        var command = new Command("rebuild", "Rebuilds the read models where they differ from the journal.") { projection };
        command.SetAction((parsed, _) => RebuildAsync(parsed.GetValue(projection), configuration));
        return command;
    }

    private static async Task<int> VerifyAsync(IReadOnlyList<string> configuration)
    {
        await using var store = await StoreOf.OpenAsync(configuration);
        var (seen, wrong) = (0L, 0L);
        foreach (var (name, check) in All)
        {
            var found = await check(store);
            Console.Error.WriteLine($"{name}: {found.Checked} checked, {found.Wrong} wrong");
            (seen, wrong) = (seen + found.Checked, wrong + found.Wrong);
        }
        Console.WriteLine($"{seen} checked, {wrong} wrong");
        return wrong == 0 ? 0 : 1;
    }

    private static async Task<int> RebuildAsync(string? projection, IReadOnlyList<string> configuration)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var store = await StoreOf.OpenAsync(configuration);
        var (seen, rebuilt) = await ReadModels(store).RunAsync(projection, rewrites: true, Progress("rebuilt"));
        Console.WriteLine(
            JsonSerializer.Serialize(new { @checked = seen, rebuilt, seconds = Math.Round(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 1) }));
        return 0;
    }

    private static Rebuilder ReadModels(IJournalStore store) => new(store.Feed, store.Database, AnswerComposer.IsAside);

    private static Action<long, long> Progress(string verb)
    {
        var said = TimeProvider.System.GetTimestamp();
        return (seen, wrong) =>
        {
            if (TimeProvider.System.GetElapsedTime(said) < SaysEvery) return;
            said = TimeProvider.System.GetTimestamp();
            Console.Error.WriteLine($"{seen} conversations, {wrong} {(verb == "checked" ? "wrong" : verb)}");
        };
    }
}
