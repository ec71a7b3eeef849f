using System.ComponentModel.DataAnnotations;
using System.Reflection;
using ConversationGrid.Assistant.Tasks;
using Microsoft.SemanticKernel;

namespace ConversationGrid.SemanticKernel;

/// <summary>A plugin whose functions are tools of a workspace. Section <c>Grid:Assistant:SemanticKernel:Plugins:{n}</c>. Default: none.</summary>
public sealed class KernelPluginOptions : IValidatableObject
{
    /// <summary>The workspace that has it.</summary>
    [Required] public string Workspace { get; set; } = "";

    /// <summary>The plugin's name; tools are called <c>name_function</c>, in small letters.</summary>
    [Required, RegularExpression("^[A-Za-z][A-Za-z0-9_]{0,31}$")] public string Name { get; set; } = "";

    /// <summary>The file of the assembly; a relative path begins in the program's folder.</summary>
    [Required] public string Assembly { get; set; } = "";

    /// <summary>
    /// The class whose public methods with <c>[KernelFunction]</c> are the functions, with its namespace. One instance is made from the host's services.
    /// </summary>
    [Required] public string Type { get; set; } = "";

    /// <summary>The functions that become tools. Default: all, each with proof and consent, and started by a model alone.</summary>
    public List<KernelFunctionOptions> Functions { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (type, problem, isOfAssembly) = PluginAssembly.Find(Assembly, Type);
        if (type is null)
        {
            yield return new(problem, [isOfAssembly ? nameof(Assembly) : nameof(Type)]);
            yield break;
        }
        var names = FunctionsOf(type);
        if (names.Count == 0) yield return new($"'{Type}' has no public method with [KernelFunction].", [nameof(Type)]);
        if (type.IsAbstract || type.IsGenericTypeDefinition) yield return new($"no object can be made of '{Type}'.", [nameof(Type)]);
        for (var i = 0; i < Functions.Count; i++)
        {
            var name = Functions[i].Name;
            if (!names.Contains(name))
                yield return new($"'{Type}' has no function '{name}'; there are {string.Join(", ", names)}.", [$"{nameof(Functions)}:{i}:Name"]);
            if (Functions.FindIndex(f => f.Name == name) < i) yield return new($"'{name}' stands here twice.", [$"{nameof(Functions)}:{i}:Name"]);
        }
    }

    /// <summary>The rules of a function; null where it is no tool.</summary>
    internal KernelToolRules? RulesOf(string function) => Functions.Count == 0 ? new() : Functions.Find(f => f.Name == function)?.Rules();

    private static List<string> FunctionsOf(Type type) =>
        [.. from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            let attribute = method.GetCustomAttribute<KernelFunctionAttribute>()
            where attribute is not null
            let name = attribute.Name ?? WithoutAsync(method)
            orderby name
            select name];

    /// <summary>Semantic Kernel leaves the ending out where a method is asynchronous.</summary>
    private static string WithoutAsync(MethodInfo method) =>
        method.Name.EndsWith("Async", StringComparison.Ordinal) && typeof(Task).IsAssignableFrom(method.ReturnType) ? method.Name[..^"Async".Length]
        : method.Name;
}

/// <summary>What the product must know of a function beside its own description.</summary>
public sealed class KernelFunctionOptions : IValidatableObject
{
    /// <summary>The function's name in the plugin.</summary>
    [Required] public string Name { get; set; } = "";

    /// <summary>Whether it runs only for a proven identity. Default: yes.</summary>
    public bool NeedsProof { get; set; } = true;

    /// <summary>Whether it changes something, so that the customer must agree first. Default: yes.</summary>
    public bool HasEffect { get; set; } = true;

    /// <summary>Regular expressions over lower-case text that tell that a customer wants it. Default: none, a model proposes it.</summary>
    public List<string> Signs { get; set; } = [];

    /// <summary>The question for a parameter, by its name and then by language. Default: asked for by its description.</summary>
    public Dictionary<string, Dictionary<string, string>> Ask { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        for (var i = 0; i < Signs.Count; i++)
            if (!Patterns.IsRight(Signs[i])) yield return new($"'{Signs[i]}' is no regular expression.", [$"{nameof(Signs)}:{i}"]);
        foreach (var (parameter, questions) in Ask)
            if (!questions.ContainsKey("en")) yield return new("the question in English (en) is missing.", [$"{nameof(Ask)}:{parameter}"]);
    }

    internal KernelToolRules Rules() => new(NeedsProof, HasEffect, Signs, Ask.ToDictionary(a => a.Key, IReadOnlyDictionary<string, string> (a) => a.Value));
}
