using System.Text.Json.Nodes;
using ConversationGrid.Integrations.Assistants;
using Microsoft.AspNetCore.Http;

namespace ConversationGrid.Integrations.A2a;

/// <summary>The card by which agents know the workspace's: for version 1.0, with the members of 0.3 beside them.</summary>
internal static class AgentCard
{
    private const string Text = "text/plain";

    public static JsonObject Of(HttpRequest request, string workspace)
    {
        var url = $"{ProtectedResources.Origin(request)}/a2a/{workspace}";
        return new()
        {
            ["name"] = $"Customer care of {workspace}",
            ["description"] =
                "Answers questions from the company's articles, does its tasks for the customer in whose name you come, and hands over to people.",
            ["version"] = typeof(AgentCard).Assembly.GetName().Version?.ToString(3) ?? "0",
            ["supportedInterfaces"] = new JsonArray(Interface(url, "1.0"), Interface(url, "0.3")),
            // What clients of version 0.3 look for.
            ["url"] = url, ["preferredTransport"] = "JSONRPC", ["protocolVersion"] = "0.3.0",
            ["capabilities"] = new JsonObject { ["streaming"] = true, ["pushNotifications"] = false },
            ["defaultInputModes"] = new JsonArray(Text), ["defaultOutputModes"] = new JsonArray(Text),
            ["securitySchemes"] = new JsonObject
            {
                ["customer"] = new JsonObject
                {
                    ["httpAuthSecurityScheme"] = new JsonObject { ["scheme"] = "bearer", ["description"] = Token(request) },
                    ["type"] = "http", ["scheme"] = "bearer", ["description"] = Token(request),
                },
            },
            ["securityRequirements"] = new JsonArray(new JsonObject { ["schemes"] = new JsonObject { ["customer"] = new JsonObject() } }),
            ["security"] = new JsonArray(new JsonObject { ["customer"] = new JsonArray() }),
            ["skills"] = new JsonArray(
                Skill("care", "Customer care", "Questions, tasks such as looking at an order or moving a booking, and people, in one conversation."),
                Skill("human", "A person", "Say that a person is wanted, and one goes on with the conversation.")),
        };
    }

    private static JsonObject Interface(string url, string version) => new() { ["url"] = url, ["protocolBinding"] = "JSONRPC", ["protocolVersion"] = version };

    private static string Token(HttpRequest request) =>
        $"A customer's token (POST {ProtectedResources.Origin(request)}/api/v1/sessions/customer), or a mandate of its session (POST .../mandates).";

    private static JsonObject Skill(string id, string name, string description) =>
        new() { ["id"] = id, ["name"] = name, ["description"] = description, ["tags"] = new JsonArray("support") };
}
