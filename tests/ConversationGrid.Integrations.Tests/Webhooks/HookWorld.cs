using ConversationGrid.Contracts;

namespace ConversationGrid.Integrations.Tests.Webhooks;

/// <summary>A host whose webhooks are tried again soon, and what tests do with it.</summary>
public sealed class HookWorld : IAsyncLifetime
{
    internal GridInProcess Grid { get; } = new()
    {
        Settings =
        [
            "--Grid:Webhooks:RetryFirst", "00:00:00.050", "--Grid:Webhooks:RetryMax", "00:00:00.400", "--Grid:Webhooks:AnswerWithin", "00:00:02",
            "--Grid:Webhooks:LookEvery", "00:00:00.050", "--Grid:Webhooks:AttemptsMax", "12", "--Grid:Webhooks:HooksMax", "100",
        ],
    };

    internal string Admin { get; private set; } = "";

    public async Task InitializeAsync()
    {
        await Grid.InitializeAsync();
        Admin = await Grid.Rest.StaffAsync("omar");
    }

    public async Task DisposeAsync()
    {
        await Grid.DisposeAsync();
        Grid.Dispose();
    }

    internal async Task<(string Id, string Secret)> HookAsync(string url, params string[] events)
    {
        var made = await Grid.Rest.SendAsync("POST", "/api/v1/webhooks", Admin, (object)new { url, events });
        Assert.True(made.Status == 201, made.Body);
        return (made.Text("webhookId")!, made.Text("secret")!);
    }

    /// <summary>A conversation of a new customer, with some messages of the customer; the assistant's come between them.</summary>
    internal async Task<string> ConversationAsync(int messages = 1, string text = "Message")
    {
        var (customer, token) = await Grid.Rest.CustomerAsync();
        var begun = await Grid.Rest.SendAsync("POST", "/api/v1/conversations", token, (object)new { channel = "api", clientId = "1", text = $"{text} 1" });
        Assert.True(begun.Status == 201, begun.Body);
        var id = begun.Text("conversationId")!;
        for (var i = 2; i <= messages; i++)
            Assert.Null((await Grid.Service<IGrid>().Conversation(new("demo", id)).ExecuteAsync(
                new PostMessage(Caller.Customer(customer, null), $"{i}", $"{text} {i}"))).Refusal);
        return id;
    }

    /// <summary>Sequence numbers of what customers see of a conversation.</summary>
    internal async Task<List<long>> SeqsAsync(string conversation) =>
        [.. (await Grid.Rest.SendAsync("GET", $"/api/v1/conversations/{conversation}/events?limit=500", Admin)).Json.GetProperty("events").EnumerateArray()
            .Where(e => IsPublic(e.GetProperty("type").GetString()!))
            .Select(e => e.GetProperty("seq").GetInt64())];

    internal async Task<RestAnswer> GetAsync(string path) => await Grid.Rest.SendAsync("GET", path, Admin);

    internal async Task<string?> StateAsync(string hook, string delivery) =>
        (await GetAsync($"/api/v1/webhooks/{hook}/deliveries?limit=100")).Json.GetProperty("items").EnumerateArray()
            .FirstOrDefault(d => d.GetProperty("deliveryId").GetString() == delivery) is { ValueKind: System.Text.Json.JsonValueKind.Object } found
            ? found.GetProperty("state").GetString() : null;

    private static bool IsPublic(string type) => Contracts.Json.EventWire.NamesFor(Audience.Everyone).Contains(type);
}
