using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Contracts.Json;

/// <summary>How contract types look as JSON: camelCase, nulls left out, enums by name, text readable. Members for the wire alone are left out.</summary>
public static class ContractsJson
{
    /// <summary>Enums by their names in camel case; numbers are refused. Stands first: the options below hold it.</summary>
    public static JsonConverter EnumNames { get; } = new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    /// <summary>The JSON of contract types in the journal and between silos.</summary>
    public static readonly JsonSerializerOptions Options = Create(StoredOnly);

    /// <summary>The same conventions with a further rule for each type, e.g. which members an audience sees.</summary>
    /// <param name="rule">Runs once a type.</param>
    /// <param name="converters">Taken before the ones for enums.</param>
    internal static JsonSerializerOptions Create(Action<JsonTypeInfo> rule, params ReadOnlySpan<JsonConverter> converters)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // Everything written here is read as JSON, never pasted into a page, so Malay, Tamil and emoji stay readable and short.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectRequiredConstructorParameters = false,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { rule } },
        };
        foreach (var converter in converters) options.Converters.Add(converter);
        options.Converters.Add(EnumNames);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Takes out members that are computed from others.</summary>
    public static void StoredOnly(JsonTypeInfo info) => Remove(info, p => Has<NotStoredAttribute>(p));

    /// <summary>Whether the member behind a JSON property carries an attribute.</summary>
    internal static bool Has<T>(JsonPropertyInfo property) where T : Attribute => property.AttributeProvider?.IsDefined(typeof(T), inherit: true) ?? false;

    /// <summary>The attribute of the member behind a JSON property.</summary>
    internal static T? Find<T>(JsonPropertyInfo property) where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), inherit: true) is [T found, ..] ? found : null;

    /// <summary>Takes members out of a type's JSON.</summary>
    internal static void Remove(JsonTypeInfo info, Predicate<JsonPropertyInfo> unwanted)
    {
        for (var i = info.Properties.Count - 1; i >= 0; i--)
            if (unwanted(info.Properties[i])) info.Properties.RemoveAt(i);
    }
}
