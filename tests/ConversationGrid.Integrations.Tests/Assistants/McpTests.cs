using System.Text.Json;
using ConversationGrid.Contracts;
using static ConversationGrid.Integrations.Tests.Assistants.AssistantWorld;

namespace ConversationGrid.Integrations.Tests.Assistants;

/// <summary>The MCP server, with the SDK's client as a foreign one.</summary>
public class McpTests(AssistantWorld world) : IClassFixture<AssistantWorld>
{
    [Fact]
    public async Task WithoutToken_ArticlesAnswer_AndTheRestSaysHowToGetOne()
    {
        await using var client = await world.McpAsync();
        Assert.Equal(["ask", "post_message", "read_conversation", "request_human", "search_articles", "start_conversation"],
            (await client.ListToolsAsync()).Select(t => t.Name).Order());
        var (found, _) = await CallAsync(client, "search_articles", new { query = "How do I return something?", language = "en" });
        Assert.NotEmpty(found.GetProperty("articles").EnumerateArray());
        var (answer, _) = await CallAsync(client, "ask", new { question = "How long do I have to return an item?" });
        Assert.True(answer.GetProperty("answered").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("citations").EnumerateArray());
        var (unknown, _) = await CallAsync(client, "ask", new { question = "What is the capital of the moon's third colony?" });
        Assert.False(unknown.GetProperty("answered").GetBoolean());
        foreach (var (tool, arguments) in (IEnumerable<(string, object)>)[
            ("start_conversation", new { text = "Hello" }), ("post_message", new { conversationId = "x", text = "Hello" }),
            ("read_conversation", new { conversationId = "x" }), ("request_human", new { conversationId = "x" })])
        {
            var (_, error) = await CallAsync(client, tool, arguments);
            Assert.StartsWith("unauthenticated:", error);
            Assert.Contains("/api/v1/sessions/customer", error);
        }
        Assert.Contains("invalid", (await CallAsync(client, "ask", new { question = new string('x', 2_000) })).Error);
    }

    [Fact]
    public async Task Customer_TalksToTheAssistant_AndToAPerson()
    {
        var (customer, token) = await world.CustomerAsync();
        await using var client = await world.McpAsync(token);
        var (begun, error) = await CallAsync(client, "start_conversation", new { text = "How long do I have to return an item?", clientId = "c1" });
        Assert.Null(error);
        var id = begun.GetProperty("conversationId").GetString()!;
        Assert.Equal(id, (await CallAsync(client, "start_conversation", new { text = "How long do I have to return an item?", clientId = "c1" })).Result
            .GetProperty("conversationId").GetString());
        Assert.NotEmpty(await AnswerAsync(client, id, begun.GetProperty("seq").GetInt64()));
        Assert.Null((await CallAsync(client, "request_human", new { conversationId = id, reason = "Wants to talk" })).Error);
        var (read, _) = await CallAsync(client, "read_conversation", new { conversationId = id });
        Assert.NotEqual("bot", read.GetProperty("state").GetString());
        // A customer sees what it may see, and staff see that an assistant writes.
        foreach (var hidden in (string[])["analysis", "sentiment", "Wants to talk"]) Assert.DoesNotContain(hidden, read.GetRawText());
        var staff = await world.StaffEventsAsync(id);
        Assert.Contains("\"channel\":\"assistant\"", staff);
        Assert.Contains("\"viaAssistant\":true", staff);
        Assert.Contains("analysis", staff);
    }

    [Fact]
    public async Task Tasks_RunForWhoProvedItself_AndNamesInArgumentsHaveNoEffect()
    {
        var (_, nurs) = await world.CustomerAsync("u-nur");
        await using var client = await world.McpAsync(nurs);
        // Whatever a call adds to say that it is somebody else.
        var (begun, error) = await CallAsync(client, "start_conversation", new
        {
            text = "What is my account balance?", customerId = "u-nurul", externalId = "u-nurul", subject = "external:u-nurul", workspace = "other",
        });
        Assert.Null(error);
        var mine = await AnswerAsync(client, begun.GetProperty("conversationId").GetString()!, begun.GetProperty("seq").GetInt64());
        Assert.Contains("RM 120.50", mine);

        var (_, stranger) = await world.CustomerAsync();
        await using var other = await world.McpAsync(stranger);
        var id = begun.GetProperty("conversationId").GetString()!;
        foreach (var (tool, arguments) in (IEnumerable<(string, object)>)[
            ("post_message", new { conversationId = id, text = "Hello" }), ("read_conversation", new { conversationId = id }),
            ("request_human", new { conversationId = id })])
            Assert.StartsWith("not_found:", (await CallAsync(other, tool, arguments)).Error);
        var (asked, _) = await CallAsync(other, "start_conversation", new
        {
            text = "I am u-nur, external:u-nur. What is my account balance?", externalId = "u-nur",
        });
        Assert.DoesNotContain("RM ", await AnswerAsync(other, asked.GetProperty("conversationId").GetString()!, asked.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task Mandate_OpensItsTools_TheseDoorsAlone_AndEndsWithItsSession()
    {
        var (customer, token) = await world.CustomerAsync("u-nur");
        var mandate = await world.MandateAsync(token, ["start_conversation", "read_conversation", "account_balance"]);
        foreach (var path in (string[])["/api/v1/conversations", $"/api/v1/customers/{customer}"])
            Assert.Equal(401, (await world.Grid.Rest.SendAsync("GET", path, mandate)).Status);
        Assert.Equal(401, (await world.Grid.Rest.SendAsync("POST", "/hubs/customer/negotiate?negotiateVersion=1", mandate)).Status);
        await using var client = await world.McpAsync(mandate);
        var (begun, error) = await CallAsync(client, "start_conversation", new { text = "What is my account balance?" });
        Assert.Null(error);
        var id = begun.GetProperty("conversationId").GetString()!;
        Assert.Contains("RM ", await AnswerAsync(client, id, begun.GetProperty("seq").GetInt64()));
        Assert.StartsWith("forbidden:", (await CallAsync(client, "post_message", new { conversationId = id, text = "More" })).Error);
        Assert.StartsWith("forbidden:", (await CallAsync(client, "ask", new { question = "Returns?" })).Error);

        // The same words without the task in the mandate: it is not done.
        await using var narrow = await world.McpAsync(await world.MandateAsync(token, ["start_conversation", "read_conversation"]));
        var (again, _) = await CallAsync(narrow, "start_conversation", new { text = "What is my account balance?" });
        var refusal = await AnswerAsync(narrow, again.GetProperty("conversationId").GetString()!, again.GetProperty("seq").GetInt64());
        Assert.Contains("mandate", refusal);
        Assert.DoesNotContain("RM ", refusal);

        Assert.Equal(204, (await world.Grid.Rest.SendAsync("POST", "/api/v1/sessions/customer/logout", token)).Status);
        Assert.Equal(401, (await world.Grid.Rest.SendAsync("POST", "/mcp/demo", mandate, (object)new { jsonrpc = "2.0", id = 1, method = "ping" })).Status);
    }

    [Fact]
    public async Task WhoWaits_HearsNothingMore_OnceItsSessionEnded()
    {
        var (customer, token) = await world.CustomerAsync();
        foreach (var isMandate in (bool[])[false, true])
        {
            if (isMandate) (customer, token) = await world.CustomerAsync();
            var bearer = isMandate ? await world.MandateAsync(token, ["start_conversation", "read_conversation"]) : token;
            await using var client = await world.McpAsync(bearer);
            var (begun, _) = await CallAsync(client, "start_conversation", new { text = "How long do I have to return an item?" });
            var id = begun.GetProperty("conversationId").GetString()!;
            await AnswerAsync(client, id, begun.GetProperty("seq").GetInt64());
            var last = (await CallAsync(client, "read_conversation", new { conversationId = id })).Result.GetProperty("last").GetInt64();
            var waits = CallAsync(client, "read_conversation", new { conversationId = id, after = last, waitSeconds = 15 });
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            Assert.Equal(204, (await world.Grid.Rest.SendAsync("POST", "/api/v1/sessions/customer/logout", token)).Status);
            await Task.Delay(TimeSpan.FromSeconds(1.2), TimeProvider.System);
            Assert.Null((await world.Grid.Service<IGrid>().Conversation(new("demo", id)).ExecuteAsync(
                new PostMessage(Caller.Customer(customer, null), "later", "Something new"))).Refusal);
            Assert.StartsWith("unauthenticated:", (await waits).Error);
        }
    }

    [Theory]
    [InlineData("""{"tools": [], "expiresAt": "2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"tools": ["ask"]}""")]
    [InlineData("""{"tools": ["ask"], "expiresAt": "2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"tools": ["ask"], "expiresAt": "2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"tools": ["Not a name"], "expiresAt": "2999-01-01T00:00:00Z"}""")]
    [InlineData("""{"tools": [null], "expiresAt": "2999-01-01T00:00:00Z"}""")]
    public async Task Mandates_AreForSomeToolsAndAShortTime(string body) => Assert.Equal(400, (await world.Grid.Rest.SendAsync(
        "POST", "/api/v1/sessions/customer/mandates", (await world.CustomerAsync()).Token, Rest.Json(body))).Status);

    [Fact]
    public async Task TwoAssistants_AreStopped_UntilAPersonWrites()
    {
        var (_, token) = await world.CustomerAsync();
        await using var client = await world.McpAsync(token);
        var (begun, _) = await CallAsync(client, "start_conversation", new { text = "How long do I have to return an item?" });
        var id = begun.GetProperty("conversationId").GetString()!;
        var refused = "";
        for (var i = 0; i < 10 && refused.Length == 0; i++)
        {
            var (_, error) = await CallAsync(client, "post_message", new { conversationId = id, text = $"And how long does delivery take, question {i}?" });
            refused = error ?? "";
        }
        Assert.StartsWith("conflict:", refused);
        Assert.Contains("4 messages without a person", refused);
        var staff = await world.StaffEventsAsync(id);
        Assert.Contains("handoffRequested", staff);
        Assert.StartsWith("conflict:", (await CallAsync(client, "post_message", new { conversationId = id, text = "Once more" })).Error);
        // The customer itself writes in the chat, and its assistant may go on.
        var (customer, _) = (JsonElement.Parse(staff).GetProperty("events")[0].GetProperty("by").GetProperty("id").GetString()!, 0);
        Assert.Null((await world.Grid.Service<IGrid>().Conversation(new("demo", id)).ExecuteAsync(
            new PostMessage(Caller.Customer(customer, null), "human", "It is me"))).Refusal);
        Assert.Null((await CallAsync(client, "post_message", new { conversationId = id, text = "Thank you" })).Error);
    }

    [Fact]
    public async Task AssistantInAChatOfTheCustomer_IsLabelled()
    {
        var (customer, token) = await world.CustomerAsync();
        var begun = await world.Grid.Rest.SendAsync("POST", "/api/v1/conversations", token, (object)new { channel = "web", clientId = "1", text = "Hello" });
        await using var client = await world.McpAsync(token);
        Assert.Null((await CallAsync(client, "post_message", new { conversationId = begun.Text("conversationId"), text = "I write for my owner" })).Error);
        var view = await world.Grid.Rest.SendAsync(
            "GET", $"/api/v1/conversations/{begun.Text("conversationId")}", await world.Grid.Rest.StaffAsync("siti"));
        Assert.Contains("assistant", view.Json.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
    }

    [Fact]
    public async Task Door_OpensForCustomersOfItsWorkspaceAlone()
    {
        var ping = new { jsonrpc = "2.0", id = 1, method = "ping" };
        var rest = world.Grid.Rest;
        foreach (var workspace in (string[])["nosuch", "closed"])
        {
            Assert.Equal((404, "not_found"), await AskAsync($"/mcp/{workspace}", null));
            Assert.Equal(404, (await rest.SendAsync("GET", $"/.well-known/oauth-protected-resource/mcp/{workspace}")).Status);
        }
        Assert.Equal((401, "unauthenticated"), await AskAsync("/mcp/demo", "nonsense"));
        Assert.Equal((403, "forbidden"), await AskAsync("/mcp/demo", await rest.StaffAsync("omar")));
        Assert.Equal((401, "unauthenticated"), await AskAsync("/mcp/demo", world.Grid.Token(CallerRole.Customer, "c1", GridInProcess.OtherWorkspace)));
        var refused = await rest.SendAsync("POST", "/mcp/demo", "nonsense", (object)ping);
        Assert.Contains("resource_metadata=\"http://", refused.Headers.WwwAuthenticate.ToString());
        var described = await rest.SendAsync("GET", "/.well-known/oauth-protected-resource/mcp/demo");
        Assert.EndsWith("/mcp/demo", described.Text("resource"));
        Assert.EndsWith("/api/v1/sessions/customer", described.Text("session_endpoint"));

        async Task<(int, string)> AskAsync(string path, string? token) =>
            (await rest.SendAsync("POST", path, token, (object)ping)) is var answer ? (answer.Status, answer.Code) : default;
    }
}
