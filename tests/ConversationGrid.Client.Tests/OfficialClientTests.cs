using System.Collections.Concurrent;
using System.Text.Json;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Sessions;
using ConversationGrid.Client.Tests.Host;
using ConversationGrid.Client.Wire;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace ConversationGrid.Client.Tests;

/// <summary>The official SignalR client beside ours on the product itself: whatever one of them gets, the other gets too.</summary>
[Collection(RealHostCollection.Name)]
public sealed class OfficialClientTests(SharedHost host)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    [RealHostFact]
    public async Task OneConversation_WithBothClients_IsTheSameForBoth()
    {
        using var transport = new HubTransport();
        var visitor = await new GridSessions(transport, host.Address).CustomerAsync(new CustomerSessionRequest("demo"));
        await using var ours = new CustomerClient(transport, new GridClientOptions { Addresses = [host.Address] }, _ => new(visitor.Token));
        await using var official = new HubConnectionBuilder()
            .WithUrl(new Uri(host.Address, "/hubs/customer"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(visitor.Token)).Build();
        var (atOurs, atOfficial) = (new ConcurrentQueue<Envelope>(), new ConcurrentQueue<JsonElement>());
        official.On<JsonElement>("event", atOfficial.Enqueue);
        await Task.WhenAll(ours.StartAsync(), official.StartAsync());

        var thread = await ours.BeginAsync(new StartRequest("start"), atOurs.Enqueue);
        var page = await official.InvokeAsync<JsonElement>("Resume", new { conversationId = thread.Id, after = 0 });
        foreach (var envelope in page.GetProperty("events").EnumerateArray()) atOfficial.Enqueue(envelope);
        await ours.RequestHumanAsync(thread.Id).WaitAsync(_patience);

        string[] texts = ["plain", "caf\u00e9 \u2028 \ud83d\ude00 \"quoted\" \\ <b>&amp;", "\u202eright to left", "{\"type\":6}", new string('x', 3_000)];
        var last = 0L;
        for (var i = 0; i < texts.Length; i++)
        {
            await thread.PostAsync(texts[i], $"ours-{i}").WaitAsync(_patience);
            var receipt = await official.InvokeAsync<JsonElement>("Post", new { conversationId = thread.Id, clientId = $"official-{i}", text = texts[i] })
                .WaitAsync(_patience);
            last = receipt.GetProperty("seq").GetInt64();
            // The same message again by the other client is the message that is there.
            var again = await thread.PostAsync(texts[i], $"official-{i}").WaitAsync(_patience);
            Assert.Equal(last, again.Seq);
        }
        await UntilAsync(() => atOurs.Any(e => e.Seq >= last) && atOfficial.Any(e => e.GetProperty("seq").GetInt64() >= last),
            "both clients have the last message");

        Assert.Equal(Told(atOfficial.Select(e => e.Deserialize(WireJson.Default.Envelope)!), last), Told(atOurs, last));
        Assert.Equal(texts.SelectMany(text => new[] { text, text }), Told(atOurs, last).Where(e => e.ClientId is not null).Select(e => e.Text));
    }

    [RealHostFact]
    public async Task Refusals_ReadTheSame()
    {
        using var transport = new HubTransport();
        var visitor = await new GridSessions(transport, host.Address).CustomerAsync(new CustomerSessionRequest("demo"));
        await using var ours = new CustomerClient(transport, new GridClientOptions { Addresses = [host.Address] }, _ => new(visitor.Token));
        await using var official = new HubConnectionBuilder()
            .WithUrl(new Uri(host.Address, "/hubs/customer"), http => http.AccessTokenProvider = () => Task.FromResult<string?>(visitor.Token)).Build();
        await Task.WhenAll(ours.StartAsync(), official.StartAsync());
        foreach (var id in (string[])["c-none", "", new string('x', 500)])
        {
            var theirs = await Assert.ThrowsAsync<HubException>(() => official.InvokeAsync<JsonElement>("Resume", new { conversationId = id, after = 0 }));
            var own = await Assert.ThrowsAsync<GridException>(() => ours.ResumeAsync(id, 0));
            Assert.Contains(own.Message, theirs.Message);
        }
    }

    private static List<(long Seq, long Prev, string Type, DateTimeOffset At, Party By, string? ClientId, string? Text)> Told(
        IEnumerable<Envelope> events, long last) =>
        [.. events.Where(e => e.Seq <= last).DistinctBy(e => e.Seq).OrderBy(e => e.Seq)
            .Select(e => (e.Seq, e.Prev, e.Type, e.At, e.By, e.Data?.ClientId, e.Data?.Text))];

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (var i = 0; i < 3_000 && !holds(); i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
        Assert.True(holds(), $"Within 30 s it did not come about that {what}.");
    }
}
