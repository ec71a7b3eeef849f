using System.Buffers.Text;
using System.Text.Json;

namespace ConversationGrid.Client.Hubs;

/// <summary>What a frame of the SignalR JSON protocol is for; the numbers are the protocol's.</summary>
public enum HubFrameKind
{
    None = 0,
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}

/// <summary>
/// One frame of the SignalR JSON protocol, read in place: the spans point into the bytes that were received and live as long as they do.
/// </summary>
public readonly ref struct HubFrame
{
    /// <summary>The byte that ends every frame.</summary>
    public const byte Separator = 0x1e;

    private HubFrame(HubFrameKind kind, long invocationId, ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument, ReadOnlySpan<byte> result, string? error)
    {
        Kind = kind;
        InvocationId = invocationId;
        Target = target;
        Argument = argument;
        Result = result;
        Error = error;
    }

    public HubFrameKind Kind { get; }

    /// <summary>Number of the call that is answered; 0 when the frame has none or one that is not ours.</summary>
    public long InvocationId { get; }

    /// <summary>Name of the method that the server calls, in UTF-8.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>JSON of the first argument; empty when there is none.</summary>
    public ReadOnlySpan<byte> Argument { get; }

    /// <summary>JSON of the result; empty when there is none.</summary>
    public ReadOnlySpan<byte> Result { get; }

    public string? Error { get; }

    /// <summary>Reads a frame without its separator.</summary>
    /// <exception cref="JsonException">The bytes are no JSON object.</exception>
    public static HubFrame Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var kind = HubFrameKind.None;
        var id = 0L;
        ReadOnlySpan<byte> target = default, argument = default, result = default;
        string? error = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A hub frame is a JSON object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8)) kind = reader.Read() && reader.TryGetInt32(out var n) ? (HubFrameKind)n : HubFrameKind.None;
            else if (reader.ValueTextEquals("target"u8)) target = reader.Read() ? reader.ValueSpan : default;
            else if (reader.ValueTextEquals("invocationId"u8)) id = reader.Read() && Utf8Parser.TryParse(reader.ValueSpan, out long n, out _) ? n : 0;
            else if (reader.ValueTextEquals("arguments"u8)) argument = FirstOf(ref reader, json);
            else if (reader.ValueTextEquals("result"u8)) result = Whole(ref reader, json);
            else if (reader.ValueTextEquals("error"u8)) error = reader.Read() ? reader.GetString() : null;
            else reader.Skip();
        }
        return new HubFrame(kind, id, target, argument, result, error);
    }

    private static ReadOnlySpan<byte> FirstOf(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("The arguments of a hub frame are an array.");
        ReadOnlySpan<byte> first = default;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (first.IsEmpty) first = json[start..(int)reader.BytesConsumed];
        }
        return first;
    }

    private static ReadOnlySpan<byte> Whole(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
