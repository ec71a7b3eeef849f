using System.Diagnostics;
using System.Text.Json;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Runs;

/// <summary>
/// A customer and an agent who just talk while the attack runs beside them: every message must be acknowledged and reach the other, in
/// order, once.
/// </summary>
internal sealed class Neighbour(HubPeer customer, HubPeer agent, string conversationId, Findings findings)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);
    private readonly List<double> _milliseconds = [];

    public string ConversationId => conversationId;
    public int Exchanged { get; private set; }

    /// <summary>Slowest message from its post to the other's screen.</summary>
    public double SlowestMs => _milliseconds.Count == 0 ? 0 : _milliseconds.Max();
    public double MedianMs => _milliseconds.Count == 0 ? 0 : _milliseconds.Order().ElementAt(_milliseconds.Count / 2);

    /// <summary>Brings the two together, before any attack.</summary>
    public static async Task<Neighbour> MeetAsync(Uri host, Rest rest, Findings findings, string agentName = "aina")
    {
        var (_, token) = await rest.CustomerAsync();
        var customer = (await HubPeer.OpenAsync(host, "/hubs/customer", token)).Peer
            ?? throw new InvalidOperationException("The neighbour's customer was not let in.");
        var agent = (await HubPeer.OpenAsync(host, "/hubs/agent", await rest.StaffAsync(agentName))).Peer
            ?? throw new InvalidOperationException("The neighbour's agent was not let in.");
        await agent.CallAsync("SetPresence", new { status = "online" });
        var id = (await customer.CallAsync("Start", new { clientId = "neighbour" })).Result.GetProperty("conversationId").GetString()!;
        await customer.CallAsync("RequestHuman", new { conversationId = id });
        var offer = await agent.PushAsync("offer", o => o.GetProperty("conversationId").GetString() == id);
        await agent.CallAsync("Accept", new { offerId = offer.GetProperty("offerId").GetString() });
        await agent.CallAsync("Open", new { conversationId = id, after = 0 });
        await customer.CallAsync("Resume", new { conversationId = id, after = 0 });
        return new(customer, agent, id, findings);
    }

    /// <summary>Talks until told to stop.</summary>
    public async Task TalkAsync(TimeSpan every, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await SayAsync(customer, agent);
                await SayAsync(agent, customer);
                await Task.Delay(every, TimeProvider.System, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Enough talked.
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            findings.Violate($"The neighbour was disturbed after {Exchanged} messages: {failure.Message}");
        }
    }

    private async Task SayAsync(HubPeer from, HubPeer to)
    {
        var text = $"neighbour {Exchanged}";
        var began = Stopwatch.GetTimestamp();
        var posted = await from.CallAsync("Post", new { conversationId, clientId = text, text }, _patience);
        if (!posted.IsOk)
        {
            findings.Violate($"The neighbour's message was refused: {posted.Error}");
            return;
        }
        await ArrivesAsync(to, posted.Result.GetProperty("seq").GetInt64(), text);
        _milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        Exchanged++;
    }

    private static async Task ArrivesAsync(HubPeer to, long seq, string text)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < _patience)
        {
            var seen = to.Pushes().Count(p => IsEvent(p, seq, text));
            if (seen > 1) throw new IOException($"message {seq} came {seen} times");
            if (seen == 1) return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, CancellationToken.None);
        }
        throw new TimeoutException($"message {seq} did not arrive within {_patience.TotalSeconds} s");
    }

    private static bool IsEvent(JsonElement push, long seq, string text) =>
        push.GetProperty("target").GetString() == "event" && push.GetProperty("arguments")[0] is var e
        && e.GetProperty("seq").GetInt64() == seq && e.GetProperty("data").TryGetProperty("text", out var t) && t.GetString() == text;
}
