using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Gateway.Wire;

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
}
