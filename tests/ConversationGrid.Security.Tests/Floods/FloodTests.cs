using System.Diagnostics;
using System.Net;
using ConversationGrid.Fuzz.Hosts;
using ConversationGrid.Fuzz.Runs;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>Too much of everything: the limit says so with its code, the memory stays bounded, and other conversations go on.</summary>
public class FloodTests
{
    private const long MemoryGrowthMax = 200L << 20;

    [Fact]
    public async Task Connections_AreLimitedByUserAndAddress_AndOthersComeIn()
    {
        await using var host = await AttackedHost.StartAsync(
            [.. AttackedHost.Unlimited, "--Grid:Gateway:ConnectionsPerUserMax", "20", "--Grid:Gateway:ConnectionsPerAddressMax", "120"]);
        await BesideNeighboursAsync(host, async rest =>
        {
            var (_, token) = await rest.CustomerAsync();
            var mine = await OpenAsync(host, token, 30);
            Assert.Equal((20, 10), (mine.Open.Count, mine.Refused));
            var all = new List<RawWebSocket>(mine.Open);
            var refused = 0;
            for (var i = 0; i < 8; i++)
            {
                var (open, no) = await OpenAsync(host, (await rest.CustomerAsync()).Token, 20);
                all.AddRange(open);
                refused += no;
            }
            Assert.InRange(all.Count, 110, 120);
            Assert.True(refused > 30);
            // Another address is another share.
            var (other, status, _) = await RawWebSocket.OpenAsync(
                host.Address, $"/hubs/customer?access_token={(await rest.CustomerAsync()).Token}", from: IPAddress.Parse("127.0.0.2"));
            Assert.Equal(101, status);
            other!.Dispose();
            foreach (var socket in all) socket.Dispose();
            for (var i = 0; ; i++)
            {
                var (again, code, _) = await RawWebSocket.OpenAsync(host.Address, $"/hubs/customer?access_token={token}");
                again?.Dispose();
                if (code == 101) break;
                Assert.True(i < 300, "Places of closed connections were never free again.");
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        });
    }

    [Fact]
    public async Task NewConnections_AreLimitedByRate()
    {
        await using var host = await AttackedHost.StartAsync(["--Grid:Gateway:ConnectionsPerSecondPerAddress", "5"]);
        using var rest = new Rest(host.Address);
        var (_, token) = await rest.CustomerAsync();
        var codes = new List<string>();
        for (var i = 0; i < 150; i++) codes.Add((await rest.SendAsync("POST", "/hubs/customer/negotiate?negotiateVersion=1", token, (HttpContent?)null)).Code);
        Assert.Contains("rate_limited", codes);
        Assert.Contains("", codes);
        Assert.True(host.ErrorCount == 0, string.Join(Environment.NewLine, host.Errors()));
    }

    [Fact]
    public async Task Messages_AreLimitedByConnectionAndUser()
    {
        // Far below what the slowest machine stores, so that only the limits decide.
        await using var host = await AttackedHost.StartAsync(["--Grid:Gateway:CallsPerSecondPerUser", "10"]);
        await BesideNeighboursAsync(host, async rest =>
        {
            var (_, token) = await rest.CustomerAsync();
            var peers = new List<HubPeer>();
            for (var i = 0; i < 6; i++) peers.Add((await HubPeer.OpenAsync(host.Address, "/hubs/customer", token)).Peer!);
            var id = (await peers[0].CallAsync("Start", new { clientId = "k" })).Result.GetProperty("conversationId").GetString();
            var answers = await Task.WhenAll(Enumerable.Range(0, 1_500)
                .Select(i => peers[i % 6].CallAsync("Post", new { conversationId = id, clientId = $"m{i}", text = $"flood {i}" }, TimeSpan.FromMinutes(2))));
            var byCode = answers.CountBy(a => a.Code).ToDictionary();
            // The burst of one user is 40 calls and 10 a second after it; the six connections' bursts would be 960.
            Assert.True(byCode.GetValueOrDefault("rate_limited") > 500, string.Join(", ", byCode));
            Assert.True(byCode.GetValueOrDefault("") > 0, string.Join(", ", byCode));
            Assert.DoesNotContain(byCode.Keys, code => code is not ("" or "rate_limited" or "unavailable"));
            foreach (var peer in peers) peer.Dispose();
        });
    }

    [Fact]
    public async Task SignIns_AreLimited_AndSayNothingByTheirTime()
    {
        await using var host = await AttackedHost.StartAsync(
            ["--Grid:Gateway:SignInsPerSecondPerAddress", "1", "--Grid:Gateway:SignInsBurstPerAddress", "40", "--Grid:Gateway:WrongPasswordsMax", "3"]);
        await BesideNeighboursAsync(host, async rest =>
        {
            var (known, unknown) = (new List<double>(), new List<double>());
            for (var i = 0; i < 6; i++)
            {
                // Locked after the third: it must look the same.
                known.Add(await TimeAsync(rest, "ben"));
                unknown.Add(await TimeAsync(rest, "nobody"));
            }
            Assert.All(known.Concat(unknown), ms => Assert.True(ms >= 390, $"A refusal took only {ms} ms."));
            var codes = await Task.WhenAll(Enumerable.Range(0, 80)
                .Select(async i => (await rest.SendAsync("POST", "/api/v1/sessions/agent", null,
                    (object)new { workspace = "demo", email = $"x{i}@demo.test", password = "wrong" })).Code));
            Assert.Contains("rate_limited", codes);
            Assert.All(codes, code => Assert.True(code is "rate_limited" or "unauthenticated", code));
        });
    }

    [Fact]
    public async Task Sessions_AreLimited()
    {
        await using var host = await AttackedHost.StartAsync(
            ["--Grid:Gateway:SessionsPerSecondPerAddress", "1", "--Grid:Gateway:SessionsBurstPerAddress", "100"]);
        await BesideNeighboursAsync(host, async rest =>
        {
            var codes = await Task.WhenAll(Enumerable.Range(0, 400)
                .Select(async _ => (await rest.SendAsync("POST", "/api/v1/sessions/customer", null, (object)new { workspace = "demo" })).Code));
            Assert.InRange(codes.Count(c => c == ""), 1, 200);
            Assert.True(codes.Count(c => c == "rate_limited") > 100);
        });
    }

    [Fact]
    public async Task LargeBodies_AreRefused_BeforeTheyAreRead()
    {
        await using var host = await AttackedHost.StartAsync([]);
        await BesideNeighboursAsync(host, async rest =>
        {
            for (var i = 0; i < 20; i++)
            {
                var answer = await rest.SendAsync("POST", "/api/v1/sessions/customer", null, Rest.Json(new byte[70_000]));
                Assert.Equal((413, "too_large"), (answer.Status, answer.Code));
            }
        });
    }

    /// <summary>Two who just talk while it happens: they must not be disturbed, and the host must neither fail nor grow without bound.</summary>
    private static async Task BesideNeighboursAsync(AttackedHost host, Func<Rest, Task> flood)
    {
        using var rest = new Rest(host.Address);
        var findings = new Findings();
        var neighbour = await Neighbour.MeetAsync(host.Address, rest, findings);
        var before = host.MemoryBytes;
        using var stop = new CancellationTokenSource();
        var talking = neighbour.TalkAsync(TimeSpan.FromMilliseconds(100), stop.Token);
        try
        {
            await flood(rest);
        }
        finally
        {
            await stop.CancelAsync();
            await talking;
        }
        Assert.True(findings.ViolationCount == 0, string.Join('\n', findings.Violations));
        Assert.True(neighbour.Exchanged > 0, "The neighbours said nothing.");
        Assert.True(host.MemoryBytes - before < MemoryGrowthMax, $"From {before >> 20} to {host.MemoryBytes >> 20} MiB.");
        Assert.True(host.ErrorCount == 0, string.Join(Environment.NewLine, host.Errors()));
    }

    private static async Task<double> TimeAsync(Rest rest, string name)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await rest.SendAsync("POST", "/api/v1/sessions/agent", null,
            (object)new { workspace = "demo", email = $"{name}@demo.test", password = "wrong" });
        Assert.Equal("unauthenticated", answer.Code);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<(List<RawWebSocket> Open, int Refused)> OpenAsync(AttackedHost host, string token, int count)
    {
        var (open, refused) = (new List<RawWebSocket>(), 0);
        for (var i = 0; i < count; i++)
        {
            var (socket, status, answer) = await RawWebSocket.OpenAsync(host.Address, $"/hubs/customer?access_token={token}");
            if (socket is not null)
            {
                open.Add(socket);
                continue;
            }
            Assert.True(status == 429, answer);
            refused++;
        }
        return (open, refused);
    }
}
