using System.Collections.Concurrent;
using System.Globalization;
using ConversationGrid.Benchmarks.Measures;
using ConversationGrid.Client;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;
using ConversationGrid.Load.Measures;
using ConversationGrid.Load.Traffic;

namespace ConversationGrid.Benchmarks.Traffic;

/// <summary>
/// The same work for all: customers send about 120 bytes at even times, even when some are late; each message reaches the agent's
/// connection, which replies at once; the reply reaches the customer's. Times run from the intended send.
/// </summary>
internal sealed class Exchange
{
    private const int TextBytes = 120;
    private static readonly TimeSpan _drain = TimeSpan.FromSeconds(3);

    private readonly IReadOnlyList<Pair> _pairs;
    private readonly TimeProvider _time;
    private readonly string _run;
    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.Ordinal);
    private LatencyLog _acks;
    private LatencyLog _deliveries;
    private long _ids;
    private long _sent;
    private long _acked;
    private long _delivered;
    private long _broken;
    private bool _replying = true;

    public Exchange(IReadOnlyList<Pair> pairs, TimeProvider time, string run)
    {
        (_pairs, _time, _run) = (pairs, time, run);
        _acks = _deliveries = new LatencyLog(1, 1);
        foreach (var pair in pairs) pair.Attach(this);
    }

    /// <param name="rate">Messages a second, customers' and agents' together.</param>
    /// <param name="warmUp">At the same rate, not counted.</param>
    public async Task<ExchangeResult> RunAsync(double rate, TimeSpan warmUp, TimeSpan length, IMeter meter, CancellationToken cancel)
    {
        var capacity = (int)(rate * (length + warmUp).TotalSeconds * 1.2) + 10_000;
        (_acks, _deliveries) = (new(capacity, _time.TimestampFrequency), new(capacity, _time.TimestampFrequency));
        var pacer = new Pacer(_time);
        await pacer.RunAsync(rate / 2, warmUp, Send, cancel);
        (_acks, _deliveries) = (new(capacity, _time.TimestampFrequency), new(capacity, _time.TimestampFrequency));
        _refusals.Clear();
        var before = (Sent: Volatile.Read(ref _sent), Acked: Volatile.Read(ref _acked), Meter: await meter.ReadAsync(), At: _time.GetTimestamp());
        await pacer.RunAsync(rate / 2, length, Send, cancel);
        var took = _time.GetElapsedTime(before.At);
        var (sent, acked) = (Volatile.Read(ref _sent) - before.Sent, Volatile.Read(ref _acked) - before.Acked);
        var used = (await meter.ReadAsync()).Since(before.Meter);
        // What is under way may arrive, so that the percentiles know the late ones.
        var patience = _time.GetTimestamp();
        while (Volatile.Read(ref _acked) - before.Acked < Volatile.Read(ref _sent) - before.Sent - _refusals.Values.Sum()
            && _time.GetElapsedTime(patience) < _drain)
            await Task.Delay(TimeSpan.FromMilliseconds(20), _time, cancel);
        return new ExchangeResult(rate, took.TotalSeconds, sent, acked, _acks.Percentiles(), _deliveries.Percentiles(), used,
            new Dictionary<string, long>(_refusals), Volatile.Read(ref _broken));
    }

    /// <summary>Ends the agents' replies, e.g. before the servers stop.</summary>
    public void Stop() => _replying = false;

    internal void Arrived(Pair pair, bool atAgent, bool fromAgent, long due)
    {
        if (atAgent == fromAgent) return; // The sender's own copy.
        var now = _time.GetTimestamp();
        _deliveries.Add(now - due);
        Interlocked.Increment(ref _delivered);
        if (atAgent && _replying) Post(pair, pair.Agent, 'a', now);
    }

    internal void Broke() => Interlocked.Increment(ref _broken);

    private void Send(long step, long due)
    {
        var pair = _pairs[(int)(step % _pairs.Count)];
        Post(pair, pair.Customer, 'c', due);
    }

    private void Post(Pair pair, HubSocket from, char role, long due)
    {
        var id = Interlocked.Increment(ref _ids);
        var text = string.Create(CultureInfo.InvariantCulture,
            $"@{role}{due:x16} the parcel with my two lamps has not come yet, could you please look where it is? Number {id:0000000000}");
        var request = new PostRequest(pair.ConversationId, $"{_run}{role}{id}", text.Length > TextBytes ? text[..TextBytes] : text);
        try
        {
            Interlocked.Increment(ref _sent);
            from.Invoke("Post", request, WireJson.Default.PostRequest, new Ack(this, due));
        }
        catch (GridException e)
        {
            _refusals.AddOrUpdate(e.Code, 1, static (_, n) => n + 1);
        }
    }

    private sealed class Ack(Exchange exchange, long due) : HubCall
    {
        public override void Complete(ReadOnlySpan<byte> result)
        {
            exchange._acks.Add(exchange._time.GetTimestamp() - due);
            Interlocked.Increment(ref exchange._acked);
        }

        public override void Fail(Exception reason) =>
            exchange._refusals.AddOrUpdate((reason as GridException)?.Code ?? "unknown", 1, static (_, n) => n + 1);
    }
}

/// <summary>What a run gave.</summary>
/// <param name="Sent">Messages sent while it was measured.</param>
/// <param name="Acked">Messages confirmed as durable in the same time.</param>
/// <param name="AckMs">From the intended send to the receipt.</param>
/// <param name="DeliveryMs">From the intended send to the other party.</param>
internal sealed record ExchangeResult(
    double Rate, double Seconds, long Sent, long Acked, Percentiles AckMs, Percentiles DeliveryMs, Usage Used, IReadOnlyDictionary<string, long> Refusals,
    long Broken)
{
    public double AckedPerSecond => Acked / Seconds;

    /// <summary>Server and database, microseconds a durable message.</summary>
    public double CpuMicros => Acked == 0 ? 0 : (Used.ServerSeconds + Used.DatabaseSeconds) * 1e6 / Acked;

    public double ServerMicros => Acked == 0 ? 0 : Used.ServerSeconds * 1e6 / Acked;

    public double DatabaseMicros => Acked == 0 ? 0 : Used.DatabaseSeconds * 1e6 / Acked;

    public double CommitsPerMessage => Acked == 0 ? 0 : Used.Commits / Acked;
}
