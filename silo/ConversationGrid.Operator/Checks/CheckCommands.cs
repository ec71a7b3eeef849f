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

    public static async Task<int> VerifyAsync(string[] args)
    {
        await using var store = await StoreOf.OpenAsync(args);
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

    public static async Task<int> RebuildAsync(string[] args)
    {
        var projection = args.FirstOrDefault() is { } first && !first.StartsWith('-') ? first : null;
        if (projection is not null && !Rebuilder.Projections.Contains(projection))
            throw new ArgumentException($"A projection is one of {string.Join(", ", Rebuilder.Projections)}, not '{projection}'.");
        var began = TimeProvider.System.GetTimestamp();
        await using var store = await StoreOf.OpenAsync(args.Skip(projection is null ? 0 : 1));
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
