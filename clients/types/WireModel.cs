using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.ClientTypes;

/// <summary>What crosses the wire in events: read from the serializer that writes them, so that the two cannot differ.</summary>
internal sealed record WireModel(IReadOnlyList<WireEvent> Events, IReadOnlyList<WireRecord> Records, IReadOnlyList<WireEnum> Enums)
{
    public static WireModel Read()
    {
        var reader = new Reader();
        reader.AddEnum(typeof(ActorKind));
        var everyone = EventWire.TypesFor(Audience.Everyone).ToDictionary(t => t.Type, t => t.Properties.Select(p => p.Name).ToHashSet());
        var events = EventWire.TypesFor(Audience.Staff)
            .Select(t => new WireEvent(EventCodec.NameOf(t.Type), EventAttribute.Of(t.Type).Audience, reader.Members(t, everyone.GetValueOrDefault(t.Type))))
            .OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
        return new(events, [.. reader.Records.Values.OrderBy(r => r.Name, StringComparer.Ordinal)],
            [.. reader.Enums.Values.OrderBy(e => e.Name, StringComparer.Ordinal)]);
    }

    private sealed class Reader
    {
        private readonly NullabilityInfoContext _nullability = new();

        public Dictionary<Type, WireRecord> Records { get; } = [];
        public Dictionary<Type, WireEnum> Enums { get; } = [];

        /// <param name="everyone">Members that everyone sees; null where the type is not an event, or staff alone see it.</param>
        public IReadOnlyList<WireMember> Members(JsonTypeInfo type, HashSet<string>? everyone) =>
            [.. type.Properties.Select(p =>
            {
                var property = (PropertyInfo)p.AttributeProvider!;
                var info = _nullability.Create(property);
                return new WireMember(p.Name, TypeOf(type.Options, property.PropertyType, info), IsNullable(property.PropertyType, info), everyone is not null
                    && !everyone.Contains(p.Name));
            })];

        public void AddEnum(Type type) => Enums.TryAdd(
            type, new(type.Name,
                [.. Enum.GetNames(type).Where(n => Convert.ToInt32(Enum.Parse(type, n), null) != 0).Select(JsonNamingPolicy.CamelCase.ConvertName)]));

        private static bool IsNullable(Type type, NullabilityInfo info) =>
            Nullable.GetUnderlyingType(type) is not null || info.ReadState == NullabilityState.Nullable;

        private WireType TypeOf(JsonSerializerOptions options, Type type, NullabilityInfo info)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type == typeof(string)) return new(WireKind.Text);
            if (type == typeof(bool)) return new(WireKind.Flag);
            if (type == typeof(int) || type == typeof(long)) return new(WireKind.Integer);
            if (type == typeof(double)) return new(WireKind.Number);
            if (type == typeof(DateTimeOffset)) return new(WireKind.Time);
            if (type.IsEnum)
            {
                AddEnum(type);
                return new(WireKind.Word, type.Name);
            }
            if (typeof(IEnumerable).IsAssignableFrom(type)) return Collection(options, type, info);
            if (!Records.ContainsKey(type))
            {
                Records[type] = new(type.Name, []);
                Records[type] = new(type.Name, Members(options.GetTypeInfo(type), null));
            }
            return new(WireKind.Named, type.Name);
        }

        private WireType Collection(JsonSerializerOptions options, Type type, NullabilityInfo info)
        {
            var arguments = type.GetGenericArguments();
            var item = info.GenericTypeArguments[^1];
            var of = TypeOf(options, arguments[^1], item) with { IsNullable = IsNullable(arguments[^1], item) };
            return arguments.Length == 2 ? new(WireKind.Map, Item: of) : new(WireKind.List, Item: of);
        }
    }
}

/// <summary>An event that somebody beside the grid sees.</summary>
internal sealed record WireEvent(string Name, Audience Audience, IReadOnlyList<WireMember> Members)
{
    public string TypeName => char.ToUpperInvariant(Name[0]) + Name[1..];
}

/// <summary>A member of an event's data or of a record.</summary>
/// <param name="IsStaffOnly">Whether customers do not get it.</param>
internal sealed record WireMember(string Name, WireType Type, bool IsNullable, bool IsStaffOnly);

/// <summary>An object within an event's data.</summary>
internal sealed record WireRecord(string Name, IReadOnlyList<WireMember> Members);

/// <summary>A closed set of words.</summary>
internal sealed record WireEnum(string Name, IReadOnlyList<string> Words);

/// <summary>The JSON type of a member.</summary>
internal sealed record WireType(WireKind Kind, string? Name = null, WireType? Item = null, bool IsNullable = false);

internal enum WireKind
{
    None = 0,
    Text,
    Flag,
    Integer,
    Number,
    Time,
    /// <summary>One of the words of an enum.</summary>
    Word,
    /// <summary>A record by its name.</summary>
    Named,
    List,
    Map,
}
