using System.Buffers;
using System.Text.Json;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Gateway.Wire;

/// <summary>Frames of hub pushes, each written once for all connections that get the same.</summary>
internal static class HubFrames
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = ContractsJson.Options.Encoder, SkipValidation = true };

    /// <summary>Largest buffer that a thread keeps, in bytes.</summary>
    private const int ScratchBytesMax = 64 * 1024;

    [ThreadStatic] private static Scratch? _scratch;

    /// <summary>One hub push, framed: <c>{"type":1,"target":NAME,"arguments":[...]}</c>.</summary>
    public static byte[] Push(string name, Action<Utf8JsonWriter> argument)
    {
        // Taken off the thread while it is used, so that an argument which pushes something itself gets another one.
        var scratch = _scratch ?? new();
        _scratch = null;
        var (buffer, json) = (scratch.Buffer, scratch.Json);
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber("type", 1);
        json.WriteString("target", name);
        json.WriteStartArray("arguments");
        argument(json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        buffer.GetSpan(1)[0] = 0x1e;
        buffer.Advance(1);
        var frame = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity <= ScratchBytesMax) _scratch = scratch;
        return frame;
    }

    /// <summary>A thread's buffer and writer, kept because a push is written for every event and audience.</summary>
    private sealed class Scratch
    {
        public Scratch() => Json = new(Buffer, WriterOptions);

        public ArrayBufferWriter<byte> Buffer { get; } = new(1024);
        public Utf8JsonWriter Json { get; }
    }
}
