using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;

namespace ConversationGrid.Assistant.Import;

/// <summary>Makes articles of Markdown and HTML from a folder or from addresses, and publishes them as the administrator who asked. The same source again
/// changes nothing.</summary>
public sealed class ArticleImport(IArticles articles, ImportPlaces places, MessageAnalyser analyser, ImportOptions options) : IArticleImport
{
    private const int IdLengthMax = 80;
    private const string FrontMatter = "---";
    private static readonly string[] Endings = [".md", ".markdown", ".html", ".htm", ".txt"];

    public async Task<IReadOnlyList<ImportedArticle>> FromUrlsAsync(
        string workspace, string byId, IReadOnlyList<string> urls, string audience, bool preview = false, CancellationToken cancel = default)
    {
        var fetched = new (Page? Page, string? Error)[Math.Min(urls.Count, options.SourcesMax)];
        await Parallel.ForEachAsync(Enumerable.Range(0, fetched.Length),
            new ParallelOptions { MaxDegreeOfParallelism = options.AtOnceMax, CancellationToken = cancel }, async (i, stop) =>
        {
            try
            {
                fetched[i] = (await places.FetcherOf(workspace).FetchAsync(urls[i], stop), null);
            }
            catch (ImportRefusedException why)
            {
                fetched[i] = (null, why.Message);
            }
        });
        var imported = new List<ImportedArticle>(urls.Count);
        for (var i = 0; i < urls.Count; i++)
        {
            if (i >= fetched.Length) imported.Add(TooMany(urls[i]));
            else if (fetched[i].Page is not { } page) imported.Add(new(urls[i], null, null, fetched[i].Error));
            else imported.Add(
                // What a page of the internet says of its id, its audience and its dates is not taken: it could stand for an article of the company.
                await PublishAsync(workspace, byId, urls[i], WithFrontMatter(
                    $"{page.Url.IdnHost}{page.Url.AbsolutePath}", page.IsHtml, page.IsHtml ? page.Text : WithoutFrontMatter(page.Text), audience), preview,
                    cancel));
        }
        return imported;
    }

    public async Task<IReadOnlyList<ImportedArticle>> FromFolderAsync(
        string workspace, string byId, string folder, string audience, bool preview = false, CancellationToken cancel = default)
    {
        if (places.FolderOf(workspace) is not { } given)
            return [new(folder, null, null, "No folder to import from is configured (Grid:Assistant:Import:Folder).")];
        var root = Path.GetFullPath(given);
        var at = Path.GetFullPath(Path.Combine(root, folder));
        if ((at != root && !at.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)) || !Directory.Exists(at) || HasLink(root, at))
            return [new(folder, null, null, "There is no such folder to import from.")];
        var imported = new List<ImportedArticle>();
        // Links are left alone: they could lead out of the folder.
        var files = new DirectoryInfo(at).EnumerateFiles("*",
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden })
            .Where(file => Endings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase)).OrderBy(file => file.FullName, StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(root, file.FullName);
            if (imported.Count == options.SourcesMax)
            {
                imported.Add(TooMany(name));
                break;
            }
            if (file.Length > options.BytesMax) imported.Add(new(name, null, null, $"It is longer than {options.BytesMax} bytes."));
            else imported.Add(await FromFileAsync(file, name));
        }
        return imported;

        async Task<ImportedArticle> FromFileAsync(FileInfo file, string name)
        {
            var isHtml = file.Extension.StartsWith(".h", StringComparison.OrdinalIgnoreCase);
            try
            {
                var text = PageText.Decode(await File.ReadAllBytesAsync(file.FullName, cancel), null, isHtml);
                var article = !isHtml && text.StartsWith(FrontMatter, StringComparison.Ordinal) ? text
                    : WithFrontMatter(Path.ChangeExtension(name, null), isHtml, text, audience);
                return await PublishAsync(workspace, byId, name, article, preview, cancel);
            }
            catch (ImportRefusedException why)
            {
                return new(name, null, null, why.Message);
            }
        }
    }

    private ImportedArticle TooMany(string source) => new(source, null, null, $"One import takes at most {options.SourcesMax} sources.");

    private static bool HasLink(string root, string at)
    {
        for (var folder = new DirectoryInfo(at); folder is not null && folder.FullName != root; folder = folder.Parent)
            if (folder.LinkTarget is not null) return true;
        return false;
    }

    /// <summary>The text after a block of front matter; all of it where there is none.</summary>
    private static string WithoutFrontMatter(string text)
    {
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        if (lines[0].Trim() != FrontMatter) return text;
        var end = Array.FindIndex(lines, 1, line => line.Trim() == FrontMatter);
        return end < 0 ? text : string.Join('\n', lines[(end + 1)..]);
    }

    /// <summary>Publishes an article, or only reads it as it would be.</summary>
    private async Task<ImportedArticle> PublishAsync(string workspace, string byId, string source, string? article, bool preview, CancellationToken cancel)
    {
        if (article is null) return new(source, null, null, "There is no text in it.");
        if (preview)
        {
            try
            {
                var read = ArticleReader.Read(source, article);
                return new(source, read.Id, read.Language, null, article);
            }
            catch (ArticleFormatException bad)
            {
                return new(source, null, null, bad.Message);
            }
        }
        var (published, refusal) = await articles.PublishAsync(workspace, byId, article, cancel);
        return published is null ? new(source, null, null, refusal!.Message) : new(source, published.Article.Id, published.Article.Language, null);
    }

    private string? WithFrontMatter(string path, bool isHtml, string text, string audience)
    {
        var read = isHtml ? HtmlText.Of(text) : new("", null, text.ReplaceLineEndings("\n"));
        var first = read.Markdown.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        if (first is null) return null;
        var language = read.Language ?? (FirstAssistant.Spoken(analyser.Analyse(read.Markdown, AnalysisParts.Language).Language) ?? "en");
        return ArticleWriter.Write(IdOf(path), read.Title.Length > 0 ? read.Title : first.TrimStart('#', ' '), language, audience, "import", read.Markdown);
    }

    /// <summary>The same path, the same id; two paths that would read alike are told apart by a hash.</summary>
    private static string IdOf(string path)
    {
        var slug = ArticleWriter.Slug(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..8];
        return $"{(slug.Length > IdLengthMax - 9 ? slug[..(IdLengthMax - 9)] : slug)}-{hash}".TrimStart('-');
    }
}
