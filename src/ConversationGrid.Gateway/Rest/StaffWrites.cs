using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Passwords;
using ConversationGrid.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Rest;

/// <summary>What a change of the staff means beside the setting itself: passwords go to a store of their own, and the rules for all staff hold.</summary>
internal sealed class StaffWrites(
    Credentials credentials, StaffSessions sessions, Invitations invitations, SecurityTrail trail, IOptions<StaffSignInOptions> options)
{
    private static readonly Refusal Beyond = Refusal.Forbidden("This would give, or change, rights that you do not have yourself.");

    /// <summary>As the definitions are read.</summary>
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

    /// <summary>The body without its password, and the password; or what is wrong with it.</summary>
    public async Task<(Refusal? Wrong, (string Body, string? Password) Read)> ReadAsync(CallerIn me, string id, string text, CancellationToken cancel)
    {
        if (StandsAbove(me, id) is { } above) return (above, default);
        var body = JsonNode.Parse(text, AnyCase)!.AsObject();
        if (body.ContainsKey("passwordHash")) return (Refusal.Invalid("A passwordHash is not taken."), default);
        string? password = null;
        if (body.TryGetPropertyValue("password", out var given))
        {
            password = given?.GetValueKind() == JsonValueKind.String ? given.GetValue<string>() : null;
            body.Remove("password");
            var own = Definitions.Read(SettingKinds.Staff, body.ToJsonString()).Definition as StaffDefinition;
            if (PasswordRules.WhatIsWrong(password, options.Value, own?.Name ?? "", own?.Email ?? "") is { } wrong) return (Refusal.Invalid(wrong), default);
        }
        var written = body.ToJsonString();
        var member = Definitions.Read(SettingKinds.Staff, written).Definition as StaffDefinition;
        if (member is not null && !me.Caller.Has(RightNames.Of(member.Role) & ~WithoutOf(me, member))) return (Beyond, default);
        if (await CheckAsync(me, id, member, password is not null, cancel) is { } refused) return (refused, default);
        // No hash is written into the journal any more; one that stood there, or in the configuration, goes on to count.
        if (me.Workspace.FindById(id) is { } known) await credentials.KeepSeedAsync(me.Workspace.Name, known, cancel);
        return (null, (written, password));
    }

    /// <summary>Sets the password of a member that was just written, whose sessions end with it.</summary>
    /// <param name="session">The administrator's own session, which stays.</param>
    public async Task<Refusal?> SetPasswordAsync(CallerIn me, string id, string password, string session, CancellationToken cancel)
    {
        if (me.Workspace.FindById(id) is not { } member) return Refusal.Unavailable("The account was changed by somebody else at the same time.");
        await credentials.SetPasswordAsync(me.Workspace.Name, member, password, cancel);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.PasswordSet, member.Id);
        return await sessions.EndAllAsync(me.Workspace.Name, me.Caller, id, id == me.Id ? session : null, cancel);
    }

    /// <summary>What the rules for all staff say to a change of one member; null where it may be.</summary>
    /// <param name="member">As it is to be; null for one that is removed or that cannot be read.</param>
    public async Task<Refusal?> CheckAsync(CallerIn me, string id, StaffDefinition? member, bool getsPassword, CancellationToken cancel)
    {
        var workspace = me.Workspace;
        // Passwords are looked up only where an administrator may be lost.
        var counts = workspace.FindById(id) is { Role: CallerRole.Admin };
        var staff = new List<StaffAccount>();
        foreach (var each in workspace.Staff)
        {
            var signsIn = counts && each.Role == CallerRole.Admin && await credentials.PasswordHashAsync(workspace.Name, each, cancel) is not null;
            staff.Add(new(each.Id, each.Email, each.Role, signsIn));
        }
        var signsInNow = getsPassword || staff.Exists(s => s.Id == id && s.SignsIn);
        return StaffRules.Check(staff, id, member is null ? null : new(id, member.Email, member.Role, signsInNow));
    }

    /// <summary>Forgets what a removed account signed in with.</summary>
    public async Task ForgetAsync(string workspace, string id, CancellationToken cancel)
    {
        await credentials.RemoveAsync(workspace, id, cancel);
        await invitations.RemoveAsync(workspace, id, cancel);
        await sessions.ForgetAsync(workspace, id, cancel);
    }

    /// <summary>A refusal where a member has rights that the caller who changes its account does not have: the account could be used to get them.</summary>
    public static Refusal? StandsAbove(CallerIn me, string id) =>
        me.Workspace.FindById(id) is { } member && !me.Caller.Has(RightNames.Of(member.Role) & ~member.Without) ? Beyond : null;

    /// <summary>A refusal where a role would give rights that its writer does not have.</summary>
    public static Refusal? WhatRoleGivesBeyond(CallerIn me, string body) => Definitions.Read(SettingKinds.Role, body).Definition is RoleDefinition role
        && !me.Caller.Has(RightNames.Of(role.Base) & ~role.Without()) ? Beyond : null;

    private static Rights WithoutOf(CallerIn me, StaffDefinition member) => me.Workspace.OwnRole(member.OwnRole)?.Without() ?? Rights.None;
}
