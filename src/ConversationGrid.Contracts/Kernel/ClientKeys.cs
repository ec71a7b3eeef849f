using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Contracts;

/// <summary>Stable fingerprints and ids derived from what clients send. They are stored, so they never change.</summary>
public static class ClientKeys
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>64-bit fingerprint of a sender's client id (FNV-1a over UTF-16 with a final mix); never 0.</summary>
    public static long Of(string senderId, string clientId)
    {
        var hash = Mix(Mix(14695981039346656037UL, senderId) ^ 0x1F, clientId);
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        return hash == 0 ? 1 : unchecked((long)hash);
    }

    /// <summary>
    /// The conversation that a customer's client id names: 26 characters from SHA-256. Deriving it makes <c>Start</c> idempotent without
    /// any table, on every silo and after every crash.
    /// </summary>
    public static string ConversationId(string workspace, string customerId, string clientId) =>
        Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"conversation\n{workspace}\n{customerId}\n{clientId}")));

    /// <summary>The first 130 bits as 26 letters and digits.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[26];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (bytes[bit / 8] << 8) | bytes[bit / 8 + 1];
            text[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }
        return new string(text);
    }

    private static ulong Mix(ulong hash, string text)
    {
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
