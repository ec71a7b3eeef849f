using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ConversationGrid.Assistant.Models;

/// <summary>
/// A chat model behind the OpenAI protocol, by the client of <c>Microsoft.Extensions.AI.OpenAI</c>. Whatever goes wrong there comes out as
/// <see cref="ModelFailedException"/>; nothing is tried again here, no redirect is followed, and the arguments of tool calls are bounded.
/// </summary>
public sealed class OpenAiModel : DelegatingChatClient
{
    /// <summary>Bytes of all tool calls' arguments in one answer. The library gathers them without a limit.</summary>
    private const int ArgumentsLengthMax = 20_000;

    private readonly HttpClient _http;

    public OpenAiModel(ModelOptions options) : this(options, OpenAiServer.Http())
    {
    }

    private OpenAiModel(ModelOptions options, HttpClient http) : base(
        new ChatClient(options.Name, OpenAiServer.Credential(options.Key, options.KeyFile), OpenAiServer.Options(options.Endpoint!, http, options.AnswerWithin))
        .AsIChatClient()) =>
        _http = http;

    /// <inheritdoc/>
    /// <exception cref="ModelFailedException">There is no whole answer.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
            updates.Add(update);
        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    /// <exception cref="ModelFailedException">The answer broke off, or there is none.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var argumentsLength = 0;
        await using var stream = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(stream, cancellationToken) is { } update)
        {
            argumentsLength += ArgumentsLength(update);
            if (argumentsLength > ArgumentsLengthMax) throw new ModelFailedException("arguments too long");
            yield return update;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _http.Dispose();
        base.Dispose(disposing);
    }

    private static async Task<ChatResponseUpdate?> NextAsync(IAsyncEnumerator<ChatResponseUpdate> stream, CancellationToken cancel)
    {
        try
        {
            return await stream.MoveNextAsync() ? stream.Current : null;
        }
        catch (Exception broken) when (OpenAiServer.Failure(broken, cancel) is { } failure)
        {
            throw failure;
        }
    }

    private static int ArgumentsLength(ChatResponseUpdate update) =>
        update.RawRepresentation is StreamingChatCompletionUpdate part ? part.ToolCallUpdates.Sum(call => call.FunctionArgumentsUpdate?.ToMemory().Length ?? 0)
        : 0;
}
