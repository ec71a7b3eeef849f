using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Security.Tests.Access;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Security.Tests.Floods;

/// <summary>A process that is nearly out of memory refuses what is large and new, and goes on with what it has.</summary>
public class MemoryShedTests
{
    [Fact]
    public void Share_IsLookedAt_AndMustFallBeforeAnythingIsTakenAgain()
    {
        var (time, used) = (new Clock(), 80L);
        var memory = new MemoryShed(Options.Create(new GatewayOptions { MemoryShedAt = 0.85 }), time, () => (used, 100));
        Assert.False(memory.IsShort());
        Assert.True(After(85));
        Assert.True(After(82));
        Assert.False(After(80));
        Assert.False(After(84));

        bool After(long now)
        {
            used = now;
            time.Now += TimeSpan.FromSeconds(1).Ticks;
            return memory.IsShort();
        }
    }

    [Fact]
    public async Task Host_ShortOfMemory_RefusesNewConversationsAndPages_AndTakesMessages()
    {
        await using var grid = new Short();
        await grid.StartAsync();
        var (_, token) = await grid.Host.Rest.CustomerAsync();
        using var peer = (await HubPeer.OpenAsync(grid.Host.Address, "/hubs/customer", token)).Peer!;
        var started = await peer.CallAsync("Start", new { clientId = "k", text = "hello" });
        Assert.True(started.IsOk);
        var conversationId = started.Result.GetProperty("conversationId").GetString();
        // As if the process might use no more than it holds.
        grid.Host.Service<IOptions<GatewayOptions>>().Value.MemoryShedAt = 0.0001;
        GC.Collect();
        await WaitForAsync(async () => (await peer.CallAsync("Start", new { clientId = "k2", text = "hello" })).Code == "unavailable");
        Assert.Equal("unavailable", (await peer.CallAsync("Resume", new { conversationId, after = 0 })).Code);
        Assert.Equal(503, (await grid.Host.Rest.SendAsync("GET", $"/api/v1/conversations/{conversationId}/events", token)).Status);
        Assert.Equal(503,
            (await grid.Host.Rest.SendAsync("POST", "/api/v1/conversations", token, (object)new { channel = "form", text = "hello", clientId = "k3" })).Status);
        Assert.True((await peer.CallAsync("Post", new { conversationId, clientId = "m", text = "still there" })).IsOk);
        grid.Host.Service<IOptions<GatewayOptions>>().Value.MemoryShedAt = 1;
        await WaitForAsync(async () => (await peer.CallAsync("Start", new { clientId = "k4", text = "hello" })).IsOk);
    }

    private static async Task WaitForAsync(Func<Task<bool>> isSo)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await isSo()) return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException("The host did not change its mind within half a minute.");
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now;
    }

    private sealed class Short : IAsyncDisposable
    {
        public GridInProcess Host { get; } = new();

        public Task StartAsync() => Host.InitializeAsync();

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            Host.Dispose();
        }
    }
}
