namespace ConversationGrid.Assistant.Import;

/// <summary>A page's content policy, as far as it decides whether the widget works: from where scripts, connections and pictures may come.</summary>
internal sealed class PagePolicy
{
    /// <summary>What the widget needs, each with what counts where it is not given.</summary>
    private static readonly string[][] Needed =
        [["script-src-elem", "script-src", "default-src"], ["connect-src", "default-src"], ["img-src", "default-src"]];

    private readonly Dictionary<string, string[]> _directives = new(StringComparer.OrdinalIgnoreCase);

    private PagePolicy()
    {
    }

    /// <summary>One policy, as a header or a <c>meta</c> element holds it. What cannot be read is left out, as browsers do.</summary>
    public static PagePolicy Read(string text)
    {
        var policy = new PagePolicy();
        foreach (var directive in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
            // Of two of a name the first counts.
            if (directive.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, .. var sources]) policy._directives.TryAdd(name, sources);
        return policy;
    }

    /// <summary>The directives that block the widget, by the name that is to be changed.</summary>
    /// <param name="page">The page that has the policy.</param>
    /// <param name="host">From where the widget comes.</param>
    /// <param name="nonce">Of the widget's element; empty without one.</param>
    public IEnumerable<string> Blocked(Uri page, Uri host, string nonce)
    {
        foreach (var names in Needed)
        {
            if (Array.Find(names, _directives.ContainsKey) is not { } name) continue;
            var sources = _directives[name];
            var isScript = names.Length == Needed[0].Length;
            if (isScript && nonce.Length > 0 && sources.Contains($"'nonce-{nonce}'")) continue;
            // With it, only what a nonce or a hash names is loaded, and what that loads itself.
            var isStrict = isScript && sources.Contains("'strict-dynamic'", StringComparer.OrdinalIgnoreCase);
            if (isStrict || !sources.Any(source => Allows(source, page, host))) yield return names[isScript ? 1 : 0];
        }
    }

    private static bool Allows(string source, Uri page, Uri host)
    {
        if (source == "*") return true;
        if (source.Equals("'self'",
            StringComparison.OrdinalIgnoreCase)) return page.GetLeftPart(UriPartial.Authority) == host.GetLeftPart(UriPartial.Authority);
        if (source.StartsWith('\'')) return false;
        if (source.EndsWith(':')) return IsScheme(source[..^1], host);
        var rest = source;
        if (source.IndexOf("://", StringComparison.Ordinal) is var at and > 0)
        {
            if (!IsScheme(source[..at], host)) return false;
            rest = source[(at + 3)..];
        }
        var slash = rest.IndexOf('/');
        var path = slash < 0 ? "" : rest[slash..];
        var name = slash < 0 ? rest : rest[..slash];
        var colon = name.LastIndexOf(':');
        var port = colon < 0 ? "" : name[(colon + 1)..];
        if (colon >= 0) name = name[..colon];
        var isPort = port == "*" || (port.Length == 0 ? host.IsDefaultPort : port == $"{host.Port}");
        var isPath = path.Length <= 1 || "/widget/".StartsWith(path, StringComparison.Ordinal) || path.StartsWith("/widget/", StringComparison.Ordinal);
        return isPort && isPath && (name.StartsWith("*.", StringComparison.Ordinal)
            ? host.Host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase) : name.Equals(host.Host, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A scheme in a policy also stands for its safe form.</summary>
    private static bool IsScheme(string scheme, Uri host) =>
        scheme.Equals(host.Scheme, StringComparison.OrdinalIgnoreCase) || (scheme.Equals("http", StringComparison.OrdinalIgnoreCase) && host.Scheme == "https");
}
