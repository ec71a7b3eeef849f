using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Attachments;

/// <summary>
/// A file encrypted in pieces, so that none must be whole in memory: the key's name, then each piece with its length before it. A piece is sealed for its
/// number, and the last one for being the last: pieces that are moved, left out or taken from another file do not open.
/// </summary>
internal static class SealedFile
{
    private const int PieceBytes = 65_536;

    /// <summary>A sealed piece is longer by its nonce and its tag; more is no piece of ours.</summary>
    private const int SealedBytesMax = PieceBytes + 256;

    /// <summary>Writes a file.</summary>
    /// <param name="file">Names the file: pieces of another one do not open.</param>
    public static async Task WriteAsync(Stream target, IDataKey key, string file, Stream content, CancellationToken cancel)
    {
        await WriteAsync(target, Encoding.UTF8.GetBytes(key.Id), cancel);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            for (var piece = 1L; ; piece++)
            {
                var read = await content.ReadAtLeastAsync(buffer.AsMemory(0, PieceBytes), PieceBytes, throwOnEndOfStream: false, cancel);
                var isLast = read < PieceBytes;
                await WriteAsync(target, key.Seal(buffer.AsSpan(0, read), piece, Beside(file, isLast)), cancel);
                if (isLast) return;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The name of the key under which a file was written.</summary>
    public static async Task<string> KeyOfAsync(Stream source, CancellationToken cancel) => Encoding.UTF8.GetString(await ReadAsync(source, cancel));

    /// <summary>Writes what stands behind the key's name.</summary>
    /// <exception cref="InvalidDataException">It was cut short or changed.</exception>
    public static async Task ReadAsync(Stream source, IDataKey key, string file, Stream target, CancellationToken cancel)
    {
        for (var piece = 1L; ; piece++)
        {
            var stored = await ReadAsync(source, cancel);
            if (key.Open(stored, piece, Beside(file, isLast: false)) is { } middle) await target.WriteAsync(middle, cancel);
            else if (key.Open(stored, piece, Beside(file, isLast: true)) is { } last)
            {
                await target.WriteAsync(last, cancel);
                return;
            }
            else throw new InvalidDataException("An attachment was changed.");
        }
    }

    private static byte[] Beside(string file, bool isLast) => Encoding.UTF8.GetBytes($"attachment {file}{(isLast ? " end" : "")}");

    private static async Task WriteAsync(Stream target, byte[] bytes, CancellationToken cancel)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        await target.WriteAsync(length, cancel);
        await target.WriteAsync(bytes, cancel);
    }

    private static async Task<byte[]> ReadAsync(Stream source, CancellationToken cancel)
    {
        try
        {
            var length = new byte[4];
            await source.ReadExactlyAsync(length, cancel);
            var size = BinaryPrimitives.ReadInt32LittleEndian(length);
            if (size is < 0 or > SealedBytesMax) throw new InvalidDataException("An attachment was changed.");
            var bytes = new byte[size];
            await source.ReadExactlyAsync(bytes, cancel);
            return bytes;
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("An attachment was cut short.");
        }
    }
}
