using System.Collections.Concurrent;
using System.Globalization;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Load.Checks;
using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Load.Simulation;

/// <summary>A whole run: agents sign in, customers arrive, turns go out at the rate that was asked for, and in the end everything is read back.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    /// <summary>How long a conversation may take to show everyone what was acknowledged, after the last send.</summary>
    public static readonly TimeSpan SettlePatience = TimeSpan.FromSeconds(20);

    private const int OpeningAtOnce = 48;
    private const int JudgingAtOnce = 32;
    private static readonly string[] _staff = ["aina@demo.test", "ben@demo.test", "siti@demo.test", "omar@demo.test"];
    private static readonly TimeSpan _agentPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _receiptPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _judgeLimit = TimeSpan.FromSeconds(90);

    private readonly IReadOnlyList<ReplayedConversation> _conversations;
    private readonly ConcurrentQueue<ReplayedConversation> _ready = new();
    private readonly ConcurrentDictionary<string, Desk> _desks = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<string> _progress;

    /// <param name="name">Begins every clientId: different for each run.</param>
    public LoadRun(LoadOptions options, IReadOnlyList<Dialogue> dialogues, string name, TimeProvider time, Action<string> progress)
    {
        (Options, Name, Time, _progress) = (options, name, time, progress);
        Transport = new HubTransport(time: time);
        Tally = new Tally((int)Math.Min(options.Rate * options.Length.TotalSeconds + 1_000, 20_000_000), time);
        _conversations = [.. dialogues.Select((d, i) => new ReplayedConversation(this, d, i))];
    }

    public LoadOptions Options { get; }

    public string Name { get; }

    public TimeProvider Time { get; }

    public HubTransport Transport { get; }

    public Tally Tally { get; }

    public CancellationToken Stopping => _stop.Token;

    public bool HasAgents => Options.Agents > 0;

    public Desk? DeskOf(string agentId) => _desks.GetValueOrDefault(agentId);

    public void Ready(ReplayedConversation conversation) => _ready.Enqueue(conversation);

    /// <summary>Runs for the time of the options at most, and some more to read back; the seconds of sending come with the verdict.</summary>
    public async Task<(Verdict Verdict, double Seconds)> RunAsync(CancellationToken cancel)
    {
        using var hard = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        hard.CancelAfter(Options.Length + _receiptPatience + SettlePatience + _judgeLimit);
        await OpenDesksAsync(hard.Token);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(hard.Token);
        var begun = Time.GetTimestamp();
        var watching = WatchAsync(begun, sending.Token);
        var opening = OpenAllAsync(sending.Token);
        await new Pacer(Time).RunAsync(Options.Rate, Options.Length, Send, sending.Token, () => Tally.FinishedCount >= _conversations.Count);
        var seconds = Time.GetElapsedTime(begun).TotalSeconds;
        _progress("sending is over; waiting for what is under way");
        await AwaitReceiptsAsync(hard.Token);
        await sending.CancelAsync();
        await Task.WhenAll(watching, opening);
        var verdict = await JudgeAllAsync(hard.Token);
        await _stop.CancelAsync();
        return (verdict, seconds);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Parallel.ForEachAsync(_conversations, async (c, _) => await c.DisposeAsync());
        foreach (var (_, desk) in _desks) await desk.DisposeAsync();
        Transport.Dispose();
        _stop.Dispose();
    }

    private void Send(long step, long due)
    {
        if (_ready.TryDequeue(out var conversation)) conversation.SendNext(due);
        else Tally.Starved();
    }

    private async Task OpenDesksAsync(CancellationToken cancel)
    {
        var accounts = Math.Min(Options.Agents, _staff.Length);
        for (var i = 0; i < accounts; i++)
        {
            var connections = Options.Agents / accounts + (i < Options.Agents % accounts ? 1 : 0);
            var desk = await Desk.OpenAsync(Transport, Options, _staff[i], connections, i, Tally, cancel);
            _desks[desk.AgentId] = desk;
        }
        if (accounts > 0) _progress($"{accounts} agents are online with {Options.Agents} connections");
    }

    private async Task OpenAllAsync(CancellationToken cancel)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = OpeningAtOnce, CancellationToken = cancel };
        try
        {
            await Parallel.ForEachAsync(_conversations, parallel, async (c, stop) =>
            {
                try
                {
                    await c.OpenAsync(stop);
                }
                catch (Client.GridException e)
                {
                    Tally.Failed("open", e.Code);
                }
            });
        }
        catch (OperationCanceledException)
        {
            // Time is up before everyone had come.
        }
    }

    /// <summary>A line every two seconds, and an eye on those who wait for an agent.</summary>
    private async Task WatchAsync(long begun, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                foreach (var c in _conversations) c.LosePatience(_agentPatience);
                var (acks, deliveries) = (Tally.Acks.Percentiles(), Tally.Deliveries.Percentiles());
                _progress(string.Create(CultureInfo.InvariantCulture,
                    $"{Time.GetElapsedTime(begun).TotalSeconds,5:0} s: {Tally.OpenedCount}/{_conversations.Count} open, {Tally.AcceptedCount} accepted, " +
                    $"{Tally.FinishedCount} ended; sent {Tally.SentCount}, acked {Tally.AckedCount}, receipt p50 {acks.P50:0.0} p99 {acks.P99:0.0} ms, " +
                    $"delivery p50 {deliveries.P50:0.0} p99 {deliveries.P99:0.0} ms, {Tally.Breaks} breaks"));
            }
        }
        catch (OperationCanceledException)
        {
            // Sending is over.
        }
    }

    private async Task AwaitReceiptsAsync(CancellationToken cancel)
    {
        var waited = Time.GetTimestamp();
        while (Tally.AckedCount + Tally.Errors.Values.Sum() < Tally.SentCount && Time.GetElapsedTime(waited) < _receiptPatience)
            await Task.Delay(TimeSpan.FromMilliseconds(50), Time, cancel);
    }

    private async Task<Verdict> JudgeAllAsync(CancellationToken cancel)
    {
        var whole = new Verdict();
        var gate = new Lock();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = JudgingAtOnce, CancellationToken = CancellationToken.None };
        await Parallel.ForEachAsync(_conversations, parallel, async (c, _) =>
        {
            var verdict = await c.JudgeAsync(cancel);
            lock (gate) whole.Add(verdict);
        });
        return whole;
    }
}
