using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ConversationGrid.Contracts.Json;

/// <summary>An event as the journal keeps it: what it is, its structure, and apart from that what is personal.</summary>
/// <param name="Type">Stable name of the event's type.</param>
/// <param name="Structure">JSON object without any personal member; enough to fold state.</param>
/// <param name="Personal">JSON object of the personal members; null where there are none, or after an erasure.</param>
/// <param name="PersonalKey">Id of the key that encrypted <paramref name="Personal"/>; null: it is in clear.</param>
public readonly record struct EncodedEvent(string Type, byte[] Structure, byte[]? Personal, string? PersonalKey = null);

/// <summary>Writes and reads events for the journal. Pure, thread-safe.</summary>
public static class EventCodec
{
    /// <summary>Every type of event of the product: those with an <see cref="EventAttribute"/>.</summary>
    public static readonly IReadOnlyList<Type> All = [.. typeof(DomainEvent).Assembly.GetTypes()
        .Where(t => t.IsDefined(typeof(EventAttribute), inherit: false))];

    // The options come before the entries, which are built from them: static fields are set in the order written.
    private static readonly JsonSerializerOptions StructureOptions = Only(personal: false);
    private static readonly JsonSerializerOptions PersonalOptions = Only(personal: true);
    private static readonly FrozenDictionary<Type, Entry> ByType = All.ToFrozenDictionary(t => t, t => new Entry(t, EventAttribute.Of(t).Name));
    private static readonly FrozenDictionary<string, Entry> ByName = ByType.Values.ToFrozenDictionary(e => e.Name);

    /// <summary>The journal's name of an event type.</summary>
    public static string NameOf(Type type) => ByType[type].Name;

    /// <summary>The event type of a journal's name.</summary>
    /// <exception cref="JsonException">No version of the product wrote such an event.</exception>
    public static Type TypeOf(string name) => Find(name).Type;

    public static EncodedEvent Encode(DomainEvent e)
    {
        var entry = ByType[e.GetType()];
        var structure = JsonSerializer.SerializeToUtf8Bytes(e, entry.Structure);
        var personal = entry.Personal is null ? null : JsonSerializer.SerializeToUtf8Bytes(e, entry.Personal);
        return new(entry.Name, structure, personal is { Length: > 2 } ? personal : null);
    }

    /// <summary>Reads an event back.</summary>
    /// <exception cref="JsonException">The name is unknown, or the JSON is not that event's.</exception>
    public static DomainEvent Decode(string name, ReadOnlySpan<byte> structure, ReadOnlySpan<byte> personal)
    {
        var entry = Find(name);
        var whole = personal.Length > 2 ? Join(structure, personal) : structure;
        return (DomainEvent?)JsonSerializer.Deserialize(whole, entry.Whole) ?? throw new JsonException($"Event '{name}' is null.");
    }

    private static Entry Find(string name) =>
        ByName.TryGetValue(name, out var entry) ? entry : throw new JsonException($"The journal holds an event '{name}' that this version does not know.");

    /// <summary><c>{a}</c> and <c>{b}</c> become <c>{a,b}</c>: both are objects that this codec wrote.</summary>
    private static ReadOnlySpan<byte> Join(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> personal)
    {
        var joined = new byte[structure.Length + personal.Length - 1];
        structure[..^1].CopyTo(joined);
        joined[structure.Length - 1] = (byte)',';
        personal[1..].CopyTo(joined.AsSpan(structure.Length));
        return joined;
    }

    private sealed class Entry(Type type, string name)
    {
        public Type Type { get; } = type;
        public string Name { get; } = name;
        public JsonTypeInfo Whole { get; } = ContractsJson.Options.GetTypeInfo(type);
        public JsonTypeInfo Structure { get; } = StructureOptions.GetTypeInfo(type);
        public JsonTypeInfo? Personal { get; } = HasPersonal(type) ? PersonalOptions.GetTypeInfo(type) : null;
    }

    private static bool HasPersonal(Type type) => type.GetProperties().Any(p => p.IsDefined(typeof(PersonalAttribute), inherit: true));

    private static JsonSerializerOptions Only(bool personal) => ContractsJson.Create(info =>
    {
        ContractsJson.StoredOnly(info);
        if (typeof(DomainEvent).IsAssignableFrom(info.Type)) ContractsJson.Remove(info, p => ContractsJson.Has<PersonalAttribute>(p) != personal);
        // What is personal deeper inside an event has a member of its own in the event, which stands among the personal ones.
        else if (!personal) ContractsJson.Remove(info, ContractsJson.Has<PersonalAttribute>);
    });
}
