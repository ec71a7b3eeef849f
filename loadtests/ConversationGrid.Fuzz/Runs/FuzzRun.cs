using System.Diagnostics;
using ConversationGrid.Fuzz.Frames;
using ConversationGrid.Fuzz.Hosts;
using ConversationGrid.Fuzz.Requests;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Runs;

/// <summary>What a run did and found.</summary>
internal sealed record FuzzReport(
    long Frames, long Requests, double Seconds, int NeighbourMessages, double NeighbourMedianMs, double NeighbourSlowestMs, long MemoryBeforeMiB,
    long MemoryAfterMiB, double HostCpuSeconds, int LoggedErrors, Findings Findings)
{
    public int Violations => Findings.ViolationCount;
}

/// <summary>Attacks a host of its own on all hubs and the REST interface at once, while two people beside it talk.</summary>
internal static class FuzzRun
{
    /// <summary>Connections at a time, spread over the three hubs.</summary>
    private const int Attackers = 6;

    /// <summary>Hub frames for each REST request: requests cost more.</summary>
    private const int FramesPerRequest = 20;

    public static async Task<FuzzReport> RunAsync(long frames, int seed, TimeSpan? progressEvery = null, TextWriter? output = null)
    {
        await using var host = await AttackedHost.StartAsync(AttackedHost.Unlimited);
        using var rest = new Rest(host.Address);
        var findings = new Findings();
        var neighbour = await Neighbour.MeetAsync(host.Address, rest, findings);
        using var stop = new CancellationTokenSource();
        var talking = neighbour.TalkAsync(TimeSpan.FromMilliseconds(50), stop.Token);
        var calls = await RestCall.ReadAllAsync(rest);
        var memory = host.MemoryBytes;
        var began = Stopwatch.GetTimestamp();
        var attackers = new List<Task>();
        for (var i = 0; i < Attackers; i++) attackers.Add(await HubAttackAsync(host, rest, neighbour.ConversationId, i, frames / Attackers, seed, findings));
        var (_, customerToken) = await rest.CustomerAsync();
        // An administrator's requests may rightly change or remove whom they name: nobody who takes part is named.
        attackers.Add(new RestAttacker(
            host.Address, rest, calls, [customerToken, await rest.StaffAsync("ben"), await rest.StaffAsync("omar")], ["nosuch", "spare", "general", "../x"],
            new Random(seed * 31 + 99), $"seed {seed}, rest", findings).RunAsync(frames / FramesPerRequest, stop.Token));
        var all = Task.WhenAll(attackers);
        var told = 0;
        while (output is not null && !all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(progressEvery ?? TimeSpan.FromSeconds(10), TimeProvider.System, CancellationToken.None));
            var sent = findings.Counts.Where(c => c.Key.StartsWith("frame ", StringComparison.Ordinal)).Sum(c => c.Value);
            output.WriteLine($"{sent} frames, {findings.ViolationCount} violations, {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s, host " +
                $"{host.MemoryBytes >> 20} MiB");
            var violations = findings.Violations;
            foreach (var violation in violations.Skip(told)) output.WriteLine($"VIOLATION {violation}");
            told = violations.Count;
        }
        await all;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await stop.CancelAsync();
        await talking;
        if (host.HasExited) findings.Violate($"The host died:\n{host.Tail()}");
        foreach (var error in host.Errors()) findings.Violate($"Logged: {error}");
        return new(
            findings.Counts.Where(c => c.Key.StartsWith("frame ", StringComparison.Ordinal)).Sum(c => c.Value), frames / FramesPerRequest, seconds,
            neighbour.Exchanged, neighbour.MedianMs, neighbour.SlowestMs, memory >> 20, host.MemoryBytes >> 20, host.ProcessorTime.TotalSeconds,
            host.ErrorCount, findings);
    }

    private static async Task<Task> HubAttackAsync(AttackedHost host, Rest rest, string foreignId, int number, long frames, int seed, Findings findings)
    {
        var hub = (number % 3) switch { 0 => HubShape.Customer, 1 => HubShape.Agent, _ => HubShape.Supervisor };
        var token = (number % 3) switch { 0 => (await rest.CustomerAsync()).Token, 1 => await rest.StaffAsync("ben"), _ => await rest.StaffAsync("omar") };
        var ids = new List<string> { "nosuch", foreignId };
        // Who sees the whole workspace could rightly end the neighbour's conversation, so it is not told of it.
        if (hub == HubShape.Supervisor) ids.RemoveAt(1);
        if (hub == HubShape.Customer)
        {
            var (peer, _) = await HubPeer.OpenAsync(host.Address, hub.Path, token);
            for (var i = 0; i < 4; i++)
                ids.Add((await peer!.CallAsync("Start", new { clientId = $"own{i}" })).Result.GetProperty("conversationId").GetString()!);
            peer!.Dispose();
        }
        return new HubAttacker(
            host.Address, hub, token, new FrameMaker(hub, new Random(seed * 31 + number), ids), number * (BadHandshakes.Count / Attackers),
            $"seed {seed}, {hub.Path} {number}", findings).RunAsync(frames, CancellationToken.None);
    }
}
