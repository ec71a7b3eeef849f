using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Finds the member of staff whom the company's provider vouches for, in the role that it says: by its subject where it was here before, else by an e-mail
/// that the provider verified. What it says of roles counts at each sign-in.
/// </summary>
public sealed class OpenIdSignIn(
    IAccessStore store, Seals seals, Credentials credentials, IGrid grid, LiveSettings settings, WorkspaceDirectory workspaces,
    SecurityTrail trail, TimeProvider time)
{
    /// <summary>How its methods stand in tokens.</summary>
    public const string Method = "oidc";

    private const string LinkKind = "openid account";
    private const string CodeKind = "openid code";
    private static readonly TimeSpan CodeLasts = TimeSpan.FromMinutes(1);
    private static readonly Caller Provider = new(CallerRole.Admin, new(ActorKind.System, "openid", "OpenID Connect"), []);

    /// <summary>A code with which the member's browser gets its session, once and soon; or why not.</summary>
    public async Task<(string? Code, string? Why)> AcceptAsync(string workspaceName, OpenIdOptions options, ClaimsPrincipal person, CancellationToken cancel)
    {
        if (workspaces.Find(workspaceName) is not { } workspace) return (null, "There is no such workspace.");
        if (person.FindFirstValue(JwtRegisteredClaimNames.Sub) is not { Length: > 0 } subject
            || person.FindFirstValue(JwtRegisteredClaimNames.Iss) is not { } issuer)
            return (null, "The provider did not say who this is.");
        if (options.RoleOf(person.FindAll(options.RoleClaim).Select(c => c.Value)) is not { } role) return (null, "This account has no role here.");
        var key = ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")));
        if (await MemberAsync(workspace, options, person, key, role, cancel) is not { } member) return (null, "This account is not known here.");
        if (member.Role != role) member = await InRoleAsync(workspace, member, role, cancel) ?? member;
        var code = ClientKeys.Base32(RandomNumberGenerator.GetBytes(32));
        await store.TryAddAsync(new(CodeKind, workspace.Name, seals.Hash(CodeKind, code), member.Id, "{}", time.GetUtcNow() + CodeLasts), cancel);
        return (code, null);
    }

    /// <summary>Whose code it is, which is used up by this; null where it was used, or is over.</summary>
    public async Task<StaffMember?> UseAsync(Workspace workspace, string code, CancellationToken cancel)
    {
        var id = seals.Hash(CodeKind, code);
        return await store.FindAsync(CodeKind, workspace.Name, id, cancel) is { } record && await store.RemoveAsync(CodeKind, workspace.Name, id, cancel)
            ? workspace.FindById(record.Owner)
            : null;
    }

    private async Task<StaffMember?> MemberAsync(Workspace workspace, OpenIdOptions options, ClaimsPrincipal person, string key, CallerRole role,
        CancellationToken cancel)
    {
        if (await store.FindAsync(LinkKind, workspace.Name, key, cancel) is { } link && workspace.FindById(link.Owner) is { } known
            && !(known.BackSince > DateTimeOffset.FromUnixTimeMilliseconds(
                long.Parse(link.Body, System.Globalization.CultureInfo.InvariantCulture)))) return known;
        // An address that anybody may have typed in at the provider is nobody's.
        if (person.FindFirstValue("email") is not { Length: > 0 } email || person.FindFirstValue("email_verified") is not ("true" or "True")) return null;
        var member = workspace.FindByEmail(email) ?? (options.CreatesAccounts ? await CreateAsync(workspace, person, email, key, role, cancel) : null);
        if (member is null) return null;
        await store.RemoveAsync(LinkKind, workspace.Name, key, cancel);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await store.TryAddAsync(new(LinkKind, workspace.Name, key, member.Id, now), cancel);
        return member;
    }

    private Task<StaffMember?> CreateAsync(Workspace workspace, ClaimsPrincipal person, string email, string key, CallerRole role, CancellationToken cancel)
    {
        var name = person.FindFirstValue("name") is { } given && Names.WhatIsWrong(given) is null ? given : email;
        return SaveAsync(workspace, $"oidc-{key[..20]}", new StaffDefinition(name, email, role), cancel);
    }

    private async Task<StaffMember?> InRoleAsync(Workspace workspace, StaffMember member, CallerRole role, CancellationToken cancel)
    {
        // Somebody must stay who administers by a password, should the provider be wrong or gone.
        if (member.Role == CallerRole.Admin && !await HasOtherAdminAsync(workspace, member, cancel)) return member;
        await credentials.KeepSeedAsync(workspace.Name, member, cancel);
        return await SaveAsync(workspace, member.Id, workspace.Definitions[member.Id] with { Role = role, OwnRole = null, PasswordHash = null }, cancel);
    }

    private async Task<bool> HasOtherAdminAsync(Workspace workspace, StaffMember member, CancellationToken cancel)
    {
        foreach (var other in workspace.Staff.Where(s => s.Id != member.Id && s.Role == CallerRole.Admin))
            if (await credentials.PasswordHashAsync(workspace.Name, other, cancel) is not null) return true;
        return false;
    }

    private async Task<StaffMember?> SaveAsync(Workspace workspace, string id, StaffDefinition definition, CancellationToken cancel)
    {
        var body = JsonSerializer.Serialize(definition, Definitions.Json);
        var outcome = await grid.Workspace(workspace.Name).ExecuteAsync(new SaveSetting(Provider, SettingKinds.Staff, id, body, null), cancel);
        if (outcome.Refusal is not null) return null;
        await trail.AddAsync(workspace.Name, Provider.Actor.Id, SecurityActions.SettingSaved, $"{SettingKinds.Staff}/{id}");
        await settings.RefreshAsync(workspace.Name, cancel);
        return workspaces.Find(workspace.Name)?.FindById(id);
    }
}
