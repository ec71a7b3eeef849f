using System.ComponentModel;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Wire;
using ConversationGrid.Integrations.Assistants;
using Microsoft.AspNetCore.Http;
using ModelContextProtocol.Server;

namespace ConversationGrid.Integrations.Mcp;

/// <summary>The tools of the MCP server. Whom they act for is the token's; no argument names a customer.</summary>
[McpServerToolType]
internal sealed class McpTools(AssistantCalls calls, IHttpContextAccessor http)
{
    private Guest Guest => AssistantDoor.Of(http.HttpContext!);

    [McpServerTool(Name = AssistantTools.SearchArticles, Title = "Search articles", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Searches the company's public help articles. Needs no token.")]
    public async Task<FoundArticles> SearchArticlesAsync(
        [Description("Words or a question, at most 1,000 characters.")] string query,
        [Description("BCP 47 tag of the language, e.g. en or ms.")] string? language = null,
        [Description("At most so many, 1 to 10. Default: 5.")] int? limit = null, CancellationToken cancel = default) =>
        new(await calls.SearchAsync(Guest, query, language, limit, cancel));

    [McpServerTool(Name = AssistantTools.Ask, Title = "Ask", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Answers a question from the company's public articles and names them; says so where none answers it. Needs no token.")]
    public async Task<AskedAnswer> AskAsync(
        [Description("The question, at most 1,000 characters.")] string question,
        [Description("BCP 47 tag of the language to answer in.")] string? language = null, CancellationToken cancel = default) =>
        await calls.AskAsync(Guest, question, language, cancel) is { } answer
            ? new AskedAnswer(true, answer.Text, answer.Citations)
            : new AskedAnswer(false, "No article answers this surely enough. A conversation (start_conversation) reaches the company's people.", []);

    [McpServerTool(
        Name = AssistantTools.StartConversation, Title = "Start a conversation", Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Begins a conversation in the customer's name. The company's assistant answers, does the tasks that it has, or hands over to a person. " +
        "read_conversation gives the answer.")]
    public Task<ConversationReceipt> StartConversationAsync(
        [Description("The first message, at most 8,000 characters.")] string text,
        [Description("What it is about, in a few words.")] string? topic = null,
        [Description("BCP 47 tag of the customer's language.")] string? language = null,
        [Description("Your own id of this call: the same one begins the same conversation only once.")] string? clientId = null,
        CancellationToken cancel = default) => calls.StartAsync(Guest, text, topic, language, clientId, cancel);

    [McpServerTool(Name = AssistantTools.PostMessage, Title = "Write a message", Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Writes a message into a conversation of the customer. A task that changes something asks first; the answer to that is a message too.")]
    public Task<PostReceipt> PostMessageAsync(
        string conversationId, [Description("At most 8,000 characters.")] string text,
        [Description("Your own id of this call: the same one is written only once.")] string? clientId = null, CancellationToken cancel = default) =>
        calls.PostAsync(Guest, conversationId, text, clientId, cancel);

    [McpServerTool(Name = AssistantTools.ReadConversation, Title = "Read a conversation", ReadOnly = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("What happened in a conversation of the customer behind an event. Ask again with after = last.")]
    public async Task<ReadAnswer> ReadConversationAsync(
        string conversationId, [Description("Sequence number of the last event that you have; 0 for all.")] long after = 0,
        [Description("Where there is nothing new: how many seconds to wait for it, 0 to 20.")] double waitSeconds = 0, CancellationToken cancel = default)
    {
        var (view, page) = await calls.ReadAsync(Guest, conversationId, after, TimeSpan.FromSeconds(Math.Clamp(waitSeconds, 0, 60)), cancel);
        return new(view.ConversationId, view.State, page.Events, Math.Max(after, page.Last));
    }

    [McpServerTool(Name = AssistantTools.RequestHuman, Title = "Ask for a person", Destructive = false, OpenWorld = false, UseStructuredContent = true)]
    [Description("Has a person of the company go on with a conversation.")]
    public Task<ConversationReceipt> RequestHumanAsync(
        string conversationId, [Description("Why, in a few words; staff see it.")] string? reason = null, CancellationToken cancel = default) =>
        calls.RequestHumanAsync(Guest, conversationId, reason, cancel);
}

/// <summary>Articles that fit, the best first.</summary>
public sealed record FoundArticles(IReadOnlyList<SuggestedArticle> Articles);

/// <summary>What the articles say.</summary>
/// <param name="Answered">Whether one answers the question.</param>
public sealed record AskedAnswer(bool Answered, string Text, IReadOnlyList<Citation> Citations);

/// <summary>What happened in a conversation.</summary>
/// <param name="State">Who has it: <c>bot</c>, <c>waiting</c>, <c>offered</c>, <c>assigned</c>, <c>resolved</c>, <c>closed</c>.</param>
/// <param name="Last">The last event that the caller has seen with these.</param>
public sealed record ReadAnswer(string ConversationId, ConversationStatus State, IReadOnlyList<JsonElement> Events, long Last);
