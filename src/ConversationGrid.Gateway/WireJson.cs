using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Gateway;

/// <summary>How answers of hubs and REST look: as contracts do, and by reflection for the gateway's own records.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = Configure(new());

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = ContractsJson.Options.DefaultIgnoreCondition;
        options.Encoder = ContractsJson.Options.Encoder;
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(ContractsJson.Resolver, new DefaultJsonTypeInfoResolver());
        foreach (var converter in ContractsJson.Options.Converters)
            options.Converters.Add(converter);
        return options;
    }
}
