using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ConversationGrid.Fuzz.Wire;

/// <summary>
/// A WebSocket client that does what it is told, also what no library would send: any opcode, any bytes, unmasked, cut in the middle.
/// One caller sends at a time; one reads.
/// </summary>
internal sealed class RawWebSocket : IDisposable
{
    public const byte Text = 1;
    public const byte Binary = 2;
    private const int HeadMax = 16 * 1024;

    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly byte[] _head = new byte[8];

    private RawWebSocket(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Asks for the upgrade. The socket is null when the host answered anything but 101.</summary>
    public static async Task<(RawWebSocket? Socket, int Status, string Answer)> OpenAsync(
        Uri host, string path, string? headers = null, IPAddress? from = null, CancellationToken cancel = default)
    {
        var socket = new RawWebSocket(await ConnectAsync(host, from, cancel));
        try
        {
            await socket.SendBytesAsync(Encoding.UTF8.GetBytes(
                $"GET {path} HTTP/1.1\r\nHost: {host.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: " +
                $"13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{headers}\r\n"), cancel);
            var answer = await socket.ReadHeadAsync(cancel);
            var status = answer.Length > 12 && int.TryParse(answer.AsSpan(9, 3), out var code) ? code : 0;
            if (status == 101) return (socket, status, answer);
            socket.Dispose();
            return (null, status, answer);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <param name="from">The own address, where it is to be another than the usual one.</param>
    public static async Task<Socket> ConnectAsync(Uri host, IPAddress? from = null, CancellationToken cancel = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (from is not null) socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(IPAddress.Parse(host.Host), host.Port, cancel);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>One frame as the standard has it.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload, byte opcode = Text, bool final = true, bool masked = true, int reserved = 0)
    {
        var extra = payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8;
        var frame = new byte[2 + extra + (masked ? 4 : 0) + payload.Length];
        frame[0] = (byte)((final ? 0x80 : 0) | (reserved << 4) | opcode);
        frame[1] = (byte)((masked ? 0x80 : 0) | (extra switch { 0 => payload.Length, 2 => 126, _ => 127 }));
        if (extra == 2) BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)payload.Length);
        else if (extra == 8) BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(2), payload.Length);
        // The mask is four zero bytes, so the payload stands as it is.
        payload.CopyTo(frame.AsSpan(frame.Length - payload.Length));
        return frame;
    }

    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default) => await _stream.WriteAsync(bytes, cancel);

    /// <summary>The next frame of the host; null when it has closed the connection.</summary>
    public async Task<(byte Opcode, byte[] Payload)?> ReadAsync(CancellationToken cancel = default)
    {
        try
        {
            await _stream.ReadExactlyAsync(_head.AsMemory(0, 2), cancel);
            var opcode = (byte)(_head[0] & 0x0f);
            long length = _head[1] & 0x7f;
            if (length == 126)
            {
                await _stream.ReadExactlyAsync(_head.AsMemory(0, 2), cancel);
                length = BinaryPrimitives.ReadUInt16BigEndian(_head);
            }
            else if (length == 127)
            {
                await _stream.ReadExactlyAsync(_head.AsMemory(0, 8), cancel);
                length = BinaryPrimitives.ReadInt64BigEndian(_head);
            }
            var payload = new byte[length];
            await _stream.ReadExactlyAsync(payload, cancel);
            return (opcode, payload);
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or SocketException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        // Reset, not wait: thousands of these end while the host still writes.
        _socket.LingerState = new(true, 0);
        _stream.Dispose();
    }

    private async Task<string> ReadHeadAsync(CancellationToken cancel)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (text.Length < HeadMax && await _stream.ReadAsync(one, cancel) == 1)
        {
            text.Append((char)one[0]);
            if (one[0] == '\n' && text.Length >= 4 && text[^2] == '\r' && text[^3] == '\n') break;
        }
        return text.ToString();
    }
}
