using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Assistant.Tests;

/// <summary>A company's own tool over HTTP, against a real server that answers well or fails.</summary>
public class HttpToolTests
{
    private static readonly EntityId Conversation = new("demo", "c1");

    [Fact]
    public async Task Run_SendsTheProvenSubjectAndItsKey_AndGivesTheAnswerAsPlainText()
    {
        var (body, key) = ("", "");
        await using var server = await LocalServer.StartAsync(async http =>
        {
            body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            key = http.Request.Headers["Idempotency-Key"].ToString();
            await http.Response.WriteAsJsonAsync(new { code = "done", text = "Moved. <b>See</b> http://evil.example/x" });
        });
        var outcome = await RunnerOf(server).RunAsync(Run("external:u-1"));
        Assert.Equal("done", outcome.Code);
        Assert.StartsWith("Moved.", outcome.Text);
        Assert.DoesNotContain("evil.example", outcome.Text);
        using var sent = JsonDocument.Parse(body);
        Assert.Equal(("run", "external:u-1", "B-1"),
            (sent.RootElement.GetProperty("mode").GetString(), sent.RootElement.GetProperty("subject").GetString(),
                sent.RootElement.GetProperty("arguments").GetProperty("booking").GetString()));
        Assert.Equal("demo/c1/7", key);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("slow")]
    [InlineData("huge")]
    [InlineData("redirect")]
    [InlineData("html")]
    [InlineData("reset")]
    public async Task Fault_IsTriedAgainWithTheSameKey_AndOnlyWhatIsDoneIsSaid(string fault)
    {
        var keys = new List<string>();
        await using var server = await LocalServer.StartAsync(http =>
        {
            keys.Add(http.Request.Headers["Idempotency-Key"].ToString());
            return keys.Count == 1 ? FaultAsync(http, fault) : http.Response.WriteAsJsonAsync(new { code = "done", text = "Moved." });
        });
        // Only a server that hangs is waited for; on a busy machine an answer may take its time.
        var runner = RunnerOf(server, TimeSpan.FromSeconds(fault == "slow" ? 3 : 30));
        await Assert.ThrowsAsync<TimeoutException>(() => runner.RunAsync(Run("external:u-1")));
        Assert.Equal("Moved.", (await runner.RunAsync(Run("external:u-1"))).Text);
        Assert.Equal(["demo/c1/7", "demo/c1/7"], keys);
        Assert.DoesNotContain("/elsewhere", server.Requests);
    }

    [Fact]
    public async Task Call_IsSignedWithItsTime_AndBearsItsToken()
    {
        var (body, headers) = ("", new Dictionary<string, string>());
        await using var server = await LocalServer.StartAsync(async http =>
        {
            body = await new StreamReader(http.Request.Body).ReadToEndAsync();
            headers = http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
            await http.Response.WriteAsJsonAsync(new { code = "done", text = "Moved." });
        });
        const string Secret = "a secret of the shop, 32 or longer";
        await RunnerOf(server, change: o => (o.Secret, o.Bearer) = (Secret, "a token of the shop")).RunAsync(Run("external:u-1"));
        Assert.Equal("Bearer a token of the shop", headers["authorization"]);
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}");
        Assert.Equal($"v1,{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed))}", headers["webhook-signature"]);
        Assert.InRange(long.Parse(headers["webhook-timestamp"], CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 300,
            TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        Assert.Equal("demo/c1/7/run", headers["webhook-id"]);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000/tool", null, null)]
    [InlineData("https://shop.example/tool", "secret", null)]
    [InlineData("https://shop.example/tool", null, "Secret")]
    [InlineData("http://shop.example/tool", "secret", "Url")]
    [InlineData("http://10.0.0.7/tool", "secret", "Url")]
    [InlineData("ftp://127.0.0.1/tool", "secret", "Url")]
    public void Address_ThatIsNotLoopback_NeedsTlsAndAProof(string url, string? proof, string? wrong)
    {
        var options = new HttpToolOptions { Workspace = "demo", Name = "move_booking", Description = "Moves a booking.", Url = new(url),
            Bearer = proof is null ? null : "a token of the shop" };
        var found = new List<ValidationResult>();
        Validator.TryValidateObject(options, new(options), found, validateAllProperties: true);
        Assert.Equal(wrong is null ? [] : [wrong], found.SelectMany(f => f.MemberNames));
    }

    [Fact]
    public async Task TriesOfOneChange_AreNotCountedAsChanges()
    {
        var left = 20;
        await using var server = await LocalServer.StartAsync(
            http => left-- > 0 ? FaultAsync(http, "error") : http.Response.WriteAsJsonAsync(new { code = "done", text = "Moved." }));
        var runner = RunnerOf(server);
        for (var i = 0; i < 20; i++)
            await Assert.ThrowsAsync<TimeoutException>(() => runner.RunAsync(Run("external:u-1")));
        for (var i = 0; i < 10; i++)
            Assert.Equal("done", (await runner.RunAsync(Run("external:u-1"))).Code);
        Assert.Equal("refused", (await runner.RunAsync(Run("external:u-1"))).Code);
    }

    [Fact]
    public async Task LastingFault_EndsWithAHuman_AndNothingIsClaimed()
    {
        await using var server = await LocalServer.StartAsync(http => FaultAsync(http, "error"));
        var outcome = await RunnerOf(server).RunAsync(Run("external:u-1") with { Since = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(2) });
        Assert.NotNull(outcome.HandoffReason);
        Assert.NotEqual("done", outcome.Code);
    }

    [Fact]
    public async Task WithoutProof_TheServerIsNotAsked()
    {
        await using var server = await LocalServer.StartAsync(http => http.Response.WriteAsJsonAsync(new { code = "done", text = "Moved." }));
        Assert.NotEqual("done", (await RunnerOf(server).RunAsync(Run(null))).Code);
        Assert.Empty(server.Requests);
    }

    private static async Task FaultAsync(HttpContext http, string fault)
    {
        switch (fault)
        {
            case "slow":
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted);
                break;
            case "huge":
                await http.Response.WriteAsJsonAsync(new { code = "done", text = new string('x', 200_000) });
                break;
            case "redirect":
                http.Response.Redirect("/elsewhere");
                break;
            case "html":
                await http.Response.WriteAsync("<html>Sign in</html>");
                break;
            case "reset":
                http.Abort();
                break;
            default:
                http.Response.StatusCode = 500;
                break;
        }
    }

    private static ToolRun Run(string? subject) => new(
        Conversation, "demo/c1/7", "move_booking", [new TaskSlot("booking", "B-1")], subject, "en", TimeProvider.System.GetUtcNow());

    private static ToolRunner RunnerOf(LocalServer server, TimeSpan? within = null, Action<HttpToolOptions>? change = null)
    {
        var options = new HttpToolOptions { Workspace = "demo", Name = "move_booking", Description = "Moves a booking.", Url = new(server.Address, "/tool"),
            Slots = [new() { Name = "booking" }] };
        change?.Invoke(options);
        var tool = new HttpTool(options, HttpTool.Client(within ?? TimeSpan.FromSeconds(30), options), ClosedText.NoLinks, TimeProvider.System);
        return new(_ => new Toolbox([tool], null), TimeProvider.System);
    }
}
