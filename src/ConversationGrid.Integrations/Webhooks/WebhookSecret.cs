using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>Secrets and signatures as the Standard Webhooks convention has them.</summary>
internal static class WebhookSecret
{
    /// <summary>Begins a secret whose rest is base64.</summary>
    public const string Prefix = "whsec_";

    private const int BytesMade = 32;
    private const int BytesMin = 16;
    private const int BytesMax = 75;
    private const int TextMin = 8;
    private const int TextMax = 256;

    /// <summary>A new one.</summary>
    public static string Make() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(BytesMade));

    /// <summary>What is wrong with a given one; null: nothing.</summary>
    public static string? WhatIsWrong(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
            return secret.Length is >= TextMin and <= TextMax && !secret.Any(char.IsControl) ? null
                : $"A secret that is a text has {TextMin} to {TextMax} characters.";
        return Decoded(secret) is { Length: >= BytesMin and <= BytesMax } ? null : $"Behind {Prefix} stands the base64 of {BytesMin} to {BytesMax} bytes.";
    }

    /// <summary>The value of the header <c>webhook-signature</c>: one signature for each secret that is valid.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.")), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(KeyOf(secret), signed))}"));
    }

    private static byte[] KeyOf(string secret) => Decoded(secret) ?? Encoding.UTF8.GetBytes(secret);

    private static byte[]? Decoded(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var bytes = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], bytes, out var written) ? bytes[..written] : null;
    }
}
