using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal;

/// <summary>For readers of all streams: what cannot be decoded is passed on as what it is.</summary>
internal static class Leniently
{
    public static Committed Read(long seq, string type, ReadOnlySpan<byte> structure, ReadOnlySpan<byte> personal)
    {
        try
        {
            return new(seq, EventCodec.Decode(type, structure, personal));
        }
        catch (JsonException)
        {
            return new(seq, new UnreadableEvent(type) { At = default });
        }
    }
}
