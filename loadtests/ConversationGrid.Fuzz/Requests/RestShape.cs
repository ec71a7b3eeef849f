using System.Text.Json;
using ConversationGrid.Fuzz.Frames;
using ConversationGrid.Fuzz.Wire;

namespace ConversationGrid.Fuzz.Requests;

/// <summary>One call of the REST interface, as the host's own OpenAPI page has it: a new call is fuzzed from its first day.</summary>
internal sealed record RestCall(string Method, string Path, IReadOnlyList<string> Queries, JsonElement Schema, JsonElement Document)
{
    public bool HasBody => Schema.ValueKind == JsonValueKind.Object;

    public static async Task<IReadOnlyList<RestCall>> ReadAllAsync(Rest rest)
    {
        var document = (await rest.SendAsync("GET", "/openapi/v1.json")).Json;
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from method in path.Value.EnumerateObject()
               where !EndsSessions(path.Name, method.Name)
               let parameters = method.Value.TryGetProperty("parameters", out var p) ? p.EnumerateArray().ToList() : []
               let body = method.Value.TryGetProperty("requestBody", out var b) && b.GetProperty("content").TryGetProperty("application/json", out var json)
                   ? json.GetProperty("schema") : default
               select new RestCall(
                   method.Name.ToUpperInvariant(), path.Name,
                   [.. parameters.Where(x => x.GetProperty("in").GetString() == "query").Select(x => x.GetProperty("name").GetString()!)], body, document),
        ];
    }

    /// <summary>What ends the sessions of staff would end the fuzz as well.</summary>
    private static bool EndsSessions(string path, string method) =>
        path == "/api/v1/sessions/agent/logout" || (method == "delete" && path.Contains("/sessions"));

    /// <summary>A body of the right shape, with some fields wild.</summary>
    public string Body(Random dice, double wild) => HasBody ? Value(Schema, dice, wild, 0) : "";

    private string Value(JsonElement schema, Random dice, double wild, int depth)
    {
        if (depth > 6 || dice.NextDouble() < wild) return WildValues.Any(dice);
        if (schema.TryGetProperty("$ref", out var reference)) return Value(Resolve(reference.GetString()!), dice, wild, depth + 1);
        if (schema.TryGetProperty("oneOf", out var oneOf)) return Value(oneOf[dice.Next(oneOf.GetArrayLength())], dice, wild, depth + 1);
        if (schema.TryGetProperty("properties", out var properties))
        {
            var members = properties.EnumerateObject().Where(_ => dice.Next(15) != 0)
                .Select(p => $"{WildValues.Quote(p.Name)}:{Named(p.Name, p.Value, dice, wild, depth)}");
            return $"{{{string.Join(',', members)}}}";
        }
        return schema.TryGetProperty("type", out var type) ? Typed(type, schema, dice, wild, depth) : "null";
    }

    private string Named(string name, JsonElement schema, Random dice, double wild, int depth) => dice.NextDouble() < wild ? WildValues.Any(dice) : name switch
    {
        "workspace" => "\"demo\"",
        "email" => $"\"f{dice.Next(50)}@example.test\"",
        "channel" => "\"form\"",
        "clientId" => $"\"k{dice.Next(100_000)}\"",
        "locale" => "\"en\"",
        // Anyone could be known by these; the fuzz means the others.
        "externalId" or "signature" => "null",
        _ => Value(schema, dice, wild, depth + 1),
    };

    private string Typed(JsonElement type, JsonElement schema, Random dice, double wild, int depth)
    {
        var name = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!).First(t => t != "null") : type.GetString();
        return name switch
        {
            "integer" or "number" => dice.Next(-1, 10).ToString(System.Globalization.CultureInfo.InvariantCulture),
            "boolean" => dice.Next(2) == 0 ? "true" : "false",
            "array" => $"[{string.Join(',', Enumerable.Range(0, dice.Next(3)).Select(_ => Value(schema.GetProperty("items"), dice, wild, depth + 1)))}]",
            "object" => "{}",
            _ => WildValues.Quote($"word {dice.Next(1000)}"),
        };
    }

    private JsonElement Resolve(string reference)
    {
        var at = Document;
        foreach (var part in reference.TrimStart('#', '/').Split('/')) at = at.GetProperty(part);
        return at;
    }
}
