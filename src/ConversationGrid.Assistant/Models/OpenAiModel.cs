using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace ConversationGrid.Assistant.Models;

/// <summary>
/// A chat model behind the OpenAI protocol. Whatever goes wrong there comes out as <see cref="ModelFailedException"/>; nothing is tried again
/// here, and no redirect is followed.
/// </summary>
public sealed class OpenAiModel : IChatClient
{
    private readonly HttpClient _http;
    private readonly ChatClient _client;
    private readonly ChatClientMetadata _metadata;

    public OpenAiModel(ModelOptions options)
    {
        _http = OpenAiServer.Http();
        _client = new(options.Name, OpenAiServer.Credential(options.Key, options.KeyFile),
            OpenAiServer.Options(options.Endpoint!, _http, options.AnswerWithin));
        _metadata = new("openai", options.Endpoint, options.Name);
    }

    /// <inheritdoc/>
    /// <exception cref="ModelFailedException">There is no whole answer.</exception>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in GetStreamingResponseAsync(messages, options, cancellationToken))
            updates.Add(update);
        return updates.ToChatResponse();
    }

    /// <inheritdoc/>
    /// <exception cref="ModelFailedException">The answer broke off, or there is none.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new SortedDictionary<int, (string Name, StringBuilder Arguments)>();
        await using var stream = _client.CompleteChatStreamingAsync(Translate(messages), Translate(options), cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(stream, cancellationToken) is { } part)
        {
            foreach (var call in part.ToolCallUpdates)
            {
                if (!calls.TryGetValue(call.Index, out var known)) calls[call.Index] = known = (call.FunctionName ?? "", new());
                if (known.Arguments.Length < 10_000) known.Arguments.Append(call.FunctionArgumentsUpdate?.ToString());
            }
            var contents = part.ContentUpdate.Where(c => c.Text is { Length: > 0 }).Select(AIContent (c) => new TextContent(c.Text)).ToList();
            if (part.Usage is { } usage)
                contents.Add(new UsageContent(
                    new() { InputTokenCount = usage.InputTokenCount, OutputTokenCount = usage.OutputTokenCount, TotalTokenCount = usage.TotalTokenCount }));
            yield return new(ChatRole.Assistant, contents);
        }
        foreach (var (index, call) in calls)
            yield return new(ChatRole.Assistant, [new FunctionCallContent($"call_{index}", call.Name, Arguments(call.Arguments.ToString()))]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _http.Dispose();

    private static async Task<StreamingChatCompletionUpdate?> NextAsync(IAsyncEnumerator<StreamingChatCompletionUpdate> stream, CancellationToken cancel)
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

    /// <summary>A model's arguments are a text; what is no JSON object gives none.</summary>
    private static Dictionary<string, object?>? Arguments(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var arguments = new Dictionary<string, object?>();
            foreach (var property in document.RootElement.EnumerateObject())
                arguments[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : property.Value.GetRawText();
            return arguments;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<OpenAI.Chat.ChatMessage> Translate(IEnumerable<ChatMessage> messages) => messages.Select(OpenAI.Chat.ChatMessage (m) =>
        m.Role == ChatRole.System ? new SystemChatMessage(m.Text) : m.Role == ChatRole.Assistant ? new AssistantChatMessage(m.Text)
        : new UserChatMessage(m.Text));

    private static ChatCompletionOptions Translate(ChatOptions? options)
    {
        var translated = new ChatCompletionOptions { Temperature = options?.Temperature, MaxOutputTokenCount = options?.MaxOutputTokens };
        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
            translated.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        return translated;
    }
}

/// <summary>A model gave no usable answer. The message says why in a word and holds nothing of what anybody wrote.</summary>
public sealed class ModelFailedException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
