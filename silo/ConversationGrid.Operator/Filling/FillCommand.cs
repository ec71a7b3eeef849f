using System.CommandLine;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Operator.Filling;

/// <summary><c>fill</c>: writes a plausible history straight into the journal, many conversations at a time.</summary>
internal static class FillCommand
{
    /// <summary>Appends under way: the journal's writer commits what waits together.</summary>
    private const int AppendsAtOnce = 2_048;

    private static readonly TimeSpan SaysEvery = TimeSpan.FromSeconds(2);

    /// <param name="configuration">Configuration from the command line.</param>
    public static Command Create(IReadOnlyList<string> configuration) => FillArguments.Command(asked => RunAsync(asked, configuration));

    private static async Task<int> RunAsync(FillArguments asked, IReadOnlyList<string> configuration)
    {
        var dialogues = Dialogues.Read(asked.Traffic);
        await using var store = await StoreOf.OpenAsync(configuration);
        var (began, until) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetUtcNow());
        var past = new Past(asked, dialogues, until);
        var (conversations, events) = (0L, 0L);
        using var said = TimeProvider.System.CreateTimer(_ => Say(), null, SaysEvery, SaysEvery);
        var side = new ParallelOptions { MaxDegreeOfParallelism = AppendsAtOnce };
        await Parallel.ForEachAsync(Enumerable.Range(0, past.Customers), side, async (number, _) => await DescribeAsync(number));
        await Parallel.ForEachAsync(Enumerable.Range(0, asked.Conversations), side, async (number, _) =>
        {
            var made = past.Conversation(number);
            // One that is there already was written by an earlier run with the same seed, and stays.
            var due = Conversation.DueAt(made.State) is { } at ? DueChange.To(at) : DueChange.Keep;
            if (await store.Journal.AppendAsync(new(new(EntityKind.Conversation, made.Id), 0, made.Events, due)) != AppendResult.Appended) return;
            Interlocked.Increment(ref conversations);
            Interlocked.Add(ref events, made.Events.Count);
        });
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(new { conversations, events, seconds = Math.Round(seconds, 1) }));
        return 0;

        async Task DescribeAsync(int number)
        {
            var (id, name, email, locale) = past.Customer(number);
            var described = new CustomerDescribed(name, email, locale, false) { At = until.AddDays(-asked.Days) };
            if (await store.Journal.AppendAsync(new(new(EntityKind.Customer, new(asked.Workspace, id)), 0, [described],
                DueChange.Keep)) == AppendResult.Appended) Interlocked.Increment(ref events);
        }

        void Say()
        {
            var elapsed = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            Console.Error.WriteLine($"{Interlocked.Read(ref conversations)} of {asked.Conversations} conversations, " +
                $"{Interlocked.Read(ref events) / elapsed:0} events a second");
        }
    }
}
