using System.Collections.Concurrent;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding.PersonalData;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Assistant.Embeddings;

/// <summary>
/// Keeps vectors of the public articles of all workspaces by a configured model, and asks it for those of customers' questions. Articles are read in the
/// background; a workspace's vectors serve when all its public texts have theirs, and from a change of an article until then the built-in vectors serve again.
/// </summary>
/// <param name="generator">What makes vectors; null: nobody, and nothing leaves the process.</param>
public sealed partial class EmbeddedArticles(
    IEmbeddingGenerator<string, Embedding<float>>? generator, EmbeddingOptions options, ArticleLibrary library, TimeProvider time,
    ILogger<EmbeddedArticles> log)
{
    /// <summary>Failed questions in a row after which the server is left alone.</summary>
    private const int FailedMax = 5;

    private readonly TextVectorCache _vectors = new(options.Name, options.FindsBySentences);
    private readonly ConcurrentDictionary<string, (SearchIndex Index, ArticleMeanings Meanings)> _ready = new();
    private DateTimeOffset _articlesPausedUntil;
    private long _questionsPausedUntilTicks;
    private int _failed;
    private int _running;
    private volatile EmbeddingProgress? _progress;

    /// <summary>How far the articles are; null where no model is configured or nothing was looked at.</summary>
    public EmbeddingProgress? Progress => _progress;

    /// <summary>Has vectors made of what changed. A failure is logged and tried again later.</summary>
    public async Task RefreshAsync(IEnumerable<string> workspaces, CancellationToken cancel = default)
    {
        if (generator is null || time.GetUtcNow() < _articlesPausedUntil) return;
        var indexes = workspaces.Select(name => (Name: name, Index: library.For(name).Current)).ToList();
        var changed = indexes.FindAll(one => !_ready.TryGetValue(one.Name, out var ready) || ready.Index != one.Index);
        if (changed.Count == 0) return;
        var all = indexes.SelectMany(one => TextsOf(one.Index)).ToHashSet(StringComparer.Ordinal);
        var missing = all.Where(text => !_vectors.Knows(text)).ToList();
        var progress = _progress = new(all.Count - missing.Count, all.Count);
        try
        {
            foreach (var batch in missing.Chunk(options.BatchMax))
            {
                await EmbedAsync(generator, batch, cancel);
                progress = _progress = new(progress.Known + batch.Length, all.Count);
                Embedded(log, progress.Known, all.Count);
            }
        }
        catch (ModelFailedException failure)
        {
            _articlesPausedUntil = time.GetUtcNow() + (failure.RetryAfter ?? options.PauseFor);
            ArticlesFailed(log, failure.Message, progress.Known, all.Count);
            return;
        }
        foreach (var (name, index) in changed)
            _ready[name] = (index, new ArticleMeanings(index.Articles, _vectors));
        _vectors.Keep(all);
    }

    /// <summary>
    /// How alike a question and the workspace's articles are, personal data masked before it leaves the process; null where the answer is not to be had within
    /// <see cref="EmbeddingOptions.QuestionWithin"/>, and for what asks the articles nothing.
    /// </summary>
    internal async Task<GivenMeaning?> MeaningAsync(string workspace, string question, string language, CancellationToken cancel)
    {
        if (generator is null || !Knows(language) || !_ready.TryGetValue(workspace, out var ready) || ready.Index != library.For(workspace).Current
            || ready.Meanings.Dimensions == 0) return null;
        if (AnswerComposer.IsAside(question) || time.GetUtcNow().UtcTicks < Volatile.Read(ref _questionsPausedUntilTicks)) return null;
        try
        {
            if (Interlocked.Increment(ref _running) > options.AtOnceMax) return null;
            var vector = await VectorAsync(generator, new PersonalDataMasker().Mask(AnswerComposer.Shorten(question)), cancel);
            if (vector.Length != ready.Meanings.Dimensions) throw new ModelFailedException("a vector of another size");
            Volatile.Write(ref _failed, 0);
            return new(ready.Meanings, vector);
        }
        catch (ModelFailedException failure)
        {
            QuestionFailed(log, failure.Message);
            if (Interlocked.Increment(ref _failed) < FailedMax) return null;
            Volatile.Write(ref _failed, 0);
            Volatile.Write(ref _questionsPausedUntilTicks, (time.GetUtcNow() + options.PauseFor).UtcTicks);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private async Task<float[]> VectorAsync(IEmbeddingGenerator<string, Embedding<float>> model, string text, CancellationToken cancel)
    {
        using var soon = new CancellationTokenSource(options.QuestionWithin, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(soon.Token, cancel);
        try
        {
            return (await model.GenerateAsync([text], null, any.Token).WaitAsync(any.Token))[0].Vector.ToArray();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ModelFailedException("too slow");
        }
    }

    private async Task EmbedAsync(IEmbeddingGenerator<string, Embedding<float>> model, string[] texts, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(options.BatchWithin, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        try
        {
            var vectors = await model.GenerateAsync(texts, null, any.Token).WaitAsync(any.Token);
            for (var i = 0; i < texts.Length; i++)
                if (vectors.Count != texts.Length || !_vectors.Put(texts[i], vectors[i].Vector.Span))
                    throw new ModelFailedException("vectors of another number or size");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new ModelFailedException("too slow");
        }
    }

    /// <summary>Customers are answered from public articles alone, so no other leaves the process.</summary>
    private IEnumerable<string> TextsOf(SearchIndex index) =>
        index.Articles.Where(article => article.Audience == ArticleAudience.Public && Knows(article.Language)).SelectMany(ArticleMeanings.TextsOf)
        .Where(text => text.Length > 0).Select(TextVectorCache.Cut);

    private bool Knows(string language) => options.Languages.Count == 0 || options.Languages.Contains(language);

    [LoggerMessage(50, LogLevel.Information, "{Known} of {All} texts of articles have their vectors.")]
    private static partial void Embedded(ILogger log, int known, int all);

    [LoggerMessage(51, LogLevel.Warning, "Vectors of articles could not be had ({Why}); {Known} of {All} texts have theirs, and the built-in vectors serve.")]
    private static partial void ArticlesFailed(ILogger log, string why, int known, int all);

    [LoggerMessage(52, LogLevel.Warning, "The vector of a question could not be had ({Why}); the built-in vectors serve.")]
    private static partial void QuestionFailed(ILogger log, string why);
}

/// <summary>How far vectors of articles are.</summary>
/// <param name="Known">Texts of public articles that have their vector.</param>
/// <param name="All">All texts of public articles.</param>
public sealed record EmbeddingProgress(int Known, int All);
