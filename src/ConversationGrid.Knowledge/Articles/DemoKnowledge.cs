using System.Reflection;
using ConversationGrid.Contracts;

namespace ConversationGrid.Knowledge;

/// <summary>The demo workspace's articles: a fictitious online shop, in English and Malay, embedded in this assembly.</summary>
public static class DemoKnowledge
{
    /// <summary>Every demo article, ordered by file name. Read again at each call; keep the result.</summary>
    public static IReadOnlyList<Article> ReadArticles()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Demo/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => ArticleReader.Read(name, EmbeddedResource.ReadText(assembly, name)))];
    }
}
