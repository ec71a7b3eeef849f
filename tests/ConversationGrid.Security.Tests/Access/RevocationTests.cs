using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;
using Xunit.Abstractions;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Rights are taken from many people in every way while a conversation that all follow goes on: none hears what is said two seconds later.</summary>
public class RevocationTests(GridInProcess grid, ITestOutputHelper output) : IClassFixture<GridInProcess>
{
    private const int PerWay = 8;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyList<(string Name, string Method, string Path, object? Body)> _ways =
    [
        ("ended", "DELETE", "/sessions", null),
        ("password", "PUT", "", new { password = "a password of the administrator" }),
        ("demoted", "PUT", "", new { role = "agent", queues = new[] { "billing" } }),
        ("blind", "PUT", "", new { ownRole = "blind" }),
        ("removed", "DELETE", "", null),
    ];

    [Fact]
    public async Task NoRight_OutlivesItsEnd_ByTwoSeconds()
    {
        var omar = await grid.Rest.StaffAsync("omar");
        await OkAsync("PUT", "/api/v1/roles/blind", omar, new { name = "Blind", @base = "supervisor", rights = new[] { "supervise" } });
        using var customer = (await HubPeer.OpenAsync(grid.Address, "/hubs/customer", (await grid.Rest.CustomerAsync()).Token)).Peer!;
        var id = (await customer.CallAsync("Start", new { clientId = "k", text = "hello" })).Result.GetProperty("conversationId").GetString()!;

        var watchers = new List<(string Way, string Id, HubPeer Peer, string Method, string Path, object? Body)>();
        foreach (var way in _ways)
            for (var i = 0; i < PerWay; i++)
            {
                var name = $"{way.Name}-{i}";
                await OkAsync("PUT", $"/api/v1/staff/{name}", omar, Member(name, null));
                var peer = (await HubPeer.OpenAsync(grid.Address, "/hubs/supervisor", grid.Token(CallerRole.Supervisor, name))).Peer!;
                Assert.True((await peer.CallAsync("Watch", new { conversationId = id, after = 0 })).IsOk);
                watchers.Add((way.Name, name, peer, way.Method, $"/api/v1/staff/{name}{way.Path}", way.Method == "PUT" ? Member(name, way.Body) : null));
            }

        var (said, ended, over) = (new List<TimeSpan>(), new Dictionary<string, TimeSpan>(), false);
        var clock = Stopwatch.StartNew();
        var saying = SayAsync();
        await Task.WhenAll(watchers.Select(w => w.Peer.PushAsync("event", e => e.GetRawText().Contains("said 0 ", StringComparison.Ordinal))));
        foreach (var w in watchers)
        {
            await OkAsync(w.Method, w.Path, omar, w.Body);
            ended[w.Id] = clock.Elapsed;
        }
        var last = clock.Elapsed;
        await Staffed.UntilAsync(() => Task.FromResult(clock.Elapsed > last + Within + Within), "messages were said after the last right had ended");
        over = true;
        await saying;

        var latest = TimeSpan.Zero;
        foreach (var w in watchers)
        {
            var heard = w.Peer.Pushes().Select(p => p.GetRawText()).ToList();
            for (var i = 0; i < said.Count; i++)
            {
                if (said[i] <= ended[w.Id] || !heard.Any(text => text.Contains($"said {i} ", StringComparison.Ordinal))) continue;
                var late = said[i] - ended[w.Id];
                latest = late > latest ? late : latest;
                Assert.True(late < Within, $"{w.Id} heard what was said {late.TotalMilliseconds:0} ms after its right had ended.");
            }
            w.Peer.Dispose();
        }
        output.WriteLine($"{watchers.Count} rights taken, {said.Count} messages; the latest that was heard was said {latest.TotalMilliseconds:0} ms after.");

        async Task SayAsync()
        {
            for (var i = 0; !over; i++)
            {
                said.Add(clock.Elapsed);
                Assert.True((await customer.CallAsync("Post", new { conversationId = id, clientId = $"m{i}", text = $"said {i} times" })).IsOk);
            }
        }
    }

    private static Dictionary<string, object> Member(string name, object? change)
    {
        var member = new Dictionary<string, object> { ["name"] = name, ["email"] = $"{name}@demo.test", ["role"] = "supervisor" };
        foreach (var property in change?.GetType().GetProperties() ?? []) member[property.Name] = property.GetValue(change)!;
        return member;
    }

    private async Task OkAsync(string method, string path, string token, object? body)
    {
        var answer = await grid.Rest.SendAsync(method, path, token, body);
        Assert.True(answer.Status is >= 200 and < 300, $"{method} {path}: {answer.Status} {answer.Body}");
    }
}
