using ConversationGrid.Assistant.Models;
using Microsoft.Extensions.AI;
using OpenAI.Embeddings;

namespace ConversationGrid.Assistant.Embeddings;

/// <summary>
/// Vectors of texts by a model behind the OpenAI protocol. Whatever goes wrong there, also vectors that cannot be the texts', comes out as
/// <see cref="ModelFailedException"/>; nothing is tried again here, and no redirect is followed.
/// </summary>
public sealed class OpenAiEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly HttpClient _http;
    private readonly EmbeddingClient _client;
    private readonly EmbeddingGeneratorMetadata _metadata;
    private readonly int _dimensions;

    public OpenAiEmbeddings(EmbeddingOptions options)
    {
        _http = OpenAiServer.Http();
        _client = new(options.Name, OpenAiServer.Credential(options.Key, options.KeyFile), OpenAiServer.Options(options.Endpoint!, _http, options.BatchWithin));
        _metadata = new("openai", options.Endpoint, options.Name, options.Dimensions == 0 ? null : options.Dimensions);
        _dimensions = options.Dimensions;
    }

    /// <inheritdoc/>
    /// <exception cref="ModelFailedException">There is not one usable vector for each text.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, Microsoft.Extensions.AI.EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        try
        {
            var wish = new OpenAI.Embeddings.EmbeddingGenerationOptions { Dimensions = _dimensions == 0 ? null : _dimensions };
            var answer = (await _client.GenerateEmbeddingsAsync(texts, wish, cancellationToken)).Value;
            var vectors = answer.OrderBy(e => e.Index).Select(e => e.ToFloats()).ToList();
            return AreUsable(vectors, texts.Count) ? new(vectors.Select(v => new Embedding<float>(v)))
                : throw new ModelFailedException("vectors of another number or size");
        }
        catch (Exception broken) when (OpenAiServer.Failure(broken, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _http.Dispose();

    private bool AreUsable(List<ReadOnlyMemory<float>> vectors, int count) =>
        vectors.Count == count && vectors.TrueForAll(v =>
            v.Length > 0 && v.Length == (_dimensions == 0 ? vectors[0].Length : _dimensions)
            && !v.Span.ContainsAnyExceptInRange(float.MinValue, float.MaxValue));
}
