using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ConversationGrid.Benchmarks.Servers;

/// <summary>A password hash in the format of ASP.NET Core Identity, version 3, with few rounds: it guards nothing.</summary>
internal static class PasswordHash
{
    private const byte Version3 = 1;
    private const uint HmacSha512 = 2;
    private const int Rounds = 1_000;
    private const int SaltBytes = 16;
    private const int KeyBytes = 32;
    private const int HeaderBytes = 13;

    public static string Of(string password)
    {
        var hash = new byte[HeaderBytes + SaltBytes + KeyBytes];
        hash[0] = Version3;
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(1), HmacSha512);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(5), Rounds);
        BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(9), SaltBytes);
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        salt.CopyTo(hash, HeaderBytes);
        Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA512, KeyBytes).CopyTo(hash, HeaderBytes + SaltBytes);
        return Convert.ToBase64String(hash);
    }
}
