using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Gateway;

/// <summary>How answers of hubs and REST look: as contracts do.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = Configure(new());

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = ContractsJson.Options.DefaultIgnoreCondition;
        options.Encoder = ContractsJson.Options.Encoder;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(ContractsJson.StoredOnly);
        options.Converters.Add(ContractsJson.EnumNames);
        options.Converters.Add(new UtcTimes());
        return options;
    }

    /// <summary>Times as everywhere on the wire: UTC, with a <c>Z</c>.</summary>
    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
    }
}
