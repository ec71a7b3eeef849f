namespace ConversationGrid.Domain.Workspaces;

/// <summary>The origin of a site whose pages may use the widget, read as a person may write it.</summary>
public static class AllowedOrigin
{
    /// <summary>The entry that allows every origin.</summary>
    public const string Any = "*";

    /// <summary>
    /// The origin as a browser sends it: scheme and host in lower case, the host in its ASCII form, no default port, no slash at the end.
    /// Null, with the reason, where the entry is no origin.
    /// </summary>
    public static string? Read(string entry, out string? problem)
    {
        problem = null;
        var text = entry.Trim();
        if (text == Any) return Any;
        problem = ProblemOf(text, out var uri);
        if (problem is not null) return null;
        var port = uri!.IsDefaultPort || uri.Port < 0 ? "" : $":{uri.Port}";
        return $"{uri.Scheme}://{HostOf(uri)}{port}";
    }

    private static string HostOf(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? uri.Host.ToLowerInvariant() : uri.IdnHost.ToLowerInvariant();

    private static string? ProblemOf(string text, out Uri? uri)
    {
        uri = null;
        if (text.Length == 0) return "An entry is empty; remove it, or write an origin such as https://shop.example.";
        if (text.Contains('*')) return $"'{text}' has a wildcard; name each origin, or allow all by '*' alone.";
        if (text.Contains(',') || text.Any(char.IsWhiteSpace)) return $"'{text}' holds more than one origin; make each an entry of its own.";
        if (!text.Contains("://", StringComparison.Ordinal)) return $"'{text}' has no scheme; write https://{text} if pages come by https.";
        if (!Uri.TryCreate(text, UriKind.Absolute, out uri) || uri.Host.Length == 0)
            return $"'{text}' is no origin; write a scheme and a host, such as https://shop.example.";
        if (uri.UserInfo.Length > 0) return $"'{text}' has a user name; write only scheme, host and port.";
        return uri.PathAndQuery is "/" or "" && uri.Fragment.Length == 0
            ? null
            : $"'{text}' has a path; an origin is scheme, host and port: {uri.GetLeftPart(UriPartial.Authority)}.";
    }
}
