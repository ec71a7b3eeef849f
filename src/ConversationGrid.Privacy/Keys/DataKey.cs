using System.Buffers;
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
    private readonly byte[] _stream;
    private bool _isDestroyed;

    public DataKey(string id, string stream, ReadOnlySpan<byte> key) => (Id, _aes, _stream) = (id, Gcm.Of(key), Encoding.UTF8.GetBytes(stream));

    public string Id { get; }

    public byte[] Seal(ReadOnlySpan<byte> data, long place, ReadOnlySpan<byte> beside)
    {
        var context = ArrayPool<byte>.Shared.Rent(LengthOf(beside));
        Write(context, place, beside);
        lock (_turn)
        {
            // Destroyed between two looks: what nobody can open any more is as good as nothing.
            var all = _isDestroyed ? [] : Gcm.Seal(_aes, data, context.AsSpan(0, LengthOf(beside)));
            ArrayPool<byte>.Shared.Return(context);
            return all;
        }
    }

    public byte[]? Open(ReadOnlySpan<byte> sealedData, long place, ReadOnlySpan<byte> beside)
    {
        var context = ArrayPool<byte>.Shared.Rent(LengthOf(beside));
        Write(context, place, beside);
        lock (_turn)
        {
            var data = _isDestroyed ? null : Gcm.Open(_aes, sealedData, context.AsSpan(0, LengthOf(beside)));
            ArrayPool<byte>.Shared.Return(context);
            return data;
        }
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

    private int LengthOf(ReadOnlySpan<byte> beside) => _stream.Length + sizeof(long) + beside.Length;

    /// <summary>What it belongs to: the stream, its place there, and what lies beside it.</summary>
    private void Write(Span<byte> context, long place, ReadOnlySpan<byte> beside)
    {
        _stream.CopyTo(context);
        BinaryPrimitives.WriteInt64BigEndian(context[_stream.Length..], place);
        beside.CopyTo(context[(_stream.Length + sizeof(long))..]);
    }
}
