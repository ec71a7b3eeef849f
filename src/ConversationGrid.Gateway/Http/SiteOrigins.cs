using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Http;

/// <summary>Which pages may call: those of this host, those that the host allows for every workspace, and those of the workspaces' own sites.</summary>
internal sealed class SiteOrigins(IOptions<GatewayOptions> options, WorkspaceDirectory directory)
{
    private readonly HashSet<string> _allowed =
        new(options.Value.AllowedOrigins.Select(entry => AllowedOrigin.Read(entry, out _)).OfType<string>(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The origins that the host allows for every workspace.</summary>
    public IReadOnlyCollection<string> OfHost => _allowed;

    /// <summary>Whether every origin is allowed, also such as nobody names.</summary>
    public bool AllowsAll => _allowed.Contains(AllowedOrigin.Any);

    /// <summary>Whether an origin is this host's own, or one that the host or any workspace names.</summary>
    public bool IsNamed(string origin, HttpRequest request) =>
        IsOwn(origin, request) || _allowed.Contains(origin) || directory.All.Any(workspace => workspace.Origins.Contains(origin));

    /// <summary>Whether the pages of an origin may begin sessions of a workspace's customers.</summary>
    public bool Allows(Workspace workspace, string origin, HttpRequest request) =>
        AllowsAll || IsOwn(origin, request) || _allowed.Contains(origin) || workspace.Origins.Contains(origin);

    /// <summary>Whether an origin is this host's own.</summary>
    public static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
