using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.ClientTypes;

/// <summary>The events as TypeScript.</summary>
internal static class TypeScriptTypes
{
    public static string Write(WireModel model)
    {
        var ts = new StringBuilder();
        ts.Append("/** The conversation's events as they cross the wire. Written by ./grid types from the contracts: change those instead. */\n\n");
        foreach (var words in model.Enums)
            ts.Append($"export type {words.Name} = {string.Join(" | ", words.Words.Select(w => $"\"{w}\""))};\n");
        ts.Append("export type Actor = { readonly kind: ActorKind; readonly id: string; readonly name?: string | null };\n\n");
        foreach (var record in model.Records) Type(ts, record.Name, record.Members);
        foreach (var e in model.Events.Where(e => e.Members.Count > 0)) Type(ts, $"{e.TypeName}Data", e.Members);
        ts.Append("export type Envelope<T extends string, D> = {\n");
        ts.Append("  readonly conversationId: string;\n  readonly seq: number;\n");
        ts.Append("  /** The seq of the event before this one that this audience may see; 0 for the first. */\n  readonly prev: number;\n");
        ts.Append("  readonly type: T;\n  readonly at: string;\n  readonly by: Actor;\n  readonly data: D;\n};\n\n");
        ts.Append("export type GridEvent =");
        foreach (var e in model.Events)
            ts.Append($"\n  | Envelope<\"{e.Name}\", {(e.Members.Count > 0 ? $"{e.TypeName}Data" : "object")}>");
        ts.Append(";\n\nexport type EventType = GridEvent[\"type\"];\n\n");
        Names(ts, "Events that everyone sees.", "everyonesEvents", model.Events.Where(e => e.Audience == Audience.Everyone));
        Names(ts, "Events that only staff see.", "staffEvents", model.Events.Where(e => e.Audience == Audience.Staff));
        ts.Append(
            "/** Every type of event that this client knows. */\nexport const eventTypes: readonly EventType[] = [...everyonesEvents, ...staffEvents];\n");
        return ts.ToString();
    }

    private static void Type(StringBuilder ts, string name, IReadOnlyList<WireMember> members)
    {
        ts.Append($"export type {name} = {{\n");
        foreach (var m in members)
        {
            if (m.IsStaffOnly) ts.Append("  /** Staff only. */\n");
            ts.Append($"  readonly {m.Name}{(m.IsNullable || m.IsStaffOnly ? "?" : "")}: {TypeOf(m.Type)}{(m.IsNullable ? " | null" : "")};\n");
        }
        ts.Append("};\n\n");
    }

    private static void Names(StringBuilder ts, string what, string name, IEnumerable<WireEvent> events)
    {
        ts.Append($"/** {what} */\nexport const {name} = [\n");
        foreach (var e in events) ts.Append($"  \"{e.Name}\",\n");
        ts.Append("] as const satisfies readonly EventType[];\n\n");
    }

    private static string TypeOf(WireType type) => type.Kind switch
    {
        WireKind.Text or WireKind.Time => "string",
        WireKind.Flag => "boolean",
        WireKind.Integer or WireKind.Number => "number",
        WireKind.Word or WireKind.Named => type.Name!,
        WireKind.List => $"readonly {ItemOf(type)}[]",
        WireKind.Map => $"Readonly<Record<string, {ItemOf(type)}>>",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Kind, "No such kind."),
    };

    private static string ItemOf(WireType type) => type.Item!.IsNullable
        ? type.Kind == WireKind.List ? $"({TypeOf(type.Item)} | null)" : $"{TypeOf(type.Item)} | null"
        : TypeOf(type.Item);
}
