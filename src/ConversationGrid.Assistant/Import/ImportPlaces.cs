using System.Collections.Concurrent;

namespace ConversationGrid.Assistant.Import;

/// <summary>From where each workspace may import: one workspace never reaches the folder or the inner addresses of another.</summary>
/// <param name="isOnly">Whether the host has one workspace alone, whose the common folder and addresses are.</param>
/// <param name="fetcher">Makes what fetches for a workspace; each has its own, for connections are kept.</param>
public sealed class ImportPlaces(ImportOptions options, Func<bool> isOnly, Func<IReadOnlyList<string>, PageFetcher> fetcher) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<PageFetcher>> _fetchers = new();

    /// <summary>The folder of a workspace; null where it has none.</summary>
    public string? FolderOf(string workspace) => options.Places.GetValueOrDefault(workspace)?.Folder ?? (isOnly() ? options.Folder : null);

    /// <summary>What fetches pages for a workspace.</summary>
    public PageFetcher FetcherOf(string workspace) => _fetchers.GetOrAdd(workspace, name => new(() => fetcher(InnerHostsOf(name)))).Value;

    public void Dispose()
    {
        foreach (var made in _fetchers.Values.Where(f => f.IsValueCreated)) made.Value.Dispose();
    }

    private IReadOnlyList<string> InnerHostsOf(string workspace) =>
        [.. options.Places.GetValueOrDefault(workspace)?.InnerHosts ?? [], .. isOnly() ? options.InnerHosts : []];
}
