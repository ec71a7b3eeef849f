namespace ConversationGrid.Engine.Ports;

/// <summary>Looks at a page of a company's site: whether the widget is on it, and whether the page lets it work.</summary>
public interface ISiteCheck
{
    /// <summary>Fetches the page, from the public internet alone.</summary>
    /// <param name="host">Scheme and host from which the page loads the widget.</param>
    Task<SiteChecked> CheckAsync(string workspace, string url, Uri host, CancellationToken cancel = default);
}

/// <summary>What a page says.</summary>
/// <param name="Error">Why it could not be looked at; null where it was.</param>
/// <param name="Url">The page that was looked at, after redirects.</param>
/// <param name="Found">Whether its HTML loads the widget from this host. A tag manager's or a program's script element is not in it.</param>
/// <param name="Workspace">The workspace that its element names.</param>
/// <param name="Blocked">Directives of the page's content policy that keep the widget from working.</param>
public sealed record SiteChecked(string? Error, string? Url = null, bool Found = false, string? Workspace = null, IReadOnlyList<string>? Blocked = null);
