using System.Runtime.CompilerServices;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Tasks;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;

namespace ConversationGrid.SemanticKernel;

/// <summary>Plugins and the connector that the configuration names. The options were validated before.</summary>
public static class ConfiguredKernel
{
    /// <summary>The functions of all plugins as tools, by workspace.</summary>
    /// <param name="services">What plugins are made from.</param>
    /// <exception cref="OptionsValidationException">A plugin cannot be made; the message names its key.</exception>
    public static ILookup<string, ITool> Tools(IReadOnlyCollection<KernelPluginOptions> plugins, IServiceProvider services, ClosedText closed)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        return plugins.Count == 0 ? Enumerable.Empty<ITool>().ToLookup(_ => "") : Make(plugins, services, closed);
    }

    /// <summary>The connector as the client that answers are made with; null where none is configured.</summary>
    /// <param name="limits">How long an answer may take.</param>
    /// <param name="services">What a connector of another assembly is made from.</param>
    /// <exception cref="OptionsValidationException">The connector cannot be made; the message names its key.</exception>
    public static IChatClient? Model(KernelConnectorOptions options, ModelOptions limits, IServiceProvider services)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(limits);
        return options.IsConfigured ? Make(options, limits, services) : null;
    }

    // Two methods of their own, so that Semantic Kernel is loaded only where it is used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ILookup<string, ITool> Make(IEnumerable<KernelPluginOptions> plugins, IServiceProvider services, ClosedText closed)
    {
        var kernel = new Kernel(services);
        return plugins
            .SelectMany((options, i) => ToolsOf(options, $"Grid:Assistant:SemanticKernel:Plugins:{i}:Type", kernel, closed)
                .Select(tool => (options.Workspace, tool)))
            .ToLookup(t => t.Workspace, t => t.tool);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ConnectorModel Make(KernelConnectorOptions options, ModelOptions limits, IServiceProvider services)
    {
        if (options.Endpoint is not null)
        {
            var http = OpenAiServer.Http();
            var client = new OpenAIClient(OpenAiServer.Credential(options.Key, options.KeyFile),
                OpenAiServer.Options(options.Endpoint, http, limits.AnswerWithin));
            return new ConnectorModel(KernelModel.Of(new OpenAIChatCompletionService(options.Name, client)), http);
        }
        var made = Make(options.Assembly, options.Type, "Grid:Assistant:SemanticKernel:Connector:Type", services);
        return new ConnectorModel(made as IChatClient ?? KernelModel.Of((IChatCompletionService)made), made as IDisposable);
    }

    private static IEnumerable<ITool> ToolsOf(KernelPluginOptions options, string key, Kernel kernel, ClosedText closed)
    {
        var plugin = KernelPluginFactory.CreateFromObject(Make(options.Assembly, options.Type, key, kernel.Services), options.Name);
        return plugin.Where(function => options.RulesOf(function.Name) is not null)
            .Select(function => new KernelTool(kernel, function, options.RulesOf(function.Name)!, closed));
    }

    private static object Make(string assembly, string type, string key, IServiceProvider services)
    {
        try
        {
            return ActivatorUtilities.CreateInstance(services, PluginAssembly.Find(assembly, type).Type!);
        }
        catch (Exception failure)
        {
            // A constructor of somebody else may throw anything, and the host must not start without what it was told to have.
            throw new OptionsValidationException(key, typeof(ConfiguredKernel), [$"{key}: no object of '{type}' can be made: {failure.Message}"]);
        }
    }
}
