using System.Text.Json;
using System.Text.Json.Serialization;

namespace ConversationGrid.Contracts.Json;

/// <summary>Times on the wire are UTC, with a <c>Z</c>, in events and in answers alike.</summary>
public sealed class UtcTimes : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
