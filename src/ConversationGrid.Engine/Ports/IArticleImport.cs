namespace ConversationGrid.Engine.Ports;

/// <summary>Brings texts from elsewhere into a workspace's articles. Each source stands alone: one that cannot be taken costs the others nothing.</summary>
public interface IArticleImport
{
    /// <summary>Fetches pages of the public internet and publishes them.</summary>
    /// <param name="audience"><c>public</c> or <c>agents</c>, whatever the pages say.</param>
    /// <param name="preview">Whether it is only shown what would be published.</param>
    Task<IReadOnlyList<ImportedArticle>> FromUrlsAsync(
        string workspace, string byId, IReadOnlyList<string> urls, string audience, bool preview = false, CancellationToken cancel = default);

    /// <summary>Publishes the files below a folder of the configured one.</summary>
    /// <param name="audience"><c>public</c> or <c>agents</c>, for files that do not say it themselves.</param>
    /// <param name="preview">Whether it is only shown what would be published.</param>
    Task<IReadOnlyList<ImportedArticle>> FromFolderAsync(
        string workspace, string byId, string folder, string audience, bool preview = false, CancellationToken cancel = default);
}

/// <summary>What became of one source.</summary>
/// <param name="Error">Why there is no article of it.</param>
/// <param name="Preview">The article as it would be published, where that was asked for.</param>
public sealed record ImportedArticle(string Source, string? ArticleId, string? Language, string? Error, string? Preview = null);
