using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Contracts;

namespace ConversationGrid.Assistant.Tasks;

/// <summary>How a value is read out of what a customer writes.</summary>
public enum SlotKind
{
    None = 0,
    /// <summary>What fits the slot's pattern.</summary>
    Pattern,
    /// <summary>A day: 2026-12-04, 4/12/2026, 4 December, next Friday, esok. Kept as yyyy-MM-dd.</summary>
    Date,
    /// <summary>Whatever was written, up to 200 characters.</summary>
    Text,
    /// <summary>A number that the words call an order's ("my order 1002", "pesanan saya 1002", "no. 1002") and that fits the pattern; to the question for it,
    /// whatever fits.</summary>
    OrderNumber,
}

/// <summary>A value that a tool wants.</summary>
/// <param name="Pattern">Regular expression for <see cref="SlotKind.Pattern"/> and <see cref="SlotKind.OrderNumber"/>; its first group, or all of it, is the
/// value.</param>
/// <param name="Ask">The question for it, by language.</param>
public sealed record SlotDefinition(string Name, SlotKind Kind, string Description, string? Pattern, IReadOnlyDictionary<string, string> Ask);

/// <summary>What a tool is, wants and may do. What it needs is decided here, by who runs the product, and never by a model.</summary>
/// <param name="NeedsProof">Whether it runs only for a customer whose identity is proven.</param>
/// <param name="HasEffect">Whether it changes something: then the customer must agree to the very values first.</param>
/// <param name="Signs">Regular expressions over lower-case text, each of which tells that a customer wants this done. They also see the text with <c>#</c>
/// before each number that its words call an order's.</param>
public sealed record ToolDefinition(
    string Name, string Description, IReadOnlyList<SlotDefinition> Slots, bool NeedsProof, bool HasEffect, IReadOnlyList<string> Signs)
{
    /// <summary>The arguments as a JSON schema, for models. The customer is not among them: the grid says who that is.</summary>
    public JsonElement Schema()
    {
        var properties = new JsonObject();
        foreach (var slot in Slots)
        {
            var type = new JsonObject { ["type"] = "string", ["description"] = slot.Description };
            if (slot.Kind == SlotKind.Date) type["format"] = "date";
            properties[slot.Name] = type;
        }
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        return JsonSerializer.SerializeToElement(schema);
    }

    internal TaskProgress Begin() => new(Name, TaskStage.Filling, [], null, NeedsProof, HasEffect);
}

/// <summary>One call of a tool, with everything that the grid itself answers for.</summary>
/// <param name="Key">The same key is the same call: a tool does it once and gives the same answer again.</param>
/// <param name="Subject">Whom the customer proved to be: <c>external:ID</c> or <c>email:ADDRESS</c>; null where no proof is needed.</param>
public sealed record ToolCall(string Workspace, string Key, string? Subject, IReadOnlyDictionary<string, string> Arguments, string Language);

/// <summary>What a call would do.</summary>
/// <param name="Refusal">What the customer is told instead, if it cannot be done.</param>
/// <param name="Text">The change in the customer's language, with its real values.</param>
public sealed record ToolPreview(string? Refusal, string Text);

/// <summary>Something that the assistant can do for a customer. It trusts the call's subject and nothing else about who asks.</summary>
public interface ITool
{
    ToolDefinition Definition { get; }

    /// <summary>Looks what the call would do, and changes nothing.</summary>
    Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default);

    /// <summary>Does it. Throws only what may be tried again with the same key.</summary>
    Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default);
}

/// <summary>Sends one-time codes to addresses that the company knows.</summary>
public interface ICodeSender
{
    /// <summary>Whether it sends codes for a workspace.</summary>
    bool Serves(string workspace) => true;

    /// <summary>Sends a code if the address belongs to a customer; nobody is told whether it did.</summary>
    Task SendAsync(string workspace, string email, string code, string language, CancellationToken cancel = default);
}

/// <summary>The tools of one workspace.</summary>
/// <param name="Codes">How identities are proven without a signed session; null: only signed ones count.</param>
public sealed record Toolbox(IReadOnlyList<ITool> Tools, IOneTimeCodes? Codes)
{
    public static readonly Toolbox Empty = new([], null);

    public ITool? Find(string name) => Tools.FirstOrDefault(t => t.Definition.Name == name);
}
