namespace ConversationGrid.Engine.Ports;

/// <summary>Brings texts from elsewhere into a workspace's articles. Each source stands alone: one that cannot be taken costs the others nothing.</summary>
public interface IArticleImport
{
    /// <summary>Fetches pages of the public internet and publishes them.</summary>
    /// <param name="audience"><c>public</c> or <c>agents</c>, for texts that do not say it themselves.</param>
    Task<IReadOnlyList<ImportedArticle>> FromUrlsAsync(
        string workspace, string byId, IReadOnlyList<string> urls, string audience, CancellationToken cancel = default);

    /// <summary>Publishes the files below a folder of the configured one.</summary>
    Task<IReadOnlyList<ImportedArticle>> FromFolderAsync(string workspace, string byId, string folder, string audience, CancellationToken cancel = default);
}

/// <summary>What became of one source.</summary>
/// <param name="Error">Why there is no article of it.</param>
public sealed record ImportedArticle(string Source, string? ArticleId, string? Language, string? Error);
