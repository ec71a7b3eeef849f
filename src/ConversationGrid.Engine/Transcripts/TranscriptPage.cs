using System.Buffers;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Engine.Transcripts;

/// <summary>How much one page holds: whichever bound is reached first ends it.</summary>
/// <param name="BytesMax">Bytes of its events on the wire; the event that reaches them still goes in.</param>
public readonly record struct PageSize(int EventsMax, int BytesMax);

/// <summary>What one audience may see of a part of a conversation: the events as the wire has them, and the state of the chain of <c>prev</c> behind
/// them.</summary>
public sealed class TranscriptPage
{
    private readonly PageSize _size;
    private int _bytes;

    internal TranscriptPage(EntityId conversation, Audience viewer, long last, long readTo, long upTo, PageSize size) =>
        (Conversation, Viewer, Last, ReadTo, UpTo, _size) = (conversation, viewer, last, readTo, upTo, size);

    public EntityId Conversation { get; }

    public Audience Viewer { get; }

    /// <summary>The last event that may be read.</summary>
    public long UpTo { get; }

    /// <summary>Whether nothing more goes into it.</summary>
    public bool IsFull => Events.Count >= _size.EventsMax || _bytes >= _size.BytesMax;

    /// <summary>Events for which there is room, if they are like those that are there.</summary>
    public int EventsThatFit => (int)Math.Min(
        _size.EventsMax - Events.Count, Events.Count == 0 ? _size.EventsMax : (_size.BytesMax - _bytes) / (_bytes / (double)Events.Count));

    public List<JsonElement> Events { get; } = [];

    /// <summary>The last event that the audience has seen after this page.</summary>
    public long Last { get; private set; }

    /// <summary>The last event that there is for the audience, on this page or behind it.</summary>
    public long Head
    {
        get => Math.Max(field, Last);
        internal set;
    }

    /// <summary>The last event of the stream, visible or not, that went into it.</summary>
    public long ReadTo { get; private set; }

    /// <summary>Whether the stream ended here when it was read.</summary>
    public bool IsComplete { get; internal set; }

    internal void Add(long seq, ConversationEvent e)
    {
        ReadTo = seq;
        if (!Viewer.Sees(Audiences.Of(e))) return;
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ContractsJson.Options.Encoder, SkipValidation = true }))
            EventWire.Write(json, Conversation.Id, seq, Last, e, Viewer);
        _bytes += buffer.WrittenCount;
        Events.Add(JsonElement.Parse(buffer.WrittenSpan));
        Last = seq;
    }
}
