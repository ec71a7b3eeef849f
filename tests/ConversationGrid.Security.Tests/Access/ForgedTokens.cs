using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Tokens as somebody makes them who has seen a right one and has no key.</summary>
internal static class ForgedTokens
{
    /// <summary>The same words under another key.</summary>
    public static string OtherKey(string token)
    {
        var parts = token.Split('.');
        return Sign($"{parts[0]}.{parts[1]}", "another-key-another-key-another-key!"u8);
    }

    /// <summary>All the ways, by name.</summary>
    public static IEnumerable<(string How, string Token)> From(string token, string role)
    {
        var parts = token.Split('.');
        var raised = Encode(Changed(parts[1], "role", role));
        yield return ("other key", Sign($"{parts[0]}.{raised}", "another-key-another-key-another-key!"u8));
        yield return ("old signature", $"{parts[0]}.{raised}.{parts[2]}");
        yield return ("no algorithm", $"{Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}")}.{raised}.");
        yield return ("NONE", $"{Encode("{\"alg\":\"NONE\",\"typ\":\"JWT\"}")}.{raised}.{parts[2]}");
        yield return ("empty key", Sign($"{parts[0]}.{raised}", [0]));
        yield return ("no signature", $"{parts[0]}.{raised}");
        yield return ("own key in the header", Sign($"{Encode("{\"alg\":\"HS256\",\"jwk\":{\"kty\":\"oct\",\"k\":\"YWJj\"}}")}.{raised}", "abc"u8));
        yield return ("key id as a path", Sign($"{Encode("{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}")}.{raised}", [0]));
        yield return ("another algorithm", $"{Encode("{\"alg\":\"HS512\",\"typ\":\"JWT\"}")}.{raised}.{parts[2]}");
        yield return ("other workspace", $"{parts[0]}.{Encode(Changed(parts[1], "ws", "other"))}.{parts[2]}");
        yield return ("no end", $"{parts[0]}.{Encode(Changed(parts[1], "exp", null))}.{parts[2]}");
        yield return ("five parts", $"{token}.x.y");
        yield return ("very long", $"{parts[0]}.{raised}.{new string('A', 4_000)}");
    }

    private static string Changed(string payload, string claim, string? value)
    {
        var json =
            JsonNode.Parse(Convert.FromBase64String(payload.Replace('-', '+').Replace('_', '/').PadRight((payload.Length + 3) / 4 * 4, '=')))!.AsObject();
        if (value is null) json.Remove(claim);
        else json[claim] = value;
        return json.ToJsonString();
    }

    private static string Sign(string words, ReadOnlySpan<byte> key) => $"{words}.{Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(words)))}";

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
