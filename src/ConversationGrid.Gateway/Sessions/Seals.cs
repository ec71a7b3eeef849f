using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Encrypts the few secrets that must be kept readable, under a key that is made of the one that signs tokens: AES-256-GCM.</summary>
public sealed class Seals(SigningKey key)
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <param name="purpose">What is sealed for one purpose opens for no other.</param>
    public string Seal(string purpose, ReadOnlySpan<byte> secret)
    {
        var sealedBytes = new byte[NonceBytes + TagBytes + secret.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, NonceBytes));
        using var aes = Of(purpose);
        aes.Encrypt(sealedBytes.AsSpan(0, NonceBytes), secret, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>The secret; null where the key is another one now, or the text was changed.</summary>
    public byte[]? TryOpen(string purpose, string text)
    {
        try
        {
            var sealedBytes = Convert.FromBase64String(text);
            if (sealedBytes.Length < NonceBytes + TagBytes) return null;
            var secret = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var aes = Of(purpose);
            aes.Decrypt(sealedBytes.AsSpan(0, NonceBytes), sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), secret);
            return secret;
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>A keyed hash: a reader without the key can try no values. As 26 letters and digits.</summary>
    public string Hash(string purpose, string text) => Contracts.ClientKeys.Base32(HMACSHA256.HashData(KeyOf(purpose), Encoding.UTF8.GetBytes(text)));

    private AesGcm Of(string purpose) => new(KeyOf(purpose), TagBytes);

    private byte[] KeyOf(string purpose) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key.Bytes, 32, info: Encoding.UTF8.GetBytes($"conversationgrid {purpose}"));
}
