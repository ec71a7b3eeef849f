using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using ConversationGrid.Benchmarks.Servers;
using ConversationGrid.Commands;

namespace ConversationGrid.Benchmarks.Routing;

/// <summary>
/// Assignments a second with the durable saga: one queue in which 10,000 wait and 2,000 agents serve, each of one conversation at a time,
/// who take what they are offered at once and resolve it at once. Everything from the pick to the freed agent is in the journal; entities,
/// effects and sweeper are the product's, in this process.
/// </summary>
internal static class AssignmentsBench
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromMinutes(8);

    public static Command Create()
    {
        var store = BenchCommand.Stores();
        var waiting = Numbers.Of("--waiting", "customers who wait", 1, 10_000_000, 10_000);
        var agents = Numbers.Of("--agents", "agents, each of one conversation at a time", 1, 1_000_000, 2_000);
        var assignments = Numbers.Of("--assignments", "that are measured", 1, 100_000_000, 10_000);
        var together = Numbers.Of("--together", "most commands of one append; 1 for each on its own", 1, 10_000, 64);
        var command = new Command("assignments", "Assignments a second with the durable saga in one queue; in-process grid.") { store, waiting, agents,
            assignments, together };
        command.SetAction((parsed, _) => RunAsync(new(
            parsed.GetValue(store)!, parsed.GetValue(waiting), parsed.GetValue(agents), parsed.GetValue(assignments), parsed.GetValue(together))));
        return command;
    }

    private static async Task<int> RunAsync(AssignmentsOptions o)
    {
        var results = new List<AssignmentsResult>();
        foreach (var store in BenchCommand.Each(o.Store)) results.Add(await RoundAsync(o, store));
        Console.WriteLine("| store | commands together at most | assignments | a second | processor ms each (this process + database) | appends each | of " +
            "the queue | commits each | stream reads each |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var r in results)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {r.Store} | {r.Together} | {r.Assignments} | {r.PerSecond:0} | {r.ProcessMs:0.00} + {r.DatabaseMs:0.00} | {r.Appends:0.00} | " +
                $"{r.QueueAppends:0.00} | {r.Commits:0.00} | {r.Reads:0.00} |"));
        Console.WriteLine(
            JsonSerializer.Serialize(new { bench = "assignments", waiting = o.Waiting, agents = o.Agents, rounds = results }, JsonSerializerOptions.Web));
        return results.All(r => r.Refused == 0) ? 0 : 1;
    }

    private static async Task<AssignmentsResult> RoundAsync(AssignmentsOptions o, string kind)
    {
        var time = TimeProvider.System;
        await using var place = await StorePlace.CreateAsync(kind, time);
        await using var store = place.Open(time);
        await store.StartAsync();
        await using var centre = new AssignmentsCentre(store, o, time);
        await centre.OpenAsync();
        long commits = 0;
        using var meter = new MeterListener { InstrumentPublished = (
            instrument, listener) => { if (instrument.Name == "grid.journal.commits") listener.EnableMeasurementEvents(instrument); } };
        meter.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref commits, count));
        meter.Start();
        Console.WriteLine($"{kind}: {o.Waiting} wait, {o.Agents} agents; warming up");

        // The first assignment of each agent is a burst, and everything is loaded and compiled in it.
        using var patience = new CancellationTokenSource(GiveUpAfter, time);
        await centre.BeginAsync();
        await centre.AssignedAsync(o.Agents, patience.Token);
        var before = Read();
        await centre.AssignedAsync(before.Assigned + o.Assignments, patience.Token);
        var after = Read();

        var n = (double)(after.Assigned - before.Assigned);
        return new(
            kind, o.Together, (int)n, n / time.GetElapsedTime(before.At, after.At).TotalSeconds, (after.Process - before.Process) * 1000 / n,
            (after.Database - before.Database) * 1000 / n,
            (after.Appends - before.Appends) / n, (after.QueueAppends - before.QueueAppends) / n, (after.Commits - before.Commits) / n,
            (after.Reads - before.Reads) / n, centre.Refused);

        (long At, int Assigned, double Process, double Database, long Appends, long QueueAppends, long Commits, long Reads) Read()
        {
            using var process = Process.GetCurrentProcess();
            return (time.GetTimestamp(), centre.Assigned, process.TotalProcessorTime.TotalSeconds, place.DatabaseSeconds, centre.Journal.Appends,
                centre.Journal.QueueAppends,
                Volatile.Read(ref commits), centre.Journal.Reads);
        }
    }
}

/// <summary>What one round came to; all figures but the first are per assignment.</summary>
internal sealed record AssignmentsResult(
    string Store, int Together, int Assignments, double PerSecond, double ProcessMs, double DatabaseMs, double Appends, double QueueAppends, double Commits,
    double Reads, int Refused);

/// <summary>What <see cref="AssignmentsBench"/> measures.</summary>
/// <param name="Together">Most commands of one append (<c>Grid:Engine:CommandsTogetherMax</c>); 1 for each on its own.</param>
internal sealed record AssignmentsOptions(string Store, int Waiting, int Agents, int Assignments, int Together);
