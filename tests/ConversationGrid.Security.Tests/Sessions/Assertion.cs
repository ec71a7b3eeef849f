using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>An assertion as a company's server makes it, byte by byte, so that each part of it can be wrong.</summary>
internal sealed class Assertion
{
    private static int _made;

    private readonly JsonObject _header = new() { ["alg"] = "HS256", ["typ"] = "JWT", ["kid"] = "first" };
    private readonly JsonObject _claims;

    public Assertion(string subject, string workspace = "acme")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        _claims = new() { ["sub"] = subject, ["aud"] = workspace, ["iat"] = now, ["exp"] = now + 300,
            ["jti"] = $"assertion-{Interlocked.Increment(ref _made)}-{RandomNumberGenerator.GetHexString(16)}" };
    }

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public Assertion Header(string name, JsonNode? value)
    {
        _header[name] = value;
        return this;
    }

    public Assertion Claim(string name, JsonNode? value)
    {
        if (value is null) _claims.Remove(name);
        else _claims[name] = value;
        return this;
    }

    public string Hmac(string secret) => Signed(words => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), words));

    public string With(ECDsa key) => Header("alg", "ES256").Signed(words => key.SignData(words, HashAlgorithmName.SHA256));

    public string With(RSA key) => Header("alg", "RS256").Signed(words => key.SignData(words, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string Signed(Func<byte[], byte[]> sign)
    {
        var words = $"{Encode(_header.ToJsonString())}.{Encode(_claims.ToJsonString())}";
        return $"{words}.{Encode(sign(Encoding.ASCII.GetBytes(words)))}";
    }

    private static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
