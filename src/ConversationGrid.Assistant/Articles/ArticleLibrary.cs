using System.Collections.Concurrent;
using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Articles;

/// <summary>
/// The articles of all workspaces: what came with the product, and over it what the journal says. One stream a workspace; this process folds what it
/// wrote at once and what others wrote at its next look.
/// </summary>
public sealed class ArticleLibrary : IArticles
{
    private const int ReadMax = 500;
    private const int ConflictsMax = 5;

    /// <summary>Articles of one workspace, translations counted apart.</summary>
    private const int ArticlesMax = 20_000;

    private readonly IJournal? _journal;
    private readonly Func<string, IReadOnlyList<Article>> _given;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, Shelf> _shelves = new();

    /// <param name="journal">Where changes are kept; null: nothing can be changed.</param>
    /// <param name="given">The articles that a workspace has from the product.</param>
    public ArticleLibrary(IJournal? journal, Func<string, IReadOnlyList<Article>> given, TimeProvider time) =>
        (_journal, _given, _time) = (journal, given, time);

    /// <summary>The searchable articles of a workspace, as this process knows them now.</summary>
    public KnowledgeBase For(string workspace) => ShelfOf(workspace).Knowledge;

    /// <summary>Looks at the journal for what other processes wrote.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task RefreshAsync(IEnumerable<string> workspaces, CancellationToken cancel = default)
    {
        foreach (var workspace in workspaces)
            await ReadOnAsync(workspace, cancel);
    }

    /// <summary>All articles of a workspace as they are read, also those that are not valid now.</summary>
    public IEnumerable<Article> Articles(string workspace) => ShelfOf(workspace).Entries.Values.Select(entry => entry.Article);

    public IReadOnlyList<ArticleEntry> List(string workspace) =>
        [.. ShelfOf(workspace).Entries.Values.Select(e => e.View).OrderBy(v => v.Id, StringComparer.Ordinal).ThenBy(v => v.Language, StringComparer.Ordinal)];

    public ArticleText? Find(string workspace, string id, string language) =>
        ShelfOf(workspace).Entries.GetValueOrDefault((id, language)) is { } entry ? new(entry.View, entry.Source ?? ArticleWriter.Write(entry.Article)) : null;

    public async Task<(ArticleText? Article, Refusal? Refusal)> PublishAsync(string workspace, string byId, string source, CancellationToken cancel = default)
    {
        Article article;
        try
        {
            article = ArticleReader.Read("article", source);
        }
        catch (ArticleFormatException bad)
        {
            return (null, Refusal.Invalid(bad.Message));
        }
        var refusal = await AppendAsync(workspace, shelf =>
        {
            if (shelf.Entries.GetValueOrDefault((article.Id, article.Language)) is { } known && known.Source == source) return null;
            return shelf.Entries.Count < ArticlesMax ? new ArticlePublished(article.Id, article.Language, source) { At = _time.GetUtcNow(), ById = byId }
                : null;
        }, cancel);
        return refusal is null ? (Find(workspace, article.Id, article.Language), null) : (null, refusal);
    }

    public Task<Refusal?> WithdrawAsync(string workspace, string byId, string id, string language, CancellationToken cancel = default) =>
        ShelfOf(workspace).Entries.ContainsKey((id, language))
            ? AppendAsync(workspace, shelf => shelf.Entries.ContainsKey((id, language))
                ? new ArticleWithdrawn(id, language) { At = _time.GetUtcNow(), ById = byId } : null, cancel)
            : Task.FromResult<Refusal?>(Refusal.NotFound("article"));

    public async Task<IReadOnlyList<ArticleVersion>> HistoryAsync(string workspace, string id, string language, CancellationToken cancel = default)
    {
        var versions = new List<ArticleVersion>();
        await foreach (var (seq, e) in EventsAsync(workspace, 0, cancel))
        {
            if (e is ArticlePublished published && published.ArticleId == id && published.Language == language)
                versions.Add(new(seq, e.At, e.ById, published.Source));
            if (e is ArticleWithdrawn withdrawn && withdrawn.ArticleId == id && withdrawn.Language == language) versions.Add(new(seq, e.At, e.ById, null));
        }
        return versions;
    }

    /// <summary>The articles as they were when their fingerprint was this one; null if they never were, as far as the journal tells.</summary>
    public async Task<SearchIndex?> AsOfAsync(string workspace, string fingerprint, CancellationToken cancel = default)
    {
        if (For(workspace).Current is var current && current.Fingerprint == fingerprint) return current;
        var shelf = Shelf.Of(_given(workspace));
        if (ArticleFingerprint.Of(shelf.Articles()) == fingerprint) return new SearchIndex(shelf.Articles());
        await foreach (var (seq, e) in EventsAsync(workspace, 0, cancel))
        {
            shelf = shelf.With([(seq, e)]);
            if (ArticleFingerprint.Of(shelf.Articles()) == fingerprint) return new SearchIndex(shelf.Articles());
        }
        return null;
    }

    private Shelf ShelfOf(string workspace) => _shelves.GetOrAdd(workspace, name => Shelf.Of(_given(name)));

    private async Task<Refusal?> AppendAsync(string workspace, Func<Shelf, ArticleEvent?> decide, CancellationToken cancel)
    {
        if (_journal is null) return Refusal.Unavailable("Articles cannot be changed here.");
        for (var attempt = 0; attempt < ConflictsMax; attempt++)
        {
            var shelf = await ReadOnAsync(workspace, cancel);
            if (decide(shelf) is not { } e) return null;
            if (await _journal.AppendAsync(new(StreamOf(workspace), shelf.Seq, [e], DueChange.Keep), cancel) == AppendResult.Appended)
            {
                await ReadOnAsync(workspace, cancel);
                return null;
            }
        }
        return Refusal.Unavailable("The articles are being changed elsewhere; try again.");
    }

    private async Task<Shelf> ReadOnAsync(string workspace, CancellationToken cancel)
    {
        var shelf = ShelfOf(workspace);
        var news = new List<(long Seq, ArticleEvent Event)>();
        await foreach (var committed in EventsAsync(workspace, shelf.Seq, cancel))
            news.Add(committed);
        if (news.Count == 0) return shelf;
        var next = shelf.With(news);
        next.Knowledge.Swap(next.Articles());
        // A reader that is further ahead keeps its state.
        return _shelves.AddOrUpdate(workspace, next, (_, known) => known.Seq > next.Seq ? known : next);
    }

    private async IAsyncEnumerable<(long Seq, ArticleEvent Event)> EventsAsync(
        string workspace, long after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        while (_journal is not null)
        {
            var page = await _journal.ReadAsync(StreamOf(workspace), after, ReadMax, cancel);
            foreach (var (seq, e) in page)
            {
                after = seq;
                if (e is ArticleEvent article) yield return (seq, article);
            }
            if (page.Count < ReadMax) yield break;
        }
    }

    private static StreamId StreamOf(string workspace) => new(EntityKind.Knowledge, new(workspace, "articles"));

    private sealed record Entry(Article Article, string? Source, long Version)
    {
        public ArticleEntry View => new(
            Article.Id, Article.Language, Article.Title, Article.Audience == ArticleAudience.Public ? "public" : "agents", Article.Owner, Article.Tags,
            Article.ValidFrom, Article.ValidUntil, Version);
    }

    /// <summary>One workspace's articles after the event <paramref name="Seq"/>.</summary>
    private sealed record Shelf(long Seq, ImmutableSortedDictionary<(string Id, string Language), Entry> Entries, KnowledgeBase Knowledge)
    {
        public static Shelf Of(IReadOnlyList<Article> given)
        {
            var entries = given.ToImmutableSortedDictionary(a => (a.Id, a.Language), a => new Entry(a, null, 0));
            return new(0, entries, new KnowledgeBase([.. entries.Values.Select(e => e.Article)]));
        }

        public IReadOnlyList<Article> Articles() => [.. Entries.Values.Select(e => e.Article)];

        public Shelf With(IReadOnlyList<(long Seq, ArticleEvent Event)> events)
        {
            var entries = Entries.ToBuilder();
            foreach (var (seq, e) in events)
            {
                if (e is ArticlePublished published)
                    entries[(published.ArticleId, published.Language)] = new(ArticleReader.Read(published.ArticleId, published.Source), published.Source, seq);
                if (e is ArticleWithdrawn withdrawn) entries.Remove((withdrawn.ArticleId, withdrawn.Language));
            }
            return this with { Seq = events[^1].Seq, Entries = entries.ToImmutable() };
        }
    }
}
