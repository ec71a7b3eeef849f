namespace ConversationGrid.Knowledge;

/// <summary>An article file that cannot be read. Names the file and the front-matter key, so that its writer can mend it.</summary>
public sealed class ArticleFormatException(string file, string key, string problem)
    : FormatException($"Article file '{file}', key '{key}': {problem}")
{
    /// <summary>Name of the file as it was given to the reader.</summary>
    public string File { get; } = file;

    /// <summary>The front-matter key at fault, or <c>body</c>, or <c>---</c> for the front matter's own marks.</summary>
    public string Key { get; } = key;
}
