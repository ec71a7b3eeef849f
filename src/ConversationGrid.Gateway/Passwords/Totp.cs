using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Gateway.Passwords;

/// <summary>One-time codes by the time of day, RFC 6238, as authenticator apps make them: SHA-1, six digits, steps of 30 seconds.</summary>
public static class Totp
{
    /// <summary>Bytes of a secret: as many as the hash has.</summary>
    public const int SecretBytes = 20;

    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int StepSeconds = 30;

    /// <summary>Steps before and after the present one that count too: clocks differ, and typing takes time.</summary>
    private const int Skew = 1;

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>The step for which a code is right; null if it is right for none near now.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now)
    {
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = present - Skew; step <= present + Skew; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeOf(secret, step)), Encoding.UTF8.GetBytes(code))) found = step;
        return found;
    }

    /// <summary>The code of one step, RFC 4226.</summary>
    public static string CodeOf(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The standard's hash, in an HMAC.
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>The secret as people type it.</summary>
    public static string TextOf(byte[] secret)
    {
        var text = new StringBuilder();
        var (bits, have) = (0, 0);
        foreach (var b in secret)
        {
            (bits, have) = ((bits << 8 | b) & 0xFFFF, have + 8);
            for (; have >= 5; have -= 5) text.Append(Base32[bits >> (have - 5) & 31]);
        }
        return text.ToString();
    }

    /// <summary>What an app reads from a picture.</summary>
    public static string UriOf(byte[] secret, string workspace, string email)
    {
        var issuer = Uri.EscapeDataString($"ConversationGrid {workspace}");
        return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(email)}?secret={TextOf(secret)}&issuer={issuer}";
    }
}
