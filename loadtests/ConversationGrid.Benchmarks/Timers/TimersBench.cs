using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Commands;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Benchmarks.Timers;

/// <summary>
/// Many timers of the durable agenda due within a short time, fired by the product's own entities and sweeper in a process of its own;
/// once undisturbed, once with a kill -9 in the middle. A timer here is the close of a resolved conversation: one event, at its time. Those of the
/// first seconds only wake the new process up: none of them may be lost either, but how late they are does not count.
/// </summary>
internal static class TimersBench
{
    private const int SeedsAtOnce = 2_000;
    private const int ReadPage = 5_000;
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(5);

    public static Command Create()
    {
        var store = BenchCommand.Stores();
        var timers = Numbers.Of("--timers", "how many", 1, 100_000_000, 100_000);
        var within = Seconds("--within", "seconds in which they are due", 60);
        var lead = Seconds("--lead", "seconds until the first is due", 60);
        var prime = Seconds("--prime", "seconds of timers before those that count", 5);
        var command = new Command("timers", "Many timers due within a time on the durable agenda, without and with a kill -9 in the middle; in-process grid.")
        {
            store, timers, within, lead, prime, TimersHost.Create(),
        };
        command.SetAction((parsed, _) => RunAsync(new(
            parsed.GetValue(store)!, parsed.GetValue(timers), TimeSpan.FromSeconds(parsed.GetValue(within)), TimeSpan.FromSeconds(parsed.GetValue(lead)),
            TimeSpan.FromSeconds(parsed.GetValue(prime)))));
        return command;

        static Option<double> Seconds(string name, string description, double otherwise) => Numbers.Of(name, description, 0.1, 86_400, otherwise);
    }

    private static async Task<int> RunAsync(TimersOptions o)
    {
        var results = new List<TimersResult>();
        foreach (var kind in BenchCommand.Each(o.Store))
        {
            foreach (var kill in (bool[])[false, true])
            {
                results.Add(await RoundAsync(o, kind, kill));
                Console.WriteLine(Row(results[^1]));
            }
        }

        Console.WriteLine("| store | process killed in the middle | timers | lost | twice | early | lateness p50 | p99 | max |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var result in results) Console.WriteLine(Row(result));
        Console.WriteLine(
            JsonSerializer.Serialize(new { bench = "timers", withinSeconds = o.Within.TotalSeconds, rounds = results }, JsonSerializerOptions.Web));
        return results.All(r => r is { Lost: 0, Twice: 0, Early: 0 }) ? 0 : 1;
    }

    private static string Row(TimersResult r) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {r.Store} | {(r.Killed ? "yes" : "no")} | {r.Timers} | {r.Lost} | {r.Twice} | {r.Early} | {r.P50Ms:0.0} ms | {r.P99Ms:0} ms | {r.MaxMs:0} ms |");

    private static async Task<TimersResult> RoundAsync(TimersOptions o, string kind, bool kill)
    {
        var time = TimeProvider.System;
        await using var place = await StorePlace.CreateAsync(kind, time);
        var first = time.GetUtcNow() + o.Lead;
        DateTimeOffset DueOf(int i) => first + o.Within * ((double)(i - o.Priming) / o.Timers);
        await using (var store = place.Open(time))
        {
            await store.StartAsync();
            for (var i = 0; i < o.Timers + o.Priming; i += SeedsAtOnce)
                await Task.WhenAll(Enumerable.Range(i, Math.Min(SeedsAtOnce, o.Timers + o.Priming - i))
                    .Select(n => SeedAsync(store.Journal, n, time.GetUtcNow(), DueOf(n))));
        }
        Console.WriteLine($"{kind}: {o.Timers} timers written, the first due in {(first - time.GetUtcNow()).TotalSeconds:0.0} s");

        if (DueOf(0) - time.GetUtcNow() < TimeSpan.FromSeconds(3)) throw new ArgumentException("Writing took longer than --lead: raise it.");
        if (kill)
        {
            using var killed = TimersHost.Start(kind, place.Address);
            await Task.Delay(first + o.Within / 2 - time.GetUtcNow(), time);
            killed.Kill();
            await killed.WaitForExitAsync();
            Console.WriteLine($"{kind}: killed in the middle, and started again");
        }
        using var host = TimersHost.Start(kind, place.Address);
        try
        {
            // It ends by itself when nothing is due any more; whatever it left undone then counts as lost.
            using var patience = new CancellationTokenSource(o.Within + o.Lead + GiveUpAfter, time);
            await host.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            host.Kill();
            await host.WaitForExitAsync();
        }
        return await CheckAsync(o, kind, kill, place, DueOf);
    }

    private static async Task SeedAsync(IJournal journal, int n, DateTimeOffset now, DateTimeOffset due)
    {
        var a = Actor.System;
        ConversationEvent[] events =
        [
            new ConversationStarted($"customer{n}", "web", "en", true, null) { At = now, By = new(ActorKind.Customer, $"customer{n}") },
            new ConversationEffectSettled(new(1, 0)) { At = now, By = a }, new Resolved(null, due) { At = now, By = a },
        ];
        if (await journal.AppendAsync(new(StreamOf(n), 0, events, DueChange.To(due))) != AppendResult.Appended)
            throw new InvalidOperationException($"Timer {n} was there already.");
    }

    private static async Task<TimersResult> CheckAsync(TimersOptions o, string kind, bool kill, StorePlace place, Func<int, DateTimeOffset> dueOf)
    {
        await using var store = place.Open(TimeProvider.System);
        await store.StartAsync();
        var fired = new int[o.Timers + o.Priming];
        var late = new List<double>(o.Timers);
        var early = 0;
        IReadOnlyList<GlobalEvent> page = [];
        do
        {
            page = await store.Journal.ReadAllAsync(page.Count == 0 ? default : page[^1].Position, ReadPage);
            foreach (var e in page.Where(e => e.Committed.Event is Closed))
            {
                var n = int.Parse(e.Stream.Id.Id.AsSpan(1), CultureInfo.InvariantCulture);
                var by = (e.Committed.Event.At - dueOf(n)).TotalMilliseconds;
                // The agenda keeps microseconds.
                if (by < -0.001) early++;
                fired[n]++;
                if (n >= o.Priming) late.Add(by);
            }
        }
        while (page.Count == ReadPage);
        late.Sort();
        double At(double share) => late.Count == 0 ? double.NaN : Math.Round(late[Math.Min(late.Count - 1, (int)(late.Count * share))], 2);
        return new(kind, kill, o.Timers, fired.Count(n => n == 0), fired.Count(n => n > 1), early, At(0.5), At(0.99), At(1));
    }

    private static StreamId StreamOf(int n) => new(EntityKind.Conversation, new("bench", $"c{n}"));
}

/// <summary>What one round came to; lateness is from the due time to the entity's decision.</summary>
internal sealed record TimersResult(string Store, bool Killed, int Timers, int Lost, int Twice, int Early, double P50Ms, double P99Ms, double MaxMs);

/// <summary>What <see cref="TimersBench"/> measures.</summary>
internal sealed record TimersOptions(string Store, int Timers, TimeSpan Within, TimeSpan Lead, TimeSpan Prime)
{
    /// <summary>Timers that are due before those that count, at the same rate.</summary>
    public int Priming => (int)(Timers * (Prime / Within));
}
