namespace ConversationGrid.Engine.Ports;

/// <summary>The articles that anybody may read, as pages show them: public ones that are valid now.</summary>
public interface IHelpArticles
{
    /// <summary>Languages in which there are any, in the order of their names.</summary>
    IReadOnlyList<string> Languages(string workspace);

    /// <summary>All of a language, by title.</summary>
    IReadOnlyList<HelpEntry> List(string workspace, string language);

    /// <summary>Those that a few words may mean, best first.</summary>
    IReadOnlyList<HelpEntry> Search(string workspace, string language, string words);

    /// <summary>One article; null where there is none that anybody may read.</summary>
    HelpArticle? Find(string workspace, string id, string language);
}

/// <summary>An article in a list.</summary>
/// <param name="Snippet">Its first sentences.</param>
public sealed record HelpEntry(string Id, string Language, string Title, string Snippet);

/// <summary>An article to read.</summary>
/// <param name="Html">Its text as HTML that holds no script, no picture and no unsafe link.</param>
/// <param name="Languages">Languages in which it can be read.</param>
public sealed record HelpArticle(HelpEntry Entry, string Html, IReadOnlyList<string> Languages);
