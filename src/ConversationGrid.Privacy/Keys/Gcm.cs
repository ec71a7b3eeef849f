using System.Security.Cryptography;

namespace ConversationGrid.Privacy.Keys;

/// <summary>AES-256-GCM with a random nonce. The form of what is encrypted: one byte of version, nonce, tag, data.</summary>
internal static class Gcm
{
    public const int KeyBytes = 32;
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;

    public static AesGcm Of(ReadOnlySpan<byte> key) => new(key, TagBytes);

    /// <param name="context">What it belongs to: it is opened with the same only.</param>
    public static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> data, ReadOnlySpan<byte> context)
    {
        var all = new byte[HeadBytes + data.Length];
        all[0] = Version;
        var nonce = all.AsSpan(1, NonceBytes);
        var tag = all.AsSpan(1 + NonceBytes, TagBytes);
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(nonce, data, all.AsSpan(HeadBytes), tag, context);
        return all;
    }

    /// <summary>Null where it was not encrypted with this key for this context, or was changed.</summary>
    public static byte[]? Open(AesGcm aes, ReadOnlySpan<byte> all, ReadOnlySpan<byte> context)
    {
        if (all.Length < HeadBytes || all[0] != Version) return null;
        var data = new byte[all.Length - HeadBytes];
        try
        {
            aes.Decrypt(all.Slice(1, NonceBytes), all[HeadBytes..], all.Slice(1 + NonceBytes, TagBytes), data, context);
            return data;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
