using System.Runtime.CompilerServices;
using System.Text.Json;
using ConversationGrid.Assistant.Models;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace ConversationGrid.SemanticKernel;

/// <summary>
/// A connector within the assistant's rules: whatever goes wrong in it comes out as <see cref="ModelFailedException"/>, and tools are proposed to it, never run
/// by it.
/// </summary>
internal sealed class ConnectorModel(IChatClient connector, IDisposable? owned) : DelegatingChatClient(connector)
{
    /// <exception cref="ModelFailedException">There is no whole answer.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.GetResponseAsync(messages, Declared(options), cancellationToken);
        }
        catch (Exception broken) when (Failure(broken, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    /// <exception cref="ModelFailedException">The answer broke off, or there is none.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = base.GetStreamingResponseAsync(messages, Declared(options), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(stream, cancellationToken) is { } update) yield return update;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) owned?.Dispose();
        base.Dispose(disposing);
    }

    private static async Task<ChatResponseUpdate?> NextAsync(IAsyncEnumerator<ChatResponseUpdate> stream, CancellationToken cancel)
    {
        try
        {
            return await stream.MoveNextAsync() ? stream.Current : null;
        }
        catch (Exception broken) when (Failure(broken, cancel) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>A connector may throw anything; only the caller's own cancellation is none of its failures.</summary>
    private static ModelFailedException? Failure(Exception broken, CancellationToken cancel) => broken switch
    {
        OperationCanceledException when cancel.IsCancellationRequested => null,
        ModelFailedException failed => failed,
        HttpOperationException { InnerException: { } inner } when OpenAiServer.Failure(inner, cancel) is { } failed => failed,
        HttpOperationException { StatusCode: { } status } => new($"status {(int)status}", null, broken),
        _ => OpenAiServer.Failure(broken, cancel) ?? new(broken.GetType().Name, null, broken),
    };

    /// <summary>Connectors see functions alone; what is only declared is one that cannot be run.</summary>
    private static ChatOptions? Declared(ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 }) return options;
        var copy = options.Clone();
        copy.Tools =
            [.. options.Tools.Select(tool => tool is AIFunctionDeclaration and not AIFunction ? new ProposedFunction((AIFunctionDeclaration)tool) : tool)];
        return copy;
    }

    /// <summary>A tool that a model may ask for and nobody runs here.</summary>
    private sealed class ProposedFunction(AIFunctionDeclaration declaration) : AIFunction
    {
        public override string Name => declaration.Name;
        public override string Description => declaration.Description;
        public override JsonElement JsonSchema => declaration.JsonSchema;

        protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
            throw new NotSupportedException($"'{Name}' is proposed by the model and run by the grid.");
    }
}
