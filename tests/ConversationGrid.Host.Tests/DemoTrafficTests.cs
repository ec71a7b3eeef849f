using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ConversationGrid.Host.Tests;

/// <summary>The demo's played customers: real conversations, one run at a time, gone when told to go.</summary>
public class DemoTrafficTests
{
    private const string Traffic = "/api/v1/demo/traffic";

    [Fact]
    public async Task Run_SendsCustomersOnce_AndStopLeavesNothingOpen()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite, "--Grid:Demo:TrafficFor", "00:00:03");
        await using var siti = await Person.StaffAsync(host, "siti");
        using var http = ClientOf(host, siti);

        var begun = await CallAsync(http.PostAsJsonAsync(Traffic, new { conversations = 6 }), HttpStatusCode.Accepted);
        Assert.True(begun.GetProperty("running").GetBoolean());
        var again = await CallAsync(http.PostAsJsonAsync(Traffic, new { conversations = 5 }), HttpStatusCode.Accepted);
        Assert.Equal((6, begun.Text("startedAt")), (again.Number("planned"), again.Text("startedAt")));
        await UntilAsync(http, s => s.Number("started") == 6);
        await UntilAsync(http, "/api/v1/conversations", page => page.GetProperty("items").EnumerateArray().Any(c => c.Text("customerName") == "Farah" && c.Number("lastSeq") > 2));

        var stopped = await CallAsync(http.DeleteAsync(Traffic), HttpStatusCode.OK);
        Assert.False(stopped.GetProperty("running").GetBoolean());
        Assert.Equal(stopped.ToString(), (await CallAsync(http.DeleteAsync(Traffic), HttpStatusCode.OK)).ToString());
        await UntilAsync(http, "/api/v1/conversations", page => page.GetProperty("items").EnumerateArray().All(c => c.Text("state") is "closed" or "resolved"));
        Assert.DoesNotContain("met a failure", host.Log);
    }

    [Fact]
    public async Task Traffic_IsForTheDemosSupervisors_AndBounded()
    {
        await using var host = await HostProcess.StartAsync(StoreKind.Sqlite);
        await using var siti = await Person.StaffAsync(host, "siti");
        await using var aina = await Person.StaffAsync(host, "aina");
        using var http = ClientOf(host, siti);
        using var agent = ClientOf(host, aina);

        Assert.Equal(HttpStatusCode.Forbidden, (await agent.PostAsJsonAsync(Traffic, new { })).StatusCode);
        foreach (var conversations in (int[])[0, -1, 61])
            Assert.Equal("invalid", (await CallAsync(http.PostAsJsonAsync(Traffic, new { conversations }), HttpStatusCode.BadRequest)).Text("code"));
        Assert.False((await CallAsync(http.GetAsync(Traffic), HttpStatusCode.OK)).GetProperty("running").GetBoolean());
    }

    private static HttpClient ClientOf(HostProcess host, Person person)
    {
        var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        return http;
    }

    private static async Task<JsonElement> CallAsync(Task<HttpResponseMessage> call, HttpStatusCode expected)
    {
        using var answer = await call;
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task UntilAsync(HttpClient http, Func<JsonElement, bool> met) => UntilAsync(http, Traffic, met);

    private static async Task UntilAsync(HttpClient http, string path, Func<JsonElement, bool> met)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!met(await http.GetFromJsonAsync<JsonElement>(path, limit.Token)))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }
}
