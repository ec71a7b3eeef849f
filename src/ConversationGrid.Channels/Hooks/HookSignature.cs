using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Channels.Hooks;

/// <summary>Signatures of the Standard Webhooks convention: <c>v1,</c> and the Base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class HookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far a call's time may be from this machine's.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <param name="at">When it is sent.</param>
    public static string Of(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}."));
        byte[] signed = [.. head, .. body];
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed))}";
    }

    /// <summary>Whether one of the signatures is right, and its time is near.</summary>
    /// <param name="signatures">Several, separated by spaces, while a secret changes.</param>
    public static bool IsRight(string secret, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (id is not { Length: > 0 and <= 200 } || signatures is null) return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 100_000_000_000) return false;
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        if ((now - at).Duration() > Tolerance) return false;
        var right = Encoding.ASCII.GetBytes(Of(secret, id, at, body));
        return signatures.Split(' ').Take(5).Any(s => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(s), right));
    }

    private static byte[] KeyOf(string secret)
    {
        const string prefix = "whsec_";
        var bytes = new byte[secret.Length];
        return secret.StartsWith(prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[prefix.Length..], bytes, out var length)
            ? bytes[..length]
            : Encoding.UTF8.GetBytes(secret);
    }
}
