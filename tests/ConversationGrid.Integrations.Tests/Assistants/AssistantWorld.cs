using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace ConversationGrid.Integrations.Tests.Assistants;

/// <summary>A host that customers' own assistants come to, and a foreign client.</summary>
public sealed class AssistantWorld : IAsyncLifetime
{
    internal GridInProcess Grid { get; } = new()
    {
        Settings = ["--Grid:CustomerAssistants:TurnsMax", "4", "--Grid:Workspaces:closed:OpenToAssistants", "false"],
    };

    public Task InitializeAsync() => Grid.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Grid.DisposeAsync();
        Grid.Dispose();
    }

    /// <summary>A customer's session; of a proven one where an external id is given.</summary>
    internal async Task<(string Id, string Token)> CustomerAsync(string? externalId = null)
    {
        if (externalId is null) return await Grid.Rest.CustomerAsync();
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes("demo-identity-secret"), Encoding.UTF8.GetBytes(externalId)));
        var opened = await Grid.Rest.SendAsync("POST", "/api/v1/sessions/customer", null, (object)new { workspace = "demo", externalId, signature });
        Assert.True(opened.Status == 201, opened.Body);
        return (opened.Text("customerId")!, opened.Text("token")!);
    }

    /// <summary>A mandate of a session for an hour.</summary>
    internal async Task<string> MandateAsync(string token, IEnumerable<string> tools, decimal? maxAmount = null)
    {
        var made = await Grid.Rest.SendAsync("POST", "/api/v1/sessions/customer/mandates", token, (object)new
        {
            tools, maxAmount, expiresAt = TimeProvider.System.GetUtcNow().AddHours(1),
        });
        Assert.True(made.Status == 201, made.Body);
        return made.Text("token")!;
    }

    /// <summary>The SDK's own client, as a foreign assistant has it.</summary>
    internal async Task<McpClient> McpAsync(string? token = null, string workspace = "demo")
    {
        var options = new HttpClientTransportOptions { Endpoint = new(Grid.Address, $"/mcp/{workspace}"), TransportMode = HttpTransportMode.StreamableHttp };
        if (token is not null) options.AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" };
        return await McpClient.CreateAsync(new HttpClientTransport(options));
    }

    /// <summary>The structured result of a tool, or the text of its error.</summary>
    internal static async Task<(JsonElement Result, string? Error)> CallAsync(McpClient client, string tool, object arguments)
    {
        var given = JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
        var result = await client.CallToolAsync(tool, given);
        var text = string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
        return result.IsError == true ? (default, text) : (JsonSerializer.SerializeToElement(result.StructuredContent), null);
    }

    /// <summary>Waits until the company's side has written something behind an event, and gives its last text.</summary>
    internal static async Task<string> AnswerAsync(McpClient client, string conversation, long after)
    {
        for (var i = 0; i < 20; i++)
        {
            var (read, error) = await CallAsync(client, "read_conversation", new { conversationId = conversation, after, waitSeconds = 5 });
            Assert.Null(error);
            var answers = read.GetProperty("events").EnumerateArray()
                .Where(e => e.GetProperty("type").GetString() == "messagePosted" && e.GetProperty("by").GetProperty("kind").GetString() != "customer").ToList();
            if (answers.Count > 0) return answers[^1].GetProperty("data").GetProperty("text").GetString()!;
        }
        throw new TimeoutException($"Nobody answered in {conversation}.");
    }

    internal async Task<string> StaffEventsAsync(string conversation) =>
        (await Grid.Rest.SendAsync("GET", $"/api/v1/conversations/{conversation}/events?limit=500", await Grid.Rest.StaffAsync("siti"))).Body;
}
