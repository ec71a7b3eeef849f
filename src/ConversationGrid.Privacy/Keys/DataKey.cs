using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Privacy.Keys;

/// <inheritdoc cref="IDataKey"/>
internal sealed class DataKey : IDataKey, IDisposable
{
    private readonly Lock _turn = new();
    private readonly AesGcm _aes;

    /// <summary>The stream, and behind it room for the place.</summary>
    private readonly byte[] _context;
    private bool _isDestroyed;

    public DataKey(string id, string stream, ReadOnlySpan<byte> key)
    {
        Id = id;
        _aes = Gcm.Of(key);
        _context = new byte[Encoding.UTF8.GetByteCount(stream) + sizeof(long)];
        Encoding.UTF8.GetBytes(stream, _context);
    }

    public string Id { get; }

    public byte[] Seal(ReadOnlySpan<byte> data, long place)
    {
        lock (_turn)
        {
            // Destroyed between two looks: what nobody can open any more is as good as nothing.
            return _isDestroyed ? [] : Gcm.Seal(_aes, data, ContextOf(place));
        }
    }

    public byte[]? Open(ReadOnlySpan<byte> sealedData, long place)
    {
        lock (_turn)
            return _isDestroyed ? null : Gcm.Open(_aes, sealedData, ContextOf(place));
    }

    /// <summary>Forgets the key; the system overwrites its memory.</summary>
    public void Dispose()
    {
        lock (_turn)
        {
            _isDestroyed = true;
            _aes.Dispose();
        }
    }

    private byte[] ContextOf(long place)
    {
        BinaryPrimitives.WriteInt64BigEndian(_context.AsSpan(_context.Length - sizeof(long)), place);
        return _context;
    }
}
