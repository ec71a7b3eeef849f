using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Contracts.Json;

/// <summary>
/// Conversation events as the protocol page shows them. Which members an audience sees, and under which name, stands as attributes on the
/// event's contract; the client types are generated from the same description. Pure, thread-safe.
/// </summary>
public static class EventWire
{
    /// <summary>Decimals of a number that is no integer, e.g. a score.</summary>
    private const int Decimals = 3;

    private static readonly string[] Envelope =
        [.. typeof(ConversationEvent).GetProperties().Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name))];

    private static readonly JsonSerializerOptions Everyone = Create(Audience.Everyone);
    private static readonly JsonSerializerOptions Staff = Create(Audience.Staff);
    private static readonly FrozenDictionary<Type, Entry> Entries =
        EventCodec.All.Where(t => t.IsSubclassOf(typeof(ConversationEvent))).ToFrozenDictionary(t => t, t => new Entry(t));

    /// <summary>The types of event that an audience sees, as the wire has them, in the order of their names.</summary>
    public static IEnumerable<JsonTypeInfo> TypesFor(Audience viewer) =>
        Entries.Values.Where(e => viewer.Sees(e.Audience)).OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => e.For(viewer));

    /// <summary>Names of the types of event that an audience sees.</summary>
    public static IEnumerable<string> NamesFor(Audience viewer) => Entries.Values.Where(e => viewer.Sees(e.Audience)).Select(e => e.Name)
        .Order(StringComparer.Ordinal);

    /// <summary>Writes <c>{conversationId, seq, prev, type, at, by, data}</c>.</summary>
    /// <param name="prev">The event before this one that the same audience may see; 0 for the first.</param>
    public static void Write(Utf8JsonWriter json, string conversationId, long seq, long prev, ConversationEvent e, Audience viewer)
    {
        var entry = Entries[e.GetType()];
        json.WriteStartObject();
        json.WriteString("conversationId", conversationId);
        json.WriteNumber("seq", seq);
        json.WriteNumber("prev", prev);
        json.WriteString("type", entry.EncodedName);
        json.WriteString("at", e.At.UtcDateTime);
        WriteContent(json, e, viewer);
        json.WriteEndObject();
    }

    /// <summary>Writes the members <c>by</c> and <c>data</c> into an object that is begun.</summary>
    public static void WriteContent(Utf8JsonWriter json, ConversationEvent e, Audience viewer)
    {
        json.WriteStartObject("by");
        json.WriteString("kind", Kind(e.ByKind));
        json.WriteString("id", e.ById);
        if (e.ByName is not null) json.WriteString("name", e.ByName);
        json.WriteEndObject();
        json.WritePropertyName("data");
        JsonSerializer.Serialize(json, e, Entries[e.GetType()].For(viewer));
    }

    /// <summary>An actor's kind on the wire.</summary>
    public static string Kind(ActorKind kind) => kind switch
    {
        ActorKind.Customer => "customer",
        ActorKind.Agent => "agent",
        ActorKind.Bot => "bot",
        _ => "system",
    };

    private static JsonSerializerOptions Create(Audience viewer) => ContractsJson.Create(info => Shape(info, viewer), new UtcTimes(), new RoundedNumbers());

    private static void Shape(JsonTypeInfo info, Audience viewer)
    {
        var isEvent = info.Type.IsSubclassOf(typeof(ConversationEvent));
        ContractsJson.Remove(info, p => (isEvent && Envelope.Contains(p.Name))
            || (ContractsJson.Find<SeenByAttribute>(p) is { } seen && !viewer.Sees(seen.Audience)));
        foreach (var property in info.Properties)
            if (ContractsJson.Find<WireNameAttribute>(property) is { } renamed) property.Name = renamed.Name;
    }

    private sealed class Entry(Type type)
    {
        private readonly JsonTypeInfo _everyone = Everyone.GetTypeInfo(type);
        private readonly JsonTypeInfo _staff = Staff.GetTypeInfo(type);

        public string Name { get; } = EventAttribute.Of(type).Name;
        public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(EventAttribute.Of(type).Name);
        public Audience Audience { get; } = EventAttribute.Of(type).Audience;

        public JsonTypeInfo For(Audience viewer) => viewer == Audience.Staff ? _staff : _everyone;
    }

    private sealed class RoundedNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetDouble();
        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value, Decimals));
    }
}
