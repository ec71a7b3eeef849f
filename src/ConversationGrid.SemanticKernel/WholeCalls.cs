using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using ConversationGrid.Assistant.Models;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace ConversationGrid.SemanticKernel;

/// <summary>
/// A connector whose streamed calls of functions are whole. Servers send the arguments in parts, and Semantic Kernel's bridge to <c>IChatClient</c> reads each
/// part as if it were all of them. Arguments that are no JSON object are left out; arguments that never end are a failure.
/// </summary>
internal sealed class WholeCalls(IChatCompletionService connector) : IChatCompletionService
{
    private const int ArgumentsLengthMax = 20_000;

    public IReadOnlyDictionary<string, object?> Attributes => connector.Attributes;

    public Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default) =>
        connector.GetChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken);

    /// <exception cref="ModelFailedException">The arguments are too long.</exception>
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var calls = new SortedDictionary<int, Call>();
        await foreach (var part in connector.GetStreamingChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken))
        {
            foreach (var update in part.Items.OfType<StreamingFunctionCallUpdateContent>().ToList())
            {
                if (!calls.TryGetValue(update.FunctionCallIndex, out var call)) calls[update.FunctionCallIndex] = call = new();
                call.Add(update);
                part.Items.Remove(update);
            }
            if (calls.Values.Sum(c => c.Length) > ArgumentsLengthMax) throw new ModelFailedException("arguments too long");
            yield return part;
        }
        if (calls.Count > 0) yield return new(AuthorRole.Assistant, null) { Items = [.. calls.Select(call => call.Value.Whole(call.Key))] };
    }

    /// <summary>What has arrived of one call.</summary>
    private sealed class Call
    {
        private readonly StringBuilder _arguments = new();
        private string? _id;
        private string? _name;

        public int Length => _arguments.Length;

        public void Add(StreamingFunctionCallUpdateContent update)
        {
            (_id, _name) = (_id ?? update.CallId, _name ?? update.Name);
            _arguments.Append(update.Arguments);
        }

        public StreamingFunctionCallUpdateContent Whole(int index) =>
            new(_id ?? $"call_{index}", _name, IsObject(_arguments.ToString()) ? _arguments.ToString() : null, index);

        private static bool IsObject(string text)
        {
            try
            {
                using var json = JsonDocument.Parse(text);
                return json.RootElement.ValueKind == JsonValueKind.Object;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
