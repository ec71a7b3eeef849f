using System.Runtime.CompilerServices;
using System.Security.Claims;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Who is calling, and from which workspace: from the token, and for staff from the directory at each call.</summary>
public sealed class Callers(WorkspaceDirectory workspaces)
{
    /// <summary>What was found for a connection's principal, which calls and hears many times, in the workspace as it was then.</summary>
    private readonly ConditionalWeakTable<ClaimsPrincipal, Found> _found = [];

    /// <summary>The caller behind a principal; null if its workspace or account is gone.</summary>
    public CallerIn? Find(ClaimsPrincipal? principal)
    {
        if (principal?.Identity?.IsAuthenticated != true) return null;
        // A workspace is another object after each change of its settings, accounts and keys.
        if (_found.TryGetValue(principal, out var found) && ReferenceEquals(workspaces.Find(found.Workspace.Name), found.Workspace)) return found.Caller;
        if (workspaces.Find(principal.FindFirstValue(Tokens.WorkspaceClaim)) is not { } workspace) return null;
        var caller = Find(principal, workspace);
        _found.AddOrUpdate(principal, new(workspace, caller));
        return caller;
    }

    private static CallerIn? Find(ClaimsPrincipal principal, Workspace workspace)
    {
        if (principal.FindFirstValue(JwtRegisteredClaimNames.Sub) is not { } id) return null;
        if (principal.FindFirstValue(Tokens.RoleClaim) == "customer")
            return new(workspace, Caller.Customer(id, principal.FindFirstValue(Tokens.NameClaim), principal.HasClaim(c => c.Type == Tokens.ProvenClaim)));
        // Whether a key is over is looked up when it is taken, for each request.
        if (IsKey(principal)) return workspace.ApiKey(id) is { } key ? new(workspace, OfKey(id, key)) : null;
        // The role in the token is not trusted for long: what the directory says now counts.
        return workspace.FindById(id) is { } member && !IsOfFormer(principal, member) && !IsEnded(principal, member) ? new(workspace, member.ToCaller()) : null;
    }

    /// <summary>Whether a key of another system calls, and no person.</summary>
    internal static bool IsKey(ClaimsPrincipal principal) => principal.FindFirstValue(Tokens.RoleClaim) == ApiKeys.Role;

    /// <summary>A key as entities see it: in the least role that has all its rights, without the others.</summary>
    private static Caller OfKey(string id, ApiKeyDefinition key)
    {
        var rights = RightNames.Read(key.Rights ?? [], out _) ?? Rights.None;
        // What is seen through a key is the workspace's: a key has no queues.
        var role = (rights & ~RightNames.Of(CallerRole.Supervisor)) == Rights.None ? CallerRole.Supervisor : CallerRole.Admin;
        return new(role, new(ActorKind.System, id, key.Name), []) { Without = RightNames.Of(role) & ~rights };
    }

    /// <summary>Whether the session of the token was ended: by its owner, by an administrator, or with a change of the password.</summary>
    private static bool IsEnded(ClaimsPrincipal principal, StaffMember member) =>
        member.Access is { } access && access.Refuses(Tokens.SessionOf(principal), StaffSessions.MadeAt(principal));

    /// <summary>
    /// Whether the token is from before an account of this id was removed and made again, to the millisecond: both may happen within a second. Tokens of older
    /// versions hold whole seconds, and count from the next one.
    /// </summary>
    private static bool IsOfFormer(ClaimsPrincipal principal, StaffMember member) =>
        member.BackSince is { } since && StaffSessions.MadeAt(principal).ToUnixTimeMilliseconds() < since.ToUnixTimeMilliseconds();

    private sealed record Found(Workspace Workspace, CallerIn? Caller);
}

/// <summary>A caller and its workspace.</summary>
public sealed record CallerIn(Workspace Workspace, Caller Caller)
{
    public string Id => Caller.Actor.Id;
    public EntityId Entity(string id) => new(Workspace.Name, id);
}
