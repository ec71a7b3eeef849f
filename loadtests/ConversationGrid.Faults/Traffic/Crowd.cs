using System.Collections.Concurrent;
using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Load;
using ConversationGrid.Load.Checks;
using ConversationGrid.Load.Simulation;

namespace ConversationGrid.Faults.Traffic;

/// <summary>The steady load of a trial: conversations that go on all the time, and agents who serve some of them.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int OpeningAtOnce = 24;
    private const int RememberedAcks = 2_000_000;
    private static readonly string[] Staff = ["aina@demo.test", "ben@demo.test"];
    private static readonly TimeSpan ReceiptPatience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Desk> _desks = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private int _takenBack;
    private Task _talking = Task.CompletedTask;

    public Crowd(IReadOnlyList<Uri> urls, int conversations, TimeSpan pause, TimeProvider time)
    {
        (Urls, Pause, Time) = (urls, pause, time);
        Transport = new HubTransport(time: time);
        Tally = new Tally(RememberedAcks, time);
        Talkers = [.. Enumerable.Range(0, conversations).Select(i => new Talker(this, i))];
    }

    /// <summary>Begins every clientId: different for each trial.</summary>
    public string Name { get; } = GridClient.NewClientId()[..8];

    public IReadOnlyList<Uri> Urls { get; }

    public TimeSpan Pause { get; }

    public TimeProvider Time { get; }

    public HubTransport Transport { get; }

    public Tally Tally { get; }

    public IReadOnlyList<Talker> Talkers { get; }

    /// <summary>How often a conversation was taken from its agent.</summary>
    public int TakenBack => Volatile.Read(ref _takenBack);

    public void WasTakenBack() => Interlocked.Increment(ref _takenBack);

    public Desk? DeskOf(string agentId) => _desks.GetValueOrDefault(agentId);

    /// <summary>Opens everything and begins to talk.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var options = new LoadOptions { Urls = Urls };
        for (var i = 0; i < Staff.Length; i++)
        {
            var desk = await Desk.OpenAsync(Transport, options, Staff[i], 1, i, Tally, cancel);
            _desks[desk.AgentId] = desk;
        }
        await Parallel.ForEachAsync(Talkers, new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = cancel },
            async (t, c) => await t.OpenAsync(c));
        _talking = Task.WhenAll(Talkers.Select(t => t.TalkAsync(_stop.Token, _giveUp.Token)));
    }

    /// <summary>Ends the talk; what was sent may still get its receipt for a while.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        await _stop.CancelAsync();
        try
        {
            await _talking.WaitAsync(ReceiptPatience, Time, cancel);
        }
        catch (TimeoutException)
        {
            await _giveUp.CancelAsync();
            await _talking;
        }
    }

    public async Task<Verdict> JudgeAsync(CancellationToken cancel)
    {
        var whole = new Verdict();
        var gate = new Lock();
        await Parallel.ForEachAsync(Talkers, new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = cancel }, async (t, c) =>
        {
            var verdict = await t.JudgeAsync(c);
            lock (gate) whole.Add(verdict);
        });
        return whole;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _giveUp.CancelAsync();
        await Parallel.ForEachAsync(Talkers, async (t, _) => await t.DisposeAsync());
        foreach (var (_, desk) in _desks) await desk.DisposeAsync();
        Transport.Dispose();
        _stop.Dispose();
        _giveUp.Dispose();
    }
}
