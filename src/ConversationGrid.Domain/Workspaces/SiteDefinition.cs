using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>A site of the company whose pages may use the widget, as an administrator writes it.</summary>
/// <param name="Origins">Scheme, host and port of its pages, e.g. <c>https://shop.example</c>; 1 to 20.</param>
public sealed record SiteDefinition(string? Name, IReadOnlyList<string>? Origins)
{
    /// <summary>Most origins of one site.</summary>
    public const int OriginsMax = 20;

    /// <summary>The origins as browsers send them.</summary>
    public IEnumerable<string> Read() => (Origins ?? []).Select(entry => AllowedOrigin.Read(entry, out _)).OfType<string>();

    internal string? Check()
    {
        if (Names.WhatIsWrong(Name) is { } badName) return badName;
        if (Origins is not { Count: > 0 and <= OriginsMax }) return $"A site has 1 to {OriginsMax} origins.";
        foreach (var entry in Origins)
        {
            var origin = AllowedOrigin.Read(entry, out var problem);
            if (problem is not null) return problem;
            if (origin == AllowedOrigin.Any) return "A site names its origins; all are allowed by Grid:Gateway:AllowedOrigins alone.";
            if (!origin!.StartsWith("https://", StringComparison.Ordinal) && !origin.StartsWith("http://", StringComparison.Ordinal))
                return $"'{entry}' is neither https nor http.";
        }
        return null;
    }
}
