using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>The demo's played customers: real conversations, one run at a time, gone when told to go.</summary>
public class DemoTrafficTests(DemoTrafficTests.Demo demo) : IClassFixture<DemoTrafficTests.Demo>
{
    private const string Traffic = "demo/traffic";

    [Fact]
    public async Task Run_SendsCustomersOnce_AndStopLeavesNothingOpen()
    {
        var host = demo.Host;
        await using var siti = await Person.StaffAsync(host, "siti");

        var begun = await CallAsync(siti, HttpMethod.Post, 202, new { conversations = 6 });
        Assert.True(begun.GetProperty("running").GetBoolean());
        var again = await CallAsync(siti, HttpMethod.Post, 202, new { conversations = 5 });
        Assert.Equal((6, begun.Text("startedAt")), (again.Number("planned"), again.Text("startedAt")));
        await UntilAsync(siti, Traffic, s => s.Number("started") == 6);
        await UntilAsync(siti, "conversations", page => page.GetProperty("items").EnumerateArray()
            .Any(c => c.Text("customerName") == "Farah" && c.Number("lastSeq") > 2));

        var stopped = await CallAsync(siti, HttpMethod.Delete, 200);
        Assert.False(stopped.GetProperty("running").GetBoolean());
        Assert.Equal(stopped.ToString(), (await CallAsync(siti, HttpMethod.Delete, 200)).ToString());
        await UntilAsync(siti, "conversations", page => page.GetProperty("items").EnumerateArray().All(c => c.Text("state") is "closed" or "resolved"));
        Assert.DoesNotContain("met a failure", host.Log);
    }

    [Fact]
    public async Task Traffic_IsForTheDemosSupervisors_AndBounded()
    {
        var host = demo.Host;
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var aina = await Person.StaffAsync(host, "aina");

        Assert.Equal(403, (await aina.RestAsync(HttpMethod.Post, Traffic, new { })).Status);
        foreach (var conversations in (int[])[0, -1, 61])
            Assert.Equal("invalid", (await CallAsync(siti, HttpMethod.Post, 400, new { conversations })).Text("code"));
        Assert.False((await CallAsync(siti, HttpMethod.Get, 200)).GetProperty("running").GetBoolean());
    }

    private static async Task<JsonElement> CallAsync(Person by, HttpMethod method, int expected, object? body = null)
    {
        var answer = await by.RestAsync(method, Traffic, body);
        Assert.Equal(expected, answer.Status);
        return answer.Body;
    }

    private static async Task UntilAsync(Person by, string path, Func<JsonElement, bool> met)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!met(await by.GetAsync(path).WaitAsync(limit.Token)))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }

    /// <summary>A host whose demo nobody else uses.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        internal HostProcess Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await HostProcess.StartAsync(StoreKind.Sqlite, "--Grid:Demo:TrafficFor", "00:00:03");

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }
}
