using System.ComponentModel.DataAnnotations;
using ConversationGrid.Assistant.Models;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;

namespace ConversationGrid.SemanticKernel;

/// <summary>
/// A chat connector of Semantic Kernel as the model behind generated answers, in place of <c>Grid:Assistant:Model:Endpoint</c>; budgets and time limits are
/// those of <c>Grid:Assistant:Model</c>. Section <c>Grid:Assistant:SemanticKernel:Connector</c>. Default: none, and nothing leaves the process.
/// </summary>
public sealed class KernelConnectorOptions : IValidatableObject
{
    private const string Section = "Grid:Assistant:SemanticKernel:Connector";

    private string? _model;

    /// <summary>Base address of a server of the OpenAI protocol, as a rule ending in <c>/v1</c>, reached by the connector for OpenAI. Default: none.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The file of an assembly with another connector; a relative path begins in the program's folder. Default: none.</summary>
    public string Assembly { get; set; } = "";

    /// <summary>
    /// The connector's class there, with its namespace: an <c>IChatCompletionService</c> or an <c>IChatClient</c>, made from the host's services. Default:
    /// none.
    /// </summary>
    public string Type { get; set; } = "";

    /// <summary>The model's name, for the server and for the records of decisions.</summary>
    [StringLength(200)]
    public string Name { get; set; } = "";

    /// <summary>The server's key. No default; give it in the environment (<c>Grid__Assistant__SemanticKernel__Connector__Key</c>), or in a file.</summary>
    public string? Key { get; set; }

    /// <summary>A file that holds the key and nothing else.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Whether there is a connector.</summary>
    internal bool IsConfigured => Endpoint is not null || Assembly.Length > 0 || Type.Length > 0;

    /// <summary>Says which model is configured beside this one.</summary>
    public void SetModel(string? endpoint) => _model = endpoint;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsConfigured) return [];
        if (!string.IsNullOrEmpty(_model)) return [new($"{Section} and Grid:Assistant:Model:Endpoint both name a model; leave one of them out.")];
        if (Endpoint is not null && (Assembly.Length > 0 || Type.Length > 0))
            return [new($"{Section}:Endpoint is for the connector of OpenAI; leave out either it or Assembly and Type.")];
        return Endpoint is not null ? OpenAiServer.Check(Section, Endpoint, Name, Key, KeyFile) : OfType();
    }

    private IEnumerable<ValidationResult> OfType()
    {
        if (Assembly.Length == 0) yield return new($"{Section}:Assembly is missing: where is '{Type}'?");
        else if (Type.Length == 0) yield return new($"{Section}:Type is missing: which class of '{Assembly}'?");
        else if (PluginAssembly.Find(Assembly, Type) is { Problem: { } problem } not)
            yield return new(problem, [not.IsOfAssembly ? nameof(Assembly) : nameof(Type)]);
        else if (PluginAssembly.Find(Assembly, Type).Type is { } type && !IsConnector(type))
            yield return new($"'{Type}' is neither an {nameof(IChatCompletionService)} nor an {nameof(IChatClient)} of which an object can be made.",
                [nameof(Type)]);
        if (Name.Length == 0) yield return new($"{Section}:Name is missing: which model?");
    }

    private static bool IsConnector(Type type) =>
        type is { IsAbstract: false, IsGenericTypeDefinition: false }
        && (typeof(IChatCompletionService).IsAssignableFrom(type) || typeof(IChatClient).IsAssignableFrom(type));
}
