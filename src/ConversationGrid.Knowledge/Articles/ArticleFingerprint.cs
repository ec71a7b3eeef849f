using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ConversationGrid.Knowledge;

/// <summary>Names what articles say: any change of any of them gives another fingerprint.</summary>
public static class ArticleFingerprint
{
    /// <summary>SHA-256 of a text as lower-case hex.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The fingerprint of articles in their order.</summary>
    public static string Of(IReadOnlyList<Article> articles)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var article in articles)
        {
            Add(hash, article.Id, article.Language, article.Title, article.Audience.ToString(), Instant(article.ValidFrom), Instant(article.ValidUntil));
            Add(hash, [.. article.Tags]);
            foreach (var section in article.Sections)
                Add(hash, section.Heading, section.Text);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Instant(DateTimeOffset? at) => at?.UtcTicks.ToString(CultureInfo.InvariantCulture) ?? "";

    /// <summary>Each part with its length, so that no two lists of parts look alike.</summary>
    private static void Add(IncrementalHash hash, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(part));
        }
        hash.AppendData(BitConverter.GetBytes(-1));
    }
}
