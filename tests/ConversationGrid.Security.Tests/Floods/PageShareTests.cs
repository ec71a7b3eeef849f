using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ConversationGrid.Fuzz.Hosts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>Who asks for many pages and reads none has a share of the pages under way, and keeps nobody else from its own.</summary>
public class PageShareTests
{
    private const int Sockets = 40;

    /// <summary>More than the buffers of one socket hold.</summary>
    private const int RequestsPerSocket = 40;

    /// <summary>Pages that the whole host may have under way: fewer than there are sockets.</summary>
    private const int PagesMax = 16;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task UnreadPages_OfOneCustomer_KeepNobodyElseFromTheirs()
    {
        await using var host = await AttackedHost.StartAsync([.. AttackedHost.Unlimited, "--Grid:Gateway:PagesBytesMax", $"{PagesMax * 256 * 1_024}"]);
        using var rest = new Rest(host.Address);
        var (_, attacker) = await rest.CustomerAsync();
        var large = await PageMemoryTests.FillAsync(host, attacker, 40);
        var (_, token) = await rest.CustomerAsync();
        using var customer = (await HubPeer.OpenAsync(host.Address, "/hubs/customer", token)).Peer!;
        var id = (await customer.CallAsync("Start", new { clientId = "k", text = "hello" })).Result.GetProperty("conversationId").GetString();
        using var supervisor = (await HubPeer.OpenAsync(host.Address, "/hubs/supervisor", await rest.StaffAsync("siti"))).Peer!;

        var sockets = new List<Socket>();
        try
        {
            for (var i = 0; i < Sockets; i++) sockets.Add(await AskAsync(host.Address, attacker, large));
            await UntilStuckAsync(() => rest.SendAsync("GET", $"/api/v1/conversations/{large}/events", attacker));
            await WithinAsync("Resume", async () => (await customer.CallAsync("Resume", new { conversationId = id, after = 0 })).Code);
            await WithinAsync("Watch", async () => (await supervisor.CallAsync("Watch", new { conversationId = large, after = 0 })).Code);
            await WithinAsync("REST", async () => (await rest.SendAsync("GET", $"/api/v1/conversations/{id}/events", token)).Code);
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
        Assert.True(host.ErrorCount == 0, string.Join(Environment.NewLine, host.Errors()));
    }

    /// <summary>Waits until the buffers of the sockets are full, so that the attacker's own next page waits too.</summary>
    private static async Task UntilStuckAsync(Func<Task<RestAnswer>> askAsync)
    {
        for (var i = 0; i < 300; i++)
        {
            var answer = askAsync();
            if (await Task.WhenAny(answer, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System)) != answer) return;
            if ((await answer).Code == "rate_limited") return;
        }
        throw new TimeoutException("The attacker got 300 pages, each within five seconds.");
    }

    private static async Task WithinAsync(string what, Func<Task<string>> codeAsync)
    {
        var began = Stopwatch.StartNew();
        Assert.Equal("", await codeAsync());
        Assert.True(began.Elapsed < Within, $"{what} took {began.Elapsed}.");
    }

    /// <summary>A socket with many requests for pages, of which nothing is read.</summary>
    private static async Task<Socket> AskAsync(Uri host, string token, string id)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2_048, LingerState = new(true, 0) };
        await socket.ConnectAsync(host.Host, host.Port);
        var request = $"GET /api/v1/conversations/{id}/events?after=0&limit=100 HTTP/1.1\r\nHost: {host.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, RequestsPerSocket))));
        return socket;
    }
}
