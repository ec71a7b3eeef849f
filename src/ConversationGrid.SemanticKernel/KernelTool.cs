using System.Globalization;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using Microsoft.SemanticKernel;

namespace ConversationGrid.SemanticKernel;

/// <summary>What the product must know of a function beside its own description; a plugin cannot decide this for itself.</summary>
/// <param name="NeedsProof">Whether it runs only for a customer whose identity is proven.</param>
/// <param name="HasEffect">Whether it changes something: then the customer must agree to the very values first.</param>
/// <param name="Signs">Regular expressions over lower-case text, each of which tells that a customer wants this done.</param>
/// <param name="Ask">The question for a parameter, by its name and then by language. Default: asked for by its description.</param>
public sealed record KernelToolRules(
    bool NeedsProof = true, bool HasEffect = true, IReadOnlyList<string>? Signs = null,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? Ask = null);

/// <summary>
/// A function of Semantic Kernel as a tool. Parameters named <c>subject</c>, <c>key</c>, <c>workspace</c> and <c>language</c> are filled by the grid and
/// never asked for, so no customer and no model can choose them. A function that is not idempotent by <c>key</c> may run twice after a crash.
/// </summary>
public sealed class KernelTool(Kernel kernel, KernelFunction function, KernelToolRules rules, ClosedText closed) : ITool
{
    private const int AnswerLengthMax = 2_000;
    private static readonly string[] Given = ["subject", "key", "workspace", "language"];

    /// <inheritdoc/>
    public ToolDefinition Definition { get; } = Define(function, rules);

    /// <summary>Functions have no preview: the customer is shown what would be done, with the values.</summary>
    public Task<ToolPreview> PreviewAsync(ToolCall call, CancellationToken cancel = default)
    {
        var values = string.Join(", ", call.Arguments.Select(a => $"{a.Key}: {a.Value}"));
        return Task.FromResult(new ToolPreview(null, closed.Of(values.Length == 0 ? function.Description : $"{function.Description} ({values})")));
    }

    /// <inheritdoc/>
    public async Task<ToolOutcome> RunAsync(ToolCall call, CancellationToken cancel = default)
    {
        var arguments = new KernelArguments();
        foreach (var (name, value) in call.Arguments) arguments[name] = Typed(name, value);
        // Last, so that nothing that was asked for can stand in their place.
        (arguments["subject"], arguments["key"], arguments["workspace"], arguments["language"]) = (call.Subject, call.Key, call.Workspace, call.Language);
        var result = await function.InvokeAsync(kernel, arguments, cancel);
        var text = result.ToString();
        return new("done", closed.Of(text.Length <= AnswerLengthMax ? text : text[..AnswerLengthMax]));
    }

    /// <summary>Days are kept as yyyy-MM-dd; the kernel itself converts texts to numbers and the like, but not to days.</summary>
    private object Typed(string name, string value)
    {
        var type = function.Metadata.Parameters.FirstOrDefault(p => p.Name == name)?.ParameterType ?? typeof(string);
        if (!IsDate(type) || !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return value;
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(DateOnly) ? day : bare == typeof(DateTime) ? day.ToDateTime(TimeOnly.MinValue)
            : new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
    }

    private static ToolDefinition Define(KernelFunction function, KernelToolRules rules)
    {
        var name = string.IsNullOrEmpty(function.PluginName) ? function.Name : $"{function.PluginName}_{function.Name}";
        var slots = function.Metadata.Parameters.Where(p => p.IsRequired && !Given.Contains(p.Name, StringComparer.Ordinal)).Select(p => new SlotDefinition(
            p.Name, IsDate(p.ParameterType) ? SlotKind.Date : SlotKind.Text, p.Description, null,
            rules.Ask?.GetValueOrDefault(p.Name) ?? new Dictionary<string, string>
            {
                ["en"] = $"Please tell me: {Words(p)}.",
                ["ms"] = $"Sila nyatakan: {Words(p)}.",
            }));
        return new(name.ToLowerInvariant(), function.Description, [.. slots], rules.NeedsProof, rules.HasEffect, rules.Signs ?? []);
    }

    private static string Words(KernelParameterMetadata parameter) => parameter.Description.Length > 0 ? parameter.Description : parameter.Name;

    private static bool IsDate(Type? type) =>
        (Nullable.GetUnderlyingType(type ?? typeof(string)) ?? type) is { } bare
        && (bare == typeof(DateOnly) || bare == typeof(DateTime) || bare == typeof(DateTimeOffset));
}

/// <summary>All functions of a plugin as tools.</summary>
public static class KernelTools
{
    /// <param name="rulesOf">The rules of each function by its name.</param>
    public static IReadOnlyList<ITool> Of(Kernel kernel, KernelPlugin plugin, Func<string, KernelToolRules> rulesOf, ClosedText closed)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        ArgumentNullException.ThrowIfNull(rulesOf);
        return [.. plugin.Select(ITool (function) => new KernelTool(kernel, function, rulesOf(function.Name), closed))];
    }
}
