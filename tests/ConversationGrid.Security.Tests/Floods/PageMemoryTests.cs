using System.Text.Json;
using ConversationGrid.Fuzz.Hosts;
using ConversationGrid.Fuzz.Wire;
using Xunit.Abstractions;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>Who asks for the same large conversation over many connections gets it in pages, and cannot fill the host's memory with them.</summary>
public class PageMemoryTests(ITestOutputHelper output)
{
    private const int Messages = 500;
    private const int Sockets = 14;
    private const int PageBytesMax = 256 * 1_024;
    private static readonly TimeSpan AttackFor = TimeSpan.FromSeconds(12);

    /// <summary>8,000 characters of three bytes each: the largest message.</summary>
    private static readonly string _large = new('語', 8_000);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Resumes_OfOneStranger_LeaveTheMemoryBelowTwiceTheIdle(bool reads)
    {
        await using var host = await AttackedHost.StartAsync(AttackedHost.Unlimited);
        using var rest = new Rest(host.Address);
        var (_, token) = await rest.CustomerAsync();
        var id = await FillAsync(host, token);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        var idle = host.MemoryBytes;

        var most = idle;
        using (var over = new CancellationTokenSource(AttackFor, TimeProvider.System))
        {
            var attack = Task.WhenAll(Enumerable.Range(0, Sockets).Select(_ => AttackAsync(host.Address, token, id, reads, over.Token)));
            while (!attack.IsCompleted)
            {
                most = Math.Max(most, host.MemoryBytes);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
            Assert.True(await attack is { } answered && answered.Sum() > 0, "No call was made.");
        }
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        var after = host.MemoryBytes;
        output.WriteLine($"Idle {idle >> 20} MiB, most {most >> 20} MiB, after {after >> 20} MiB; {Sockets} sockets, reading: {reads}.");
        Assert.True(most < 2 * idle && after < 2 * idle, $"Idle {idle >> 20} MiB, most {most >> 20} MiB, after {after >> 20} MiB.");
        // Somebody else is served as before.
        var (_, other) = await rest.CustomerAsync();
        using var peer = (await HubPeer.OpenAsync(host.Address, "/hubs/customer", other)).Peer!;
        Assert.True((await peer.CallAsync("Start", new { clientId = "k", text = "hello" })).IsOk);
        Assert.True(host.ErrorCount == 0, string.Join(Environment.NewLine, host.Errors()));
    }

    [Fact]
    public async Task Pages_HaveABudget_AndTogetherHoldEverything()
    {
        await using var host = await AttackedHost.StartAsync(AttackedHost.Unlimited);
        using var rest = new Rest(host.Address);
        var (_, token) = await rest.CustomerAsync();
        var id = await FillAsync(host, token, 60);
        using var peer = (await HubPeer.OpenAsync(host.Address, "/hubs/customer", token)).Peer!;
        await AllAsync(async after => (await peer.CallAsync("Resume", new { conversationId = id, after, limit = 200 })).Result);
        await AllAsync(async after => (await rest.SendAsync("GET", $"/api/v1/conversations/{id}/events?after={after}&limit=200", token)).Json);
        // Many calls at once of one connection wait for one another, and all get their page.
        var together = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => peer.CallAsync("Resume", new { conversationId = id, after = 0 })));
        Assert.All(together, answer => Assert.True(answer.IsOk, answer.Error));
    }

    private static async Task AllAsync(Func<long, Task<JsonElement>> pageAsync)
    {
        var (last, messages, pages) = (0L, 0, 0);
        while (true)
        {
            var page = await pageAsync(last);
            var events = page.GetProperty("events").EnumerateArray().ToList();
            Assert.True(page.GetProperty("events").GetRawText().Length * 3L <= PageBytesMax + 3 * 8_000 * 4, "A page is beyond its budget.");
            foreach (var e in events)
            {
                Assert.Equal(last, e.GetProperty("prev").GetInt64());
                last = e.GetProperty("seq").GetInt64();
                if (e.GetProperty("type").GetString() == "messagePosted" && e.GetProperty("by").GetProperty("kind").GetString() == "customer") messages++;
            }
            pages++;
            Assert.NotEmpty(events);
            if (last >= page.GetProperty("last").GetInt64()) break;
        }
        Assert.Equal(60, messages);
        Assert.True(pages > 5, $"{pages} pages");
    }

    internal static async Task<string> FillAsync(AttackedHost host, string token, int messages = Messages)
    {
        using var peer = (await HubPeer.OpenAsync(host.Address, "/hubs/customer", token)).Peer!;
        var id = (await peer.CallAsync("Start", new { clientId = "k" })).Result.GetProperty("conversationId").GetString()!;
        Assert.True((await peer.CallAsync("RequestHuman", new { conversationId = id })).IsOk);
        foreach (var some in Enumerable.Range(0, messages).Chunk(8))
            foreach (var answer in await Task.WhenAll(
                some.Select(i => peer.CallAsync("Post", new { conversationId = id, clientId = $"m{i}", text = _large }, TimeSpan.FromMinutes(2)))))
                Assert.True(answer.IsOk, answer.Error);
        return id;
    }

    /// <summary>Calls as fast as the host takes it; how many calls went out.</summary>
    private static async Task<int> AttackAsync(Uri host, string token, string id, bool reads, CancellationToken over)
    {
        var (socket, _, _) = await RawWebSocket.OpenAsync(host, $"/hubs/customer?access_token={Uri.EscapeDataString(token)}", cancel: CancellationToken.None);
        using var line = socket!;
        await line.SendBytesAsync(RawWebSocket.Frame("{\"protocol\":\"json\",\"version\":1}\u001e"u8), CancellationToken.None);
        await line.ReadAsync();
        var sent = 0;
        try
        {
            var reading = reads ? ReadAsync(line, over) : Task.CompletedTask;
            for (; !over.IsCancellationRequested; sent++)
                await line.SendBytesAsync(HubPeer.Invocation($"r{sent}", "Resume", new { conversationId = id, after = 0 }), over);
            await reading;
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException)
        {
            // The time is over, or the host dropped a client that does not take its pages.
        }
        return sent;
    }

    private static async Task ReadAsync(RawWebSocket line, CancellationToken over)
    {
        while (await line.ReadAsync(over) is not null)
        {
            // Only taken, never kept.
        }
    }
}
