using System.Globalization;
using System.Security.Claims;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Who is calling, and from which workspace: from the token, and for staff from the directory at each call.</summary>
public sealed class Callers(WorkspaceDirectory workspaces)
{
    /// <summary>The caller behind a principal; null if its workspace or account is gone.</summary>
    public CallerIn? Find(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated != true) return null;
        var id = principal.FindFirstValue(JwtRegisteredClaimNames.Sub);
        var workspace = workspaces.Find(principal.FindFirstValue(Tokens.WorkspaceClaim));
        if (id is null || workspace is null) return null;
        if (principal.FindFirstValue(Tokens.RoleClaim) == "customer")
            return new(workspace, Caller.Customer(id, principal.FindFirstValue(Tokens.NameClaim), principal.HasClaim(c => c.Type == Tokens.ProvenClaim)));
        // The role in the token is not trusted for long: what the directory says now counts.
        return workspace.FindById(id) is { } member && !IsOfFormer(principal, member) ? new(workspace, member.ToCaller()) : null;
    }

    /// <summary>Whether the token is from before an account of this id was removed. Tokens hold whole seconds.</summary>
    private static bool IsOfFormer(ClaimsPrincipal principal, StaffMember member) => member.BackSince is { } since
            && !(long.TryParse(principal.FindFirstValue(JwtRegisteredClaimNames.Iat), CultureInfo.InvariantCulture, out var issued)
                && issued >= since.ToUnixTimeSeconds());
}

/// <summary>A caller and its workspace.</summary>
public sealed record CallerIn(Workspace Workspace, Caller Caller)
{
    public string Id => Caller.Actor.Id;
    public EntityId Entity(string id) => new(Workspace.Name, id);
}
