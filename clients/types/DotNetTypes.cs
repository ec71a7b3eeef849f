using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.ClientTypes;

/// <summary>The events as C#: one record with the members of all of them, because a client reads most of them alike.</summary>
internal static class DotNetTypes
{
    public static string Write(WireModel model)
    {
        var cs = new StringBuilder();
        cs.Append("// Written by ./grid types from the contracts: change those instead.\n#nullable enable\nnamespace ConversationGrid.Client.Wire;\n\n");
        cs.Append("/// <summary>Types of the conversation's events.</summary>\npublic static class EventTypes\n{");
        foreach (var e in model.Events)
            cs.Append($"\n    /// <summary>Seen by {(e.Audience == Audience.Everyone ? "everyone" : "staff")}.</summary>\n    public const string " +
                $"{e.TypeName} = \"{e.Name}\";\n");
        cs.Append(
            "}\n\n/// <summary>The data of every event type in one shape; what a type does not have is null.</summary>\npublic sealed record EventData\n{");
        foreach (var member in model.Events.SelectMany(e => e.Members.Select(m => (Event: e.Name, Member: m))).GroupBy(x => x.Member.Name)
            .OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var types = member.Select(x => TypeOf(x.Member.Type)).Distinct().ToList();
            if (types.Count > 1)
                throw new InvalidOperationException($"Member '{member.Key}' has several types: {string.Join(", ", types)}. One name has one type over all " +
                    $"events.");
            cs.Append($"\n    /// <summary>Of {string.Join(", ", member.Select(x => x.Event))}.</summary>\n    public {types[0]}? {Pascal(member.Key)} {{ " +
                $"get; init; }}\n");
        }
        cs.Append("}\n");
        foreach (var record in model.Records)
        {
            cs.Append($"\n/// <summary>Part of an event's data.</summary>\npublic sealed record {record.Name}\n{{");
            foreach (var m in record.Members)
                cs.Append($"\n    /// <summary>As the contract says.</summary>\n    public {TypeOf(m.Type)}? {Pascal(m.Name)} {{ get; init; }}\n");
            cs.Append("}\n");
        }
        return cs.ToString();
    }

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string TypeOf(WireType type) => type.Kind switch
    {
        WireKind.Text => "string",
        WireKind.Flag => "bool",
        WireKind.Integer => "long",
        WireKind.Number => "double",
        WireKind.Time => "DateTimeOffset",
        // A word that this client does not know yet stays readable.
        WireKind.Word => "string",
        WireKind.Named => type.Name!,
        WireKind.List => $"IReadOnlyList<{ItemOf(type)}>",
        WireKind.Map => $"IReadOnlyDictionary<string, {ItemOf(type)}>",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "No such kind."),
    };

    private static string ItemOf(WireType type) => TypeOf(type.Item!) + (type.Item!.IsNullable ? "?" : "");
}
