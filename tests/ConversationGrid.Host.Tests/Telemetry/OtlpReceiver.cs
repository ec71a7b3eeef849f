using System.Net;
using System.Text;

namespace ConversationGrid.Host.Tests.Telemetry;

/// <summary>A collector that takes OTLP over HTTP and keeps all of it: the bytes, and the spans in them.</summary>
public sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _http = new();
    private readonly List<(string Path, byte[] Body)> _received = [];

    public OtlpReceiver()
    {
        Endpoint = new($"http://127.0.0.1:{HostProcess.FreePort()}");
        _http.Prefixes.Add($"{Endpoint}");
        _http.Start();
        _ = TakeAsync();
    }

    public Uri Endpoint { get; }

    public IReadOnlyList<Span> Spans()
    {
        lock (_received)
            return [.. _received.Where(r => r.Path == "/v1/traces").SelectMany(r => Span.Of(r.Body))];
    }

    /// <summary>All that came, as text: protobuf holds strings as they are.</summary>
    public string Text(string path)
    {
        lock (_received)
            return string.Concat(_received.Where(r => r.Path == path).Select(r => Encoding.UTF8.GetString(r.Body)));
    }

    public void Dispose() => _http.Close();

    private async Task TakeAsync()
    {
        while (_http.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _http.GetContextAsync();
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            lock (_received) _received.Add((call.Request.Url!.AbsolutePath, body.ToArray()));
            call.Response.ContentType = "application/x-protobuf";
            call.Response.Close();
        }
    }
}

/// <summary>What the tests look at of a span.</summary>
public sealed record Span(string TraceId, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Links)
{
    public override string ToString() => $"{TraceId[..6]} {Id[..6]}<{(Parent.Length > 0 ? Parent[..6] : "")} {Name} " +
        $"{string.Join(" ", Tags.Select(t => $"{t.Key}={t.Value}"))}";

    /// <summary>The spans of one request of opentelemetry/proto/collector/trace/v1.</summary>
    public static IEnumerable<Span> Of(byte[] request) =>
        from resource in Fields(request, 1)
        from scope in Fields(resource, 2)
        from span in Fields(scope, 2)
        select new Span(
            Hex(span, 1), Hex(span, 2), Hex(span, 4), Word(span, 5),
            Fields(span, 9).ToDictionary(a => Word(a, 1), a => Value([.. Fields(a, 2)])),
            [.. Fields(span, 13).Select(link => Hex(link, 2))]);

    private static string Value(IReadOnlyList<byte[]> any) =>
        any is [var value] ? string.Concat(Wire(value).Select(f => f.Bytes is { } text ? Encoding.UTF8.GetString(text) : $"{f.Number}")) : "";

    private static string Hex(byte[] message, int field) => Fields(message, field).Select(Convert.ToHexStringLower).FirstOrDefault("");

    private static string Word(byte[] message, int field) => Fields(message, field).Select(Encoding.UTF8.GetString).FirstOrDefault("");

    private static IEnumerable<byte[]> Fields(byte[] message, int field) =>
        Wire(message).Where(f => f.Field == field && f.Bytes is not null).Select(f => f.Bytes!);

    /// <summary>Protobuf's own encoding: a key with the field and how it is written, then the value.</summary>
    private static IEnumerable<(int Field, byte[]? Bytes, ulong Number)> Wire(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Number();
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return (field, null, Number());
                    break;
                case 1:
                    yield return (field, null, BitConverter.ToUInt64(message, at));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Number();
                    yield return (field, message[at..(at + length)], 0);
                    at += length;
                    break;
                case 5:
                    yield return (field, null, BitConverter.ToUInt32(message, at));
                    at += 4;
                    break;
                default:
                    throw new FormatException($"Wire type {key & 7} is none of OTLP.");
            }

            ulong Number()
            {
                var value = 0UL;
                for (var shift = 0; ; shift += 7)
                {
                    var b = message[at++];
                    value |= (ulong)(b & 0x7f) << shift;
                    if (b < 0x80) return value;
                }
            }
        }
    }
}
