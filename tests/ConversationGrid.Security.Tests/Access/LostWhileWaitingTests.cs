using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>A page that waited for its turn holds what its reader may see when it is read, not when it was asked for.</summary>
public class LostWhileWaitingTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private static readonly string _large = new('語', 8_000);

    /// <summary>So many unread pages fill the socket's buffers, but not all calls that a connection may have under way; how many depends on the
    /// system.</summary>
    [Theory]
    [InlineData(10, 1)]
    [InlineData(14, 1)]
    [InlineData(18, 1)]
    [InlineData(22, 1)]
    [InlineData(14, 200)]
    [InlineData(18, 200)]
    public async Task AgentWhoLostTheConversationWhileItsPageWaited_ReadsNothingLater(int unread, int limit)
    {
        var name = $"stalled-{unread}-{limit}";
        using var place = await Staffed.MakeAsync(grid, name);
        await place.StaffAsync("ann");
        await place.StaffAsync("bob");
        await place.StaffAsync("sue", "supervisor");
        var (ann, bob) = (await place.JoinAsync("ann"), await place.JoinAsync("bob"));
        var sue = await place.JoinAsync("sue", "supervisor", CallerRole.Supervisor);
        var (id, customer) = await place.AssignedAsync(ann);
        for (var i = 0; i < 14; i++) await Staffed.OkAsync(customer, "Post", new { conversationId = id, clientId = $"large{i}", text = _large });
        var last = (await Staffed.OkAsync(ann, "Open", new { conversationId = id, after = 100_000L, limit = 1 })).GetProperty("last").GetInt64();

        using var stalled = await StalledAsync(place.Token("ann"), id, unread);
        // One page reaches beyond the loss, and one asks for the head alone.
        foreach (var (call, after) in (IEnumerable<(string, long)>)[("later", last), ("far", last + 7), ("head", 1)])
            await stalled.SendBytesAsync(HubPeer.Invocation(call, "Open", new { conversationId = id, after, limit }), CancellationToken.None);
        await Staffed.OkAsync(bob, "SetPresence", new { status = "online" });
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        await Staffed.OkAsync(sue, "TakeOver", new { conversationId = id, agentId = place.Id("bob") });
        for (var i = 0; i < 12; i++) await place.NoteAsync(id, $"secret {i}");
        var left = (await Staffed.OkAsync(ann, "Open", new { conversationId = id, after = 0 })).GetProperty("conversation").GetProperty("readableTo")
            .GetInt64();

        var answers = await AnswersAsync(stalled, "later", "far", "head");
        foreach (var (call, answer) in answers)
        {
            Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
            var result = JsonElement.Parse(answer).GetProperty("result");
            Assert.True(result.GetProperty("last").GetInt64() <= left, $"{call}: last {result.GetProperty("last")}, readable to {left}.");
        }
    }

    /// <summary>A connection of the agent with large pages on their way that it does not read.</summary>
    private async Task<RawWebSocket> StalledAsync(string token, string id, int unread)
    {
        var (socket, _, _) = await RawWebSocket.OpenAsync(grid.Address, $"/hubs/agent?access_token={Uri.EscapeDataString(token)}");
        await socket!.SendBytesAsync(RawWebSocket.Frame("{\"protocol\":\"json\",\"version\":1}\u001e"u8));
        for (var i = 0; i < unread; i++) await socket.SendBytesAsync(HubPeer.Invocation($"unread{i}", "Open", new { conversationId = id, after = 0 }));
        return socket;
    }

    private static async Task<Dictionary<string, string>> AnswersAsync(RawWebSocket socket, params string[] calls)
    {
        using var within = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        var (found, rest) = (new Dictionary<string, string>(), new List<byte>());
        while (found.Count < calls.Length && await socket.ReadAsync(within.Token) is { } frame)
        {
            rest.AddRange(frame.Payload);
            for (int end; (end = rest.IndexOf(HubPeer.Separator)) >= 0; rest.RemoveRange(0, end + 1))
            {
                var message = Encoding.UTF8.GetString([.. rest[..end]]);
                foreach (var call in calls)
                    if (message.Contains($"\"invocationId\":\"{call}\"", StringComparison.Ordinal)) found[call] = message;
            }
        }
        Assert.True(found.Count == calls.Length, $"Only {string.Join(", ", found.Keys)} were answered.");
        return found;
    }
}
