using System.Globalization;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Reads an article from Markdown with front matter: <c>---</c>, lines of <c>key: value</c>, <c>---</c>, text.
/// Keys: id, title, language, audience (<c>public</c> or <c>agents</c>), tags (comma separated, optional), owner, validFrom and validUntil (ISO 8601 date or
/// instant, optional). An unknown, doubled, missing or malformed key is refused with its name: a typing error in <c>audience</c> must never publish an internal
/// article.
/// </summary>
public static class ArticleReader
{
    /// <summary>Longest article file accepted, in characters.</summary>
    public const int LengthMax = 200_000;

    private static readonly string[] Keys = ["id", "title", "language", "audience", "tags", "owner", "validFrom", "validUntil"];

    /// <summary>Reads one file's text. Throws <see cref="ArticleFormatException"/> naming <paramref name="file"/> and the key at fault.</summary>
    public static Article Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > LengthMax)
            throw new ArticleFormatException(file, "body", $"{text.Length} characters, more than {LengthMax}.");
        var lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var fields = ReadFrontMatter(file, lines, out var bodyStart);
        var sections = ArticleMarkdown.Sections(string.Join('\n', lines.AsSpan(bodyStart)!));
        if (sections.Count == 0)
            throw new ArticleFormatException(file, "body", "there is no text.");
        return new Article(
            ReadId(file, fields), Required(file, fields, "title"), ReadLanguage(file, fields), ReadAudience(file, fields),
            ReadTags(fields), sections, Required(file, fields, "owner"),
            ReadInstant(file, fields, "validFrom"), ReadInstant(file, fields, "validUntil"));
    }

    /// <summary>Reads every <c>*.md</c> file under a folder, in the order of their names.</summary>
    public static IReadOnlyList<Article> ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => Read(Path.GetRelativePath(folder, file), File.ReadAllText(file)))];

    private static Dictionary<string, string> ReadFrontMatter(string file, string[] lines, out int bodyStart)
    {
        if (lines[0].Trim() != "---")
            throw new ArticleFormatException(file, "---", "the file must begin with front matter between two lines of '---'.");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line == "---")
            {
                bodyStart = i + 1;
                return fields;
            }
            if (line.Length == 0)
                continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var key = colon < 0 ? line : line[..colon].Trim();
            if (!Keys.Contains(key, StringComparer.Ordinal))
                throw new ArticleFormatException(file, key, $"unknown; known keys are {string.Join(", ", Keys)}.");
            if (colon < 0)
                throw new ArticleFormatException(file, key, "wants a value after a colon.");
            if (!fields.TryAdd(key, line[(colon + 1)..].Trim()))
                throw new ArticleFormatException(file, key, "given twice.");
        }
        throw new ArticleFormatException(file, "---", "the front matter is not closed by a line of '---'.");
    }

    private static string Required(string file, Dictionary<string, string> fields, string key) =>
        fields.TryGetValue(key, out var value) && value.Length > 0 ? value : throw new ArticleFormatException(file, key, "missing.");

    private static string ReadId(string file, Dictionary<string, string> fields)
    {
        var id = Required(file, fields, "id");
        return id.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') && id.Length <= 80
            ? id
            : throw new ArticleFormatException(file, "id", $"'{id}' must be at most 80 of a-z, 0-9 and '-'.");
    }

    private static string ReadLanguage(string file, Dictionary<string, string> fields)
    {
        var language = Required(file, fields, "language");
        return language.Length == 2 && language.All(char.IsAsciiLetterLower)
            ? language
            : throw new ArticleFormatException(file, "language", $"'{language}' must be two lower-case letters, e.g. en or ms.");
    }

    private static ArticleAudience ReadAudience(string file, Dictionary<string, string> fields) => Required(file, fields, "audience") switch
    {
        "public" => ArticleAudience.Public,
        "agents" => ArticleAudience.Agents,
        var other => throw new ArticleFormatException(file, "audience", $"'{other}' must be public or agents."),
    };

    private static string[] ReadTags(Dictionary<string, string> fields) =>
        fields.TryGetValue("tags", out var tags) ? tags.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];

    private static DateTimeOffset? ReadInstant(string file, Dictionary<string, string> fields, string key)
    {
        if (!fields.TryGetValue(key, out var value) || value.Length == 0)
            return null;
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : throw new ArticleFormatException(file, key, $"'{value}' is not an ISO 8601 date or instant.");
    }
}
