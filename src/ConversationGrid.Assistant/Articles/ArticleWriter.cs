using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Articles;

/// <summary>Writes an article as <see cref="ArticleReader"/> reads it.</summary>
internal static partial class ArticleWriter
{
    private const int TitleLengthMax = 200;

    public static string Write(Article article)
    {
        var text = Front(article.Id, article.Title, article.Language, article.Audience == ArticleAudience.Public ? "public" : "agents", article.Owner)
            .Append("tags: ").AppendJoin(", ", article.Tags).Append('\n');
        if (article.ValidFrom is { } from) text.Append("validFrom: ").Append(from.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
        if (article.ValidUntil is { } until) text.Append("validUntil: ").Append(until.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
        text.Append("---\n");
        foreach (var section in article.Sections)
        {
            if (section.Heading.Length > 0) text.Append("\n## ").Append(ArticleMarkdown.Line(section.Heading)).Append('\n');
            text.Append('\n').Append(ArticleMarkdown.Lines(section.Text)).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A new article of Markdown that has no front matter yet. A title of several lines is put on one.</summary>
    public static string Write(string id, string title, string language, string audience, string owner, string markdown)
    {
        var line = string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return Front(id, line.Length <= TitleLengthMax ? line : line[..TitleLengthMax], language, audience, owner).Append("---\n\n").Append(markdown)
            .Append('\n').ToString();
    }

    /// <summary>What an identifier may keep of a text: its ASCII letters and digits in lower case, with a hyphen for all between them. May be empty.</summary>
    public static string Slug(string text, int partsMax = int.MaxValue) =>
        string.Join('-', SlugPart().Matches(text.ToLowerInvariant()).Take(partsMax).Select(part => part.Value));

    private static StringBuilder Front(string id, string title, string language, string audience, string owner) => new StringBuilder("---\n")
        .Append("id: ").Append(id).Append("\ntitle: ").Append(title).Append("\nlanguage: ").Append(language).Append("\naudience: ").Append(audience)
        .Append("\nowner: ").Append(owner).Append('\n');

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex SlugPart();
}
