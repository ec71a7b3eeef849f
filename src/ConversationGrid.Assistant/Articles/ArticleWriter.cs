using System.Globalization;
using System.Text;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Assistant.Articles;

/// <summary>Writes an article as <see cref="ArticleReader"/> reads it.</summary>
internal static class ArticleWriter
{
    public static string Write(Article article)
    {
        var text = new StringBuilder("---\n")
            .Append("id: ").Append(article.Id).Append("\ntitle: ").Append(article.Title).Append("\nlanguage: ").Append(article.Language)
            .Append("\naudience: ").Append(article.Audience == ArticleAudience.Public ? "public" : "agents")
            .Append("\ntags: ").AppendJoin(", ", article.Tags).Append("\nowner: ").Append(article.Owner).Append('\n');
        if (article.ValidFrom is { } from) text.Append("validFrom: ").Append(from.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
        if (article.ValidUntil is { } until) text.Append("validUntil: ").Append(until.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
        text.Append("---\n");
        foreach (var section in article.Sections)
        {
            if (section.Heading.Length > 0) text.Append("\n## ").Append(section.Heading).Append('\n');
            text.Append('\n').Append(section.Text).Append('\n');
        }
        return text.ToString();
    }
}
