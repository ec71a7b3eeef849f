using ConversationGrid.Contracts;

namespace ConversationGrid.Attachments;

/// <summary>A file that comes in, with its beginning that was looked at already; counted, and refused when it gets too long.</summary>
internal sealed class CountedStream(ReadOnlyMemory<byte> head, Stream rest, long bytesMax) : Stream
{
    private ReadOnlyMemory<byte> _head = head;

    /// <summary>Bytes so far.</summary>
    public long Count { get; private set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        if (_head.IsEmpty) read = await rest.ReadAsync(buffer, cancellationToken);
        else
        {
            read = Math.Min(buffer.Length, _head.Length);
            _head[..read].CopyTo(buffer);
            _head = _head[read..];
        }
        Count += read;
        return Count <= bytesMax ? read : throw new RefusedException(Refusal.TooLarge($"A file has at most {bytesMax} bytes."));
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => Count; set => throw new NotSupportedException(); }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
