using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>
/// What administrators set: an admin writes, a supervisor reads. Every change is an event of the workspace's stream, so the journal is the
/// truth and the audit trail in one; it counts here at once and on the other silos a moment later. The configuration is only the seed.
/// </summary>
internal static class SettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Map<CalendarDefinition>(routes, "calendars", SettingKinds.Calendar);
        Map<SlaPolicyDefinition>(routes, "policies", SettingKinds.Policy);
        Map<RuleDefinition>(routes, "rules", SettingKinds.Rule);
        Map<MacroDefinition>(routes, "macros", SettingKinds.Macro);
        Map<QueueDefinition>(routes, "queues", SettingKinds.Queue);
        Map<SkillDefinition>(routes, "skills", SettingKinds.Skill);
        Map<StaffDefinition>(routes, "staff", SettingKinds.Staff);
        Map<ObjectiveDefinition>(routes, "objectives", SettingKinds.Objective);
        Map<RoleDefinition>(routes, "roles", SettingKinds.Role);
        Map<SiteDefinition>(routes, "sites", SettingKinds.Site);
    }

    private static void Map<T>(IEndpointRouteBuilder routes, string path, string kind) where T : notnull
    {
        var group = routes.MapGroup($"/api/v1/{path}").WithTags("Settings").RequireRateLimiting(RateLimits.Rest);
        var name = char.ToUpperInvariant(kind[0]) + kind[1..];
        group.MapGet("", (HttpContext http, Callers callers, LiveSettings settings) => List(http, callers, settings, kind))
            .WithName($"{name}_List").Produces<Page<SettingAnswer>>().RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapGet("/{id}", (HttpContext http, Callers callers, LiveSettings settings, string id) => Get(http, callers, settings, kind, id))
            .WithName($"{name}_Get").Produces<SettingAnswer>().ProducesProblem(StatusCodes.Status404NotFound)
            .RequireAuthorization(AccessPolicies.Of(Rights.Supervise));
        group.MapPut("/{id}",
            (HttpContext http, Callers callers, IGrid grid, LiveSettings settings, StaffWrites staff, SecurityTrail trail, string id, JsonElement body,
                CancellationToken cancel) => PutAsync(http, callers, grid, settings, staff, trail, kind, id, body, cancel))
            .WithName($"{name}_Put").Accepts<T>("application/json").Produces<SettingAnswer>().ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(AccessPolicies.Of(WritesOf(kind)));
        group.MapDelete(
            "/{id}",
            (HttpContext http, Callers callers, IGrid grid, LiveSettings settings, StaffWrites staff, SecurityTrail trail, string id,
                CancellationToken cancel) =>
                DeleteAsync(http, callers, grid, settings, staff, trail, kind, id, cancel))
            .WithName($"{name}_Delete").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(AccessPolicies.Of(WritesOf(kind)));
    }

    /// <summary>The right to write a kind of setting.</summary>
    private static Rights WritesOf(string kind) => kind is SettingKinds.Staff or SettingKinds.Role ? Rights.People : Rights.Settings;

    private static IResult List(HttpContext http, Callers callers, LiveSettings settings, string kind) => callers.Find(http.User) is not { } me
        ? Unknown()
        : Results.Json(new Page<SettingAnswer>(SettingsOf(me, settings.Of(me.Workspace.Name), kind)));

    private static IResult Get(HttpContext http, Callers callers, LiveSettings settings, string kind, string id)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        return SettingsOf(me, settings.Of(me.Workspace.Name), kind).FirstOrDefault(s => s.Id == id) is { } found ? Results.Json(found)
            : Problems.Of(Refusal.NotFound(kind));
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, Callers callers, IGrid grid, LiveSettings settings, StaffWrites staff, SecurityTrail trail, string kind, string id,
        JsonElement body, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (!TryReadVersion(http, out var expected)) return Problems.Of(Refusal.Invalid("If-Match carries the version of the setting, a number in quotes."));
        if (body.ValueKind != JsonValueKind.Object) return Problems.Of(Refusal.Invalid("The body is a JSON object."));
        if (!JsonBody.IsReadable(body)) return Problems.Of(Refusal.Invalid("The body names a key twice, or holds half of a character (a lone surrogate)."));
        var text = body.GetRawText();
        string? password = null;
        if (kind == SettingKinds.Role && StaffWrites.WhatRoleGivesBeyond(me, text) is { } beyond) return Problems.Of(beyond);
        if (kind == SettingKinds.Staff)
        {
            var (wrong, read) = await staff.ReadAsync(me, id, text, cancel);
            if (wrong is not null) return Problems.Of(wrong);
            (text, password) = read;
        }
        var outcome = await grid.Workspace(me.Workspace.Name).ExecuteAsync(new SaveSetting(me.Caller, kind, id, text, expected), cancel);
        if (outcome.Refusal is { } bad) return Problems.Of(bad);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SettingSaved, $"{kind}/{id}");
        me = await LearnAsync(http, callers, grid, settings, me, kind, cancel);
        if (password is not null && await staff.SetPasswordAsync(me, id, password, Tokens.SessionOf(http.User), cancel) is { } notEnded)
            return Problems.Of(notEnded);
        return Results.Json(SettingsOf(me, settings.Of(me.Workspace.Name), kind).First(s => s.Id == id));
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext http, Callers callers, IGrid grid, LiveSettings settings, StaffWrites staff, SecurityTrail trail, string kind, string id,
        CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (!TryReadVersion(http, out var expected)) return Problems.Of(Refusal.Invalid("If-Match carries the version of the setting, a number in quotes."));
        if (SettingsOf(me, settings.Of(me.Workspace.Name), kind).All(s => s.Id != id)) return Problems.Of(Refusal.NotFound(kind));
        if (kind == SettingKinds.Staff && StaffWrites.StandsAbove(me, id) is { } above) return Problems.Of(above);
        if (kind == SettingKinds.Staff && await staff.CheckAsync(me, id, null, false, cancel) is { } refused) return Problems.Of(refused);
        if (kind == SettingKinds.Queue && await KeepsQueueAsync(grid, settings, me, id, cancel) is { } why) return Problems.Of(Refusal.Conflict(why));
        var outcome = await grid.Workspace(me.Workspace.Name).ExecuteAsync(new RemoveSetting(me.Caller, kind, id, expected), cancel);
        if (outcome.Refusal is { } bad) return Problems.Of(bad);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SettingRemoved, $"{kind}/{id}");
        await LearnAsync(http, callers, grid, settings, me, kind, cancel);
        if (kind == SettingKinds.Staff) await staff.ForgetAsync(me.Workspace.Name, id, cancel);
        return Results.NoContent();
    }

    /// <summary>
    /// Why a queue cannot be taken away: the configuration brings it (what was written over it can be), or customers wait in it. Null if it can.
    /// </summary>
    private static async Task<string?> KeepsQueueAsync(IGrid grid, LiveSettings settings, CallerIn me, string id, CancellationToken cancel)
    {
        var isConfigured = me.Workspace.ConfiguredQueues.Contains(id);
        if (settings.Of(me.Workspace.Name).SavedOf(SettingKinds.Queue).All(q => q.Id != id))
            return $"Queue '{id}' comes from the configuration; it is taken away there.";
        if (isConfigured) return null;
        var waiting = (await grid.Queue(me.Entity(id)).ViewAsync(cancel)).Waiting;
        return waiting == 0 ? null : $"{waiting} customers wait in queue '{id}'; they must be served or moved first.";
    }

    /// <summary>The change counts here before its author hears of it, and the agents whom it concerns are told.</summary>
    private static async Task<CallerIn> LearnAsync(
        HttpContext http, Callers callers, IGrid grid, LiveSettings settings, CallerIn me, string kind, CancellationToken cancel)
    {
        var before = me.Workspace.Staff.ToDictionary(s => s.Id, s => s.ToConfigure());
        await settings.RefreshAsync(me.Workspace.Name, cancel);
        var now = callers.Find(http.User) ?? me;
        if (kind is not (SettingKinds.Staff or SettingKinds.Queue)) return now;
        foreach (var member in now.Workspace.Staff)
        {
            // A connection that is missed here is told when it connects again.
            if (before.TryGetValue(member.Id, out var old) && JsonSerializer.Serialize(old) == JsonSerializer.Serialize(member.ToConfigure())) continue;
            await grid.Agent(now.Entity(member.Id)).ExecuteAsync(member.ToConfigure(), cancel);
        }
        return now;
    }

    /// <summary>All of a kind: what the journal holds, and what the configuration brings and nobody changed.</summary>
    private static IReadOnlyList<SettingAnswer> SettingsOf(CallerIn me, ServiceSettings settings, string kind)
    {
        var saved = settings.SavedOf(kind).Select(s => new SettingAnswer(s.Id, s.Version, s.At, s.ById, "journal", Shown(kind, s.Body))).ToList();
        IEnumerable<(string Id, object Definition)> seeds = kind switch
        {
            SettingKinds.Queue => me.Workspace.Queues.Select(q => (q, (object)new QueueDefinition(q))),
            SettingKinds.Staff => me.Workspace.Definitions.Select(s => (s.Key, (object)s.Value)),
            _ => [],
        };
        var known = saved.Select(s => s.Id).ToHashSet();
        return [.. saved.Concat(seeds.Where(s => !known.Contains(s.Id))
            .Select(s => new SettingAnswer(s.Id, 0, null, null, "configuration", Shown(kind, JsonSerializer.Serialize(s.Definition, Definitions.Json)))))
            .OrderBy(s => s.Id, StringComparer.Ordinal)];
    }

    /// <summary>A password's hash is nobody's business.</summary>
    internal static JsonElement Shown(string kind, string body)
    {
        if (kind != SettingKinds.Staff) return JsonElement.Parse(body);
        var staff = JsonNode.Parse(body)!.AsObject();
        foreach (var hidden in staff.Select(p => p.Key).Where(key => key.Equals("passwordHash", StringComparison.OrdinalIgnoreCase)).ToList())
            staff.Remove(hidden);
        return JsonElement.Parse(staff.ToJsonString());
    }

    private static bool TryReadVersion(HttpContext http, out long? version)
    {
        version = null;
        var header = http.Request.Headers.IfMatch.ToString().Trim('"');
        if (header.Length == 0) return true;
        if (!long.TryParse(header, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        version = number;
        return true;
    }

    internal static IResult Unknown() => Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
}

/// <summary>A setting and where it comes from.</summary>
/// <param name="Version">Sent back as <c>If-Match</c>, it keeps two administrators from writing over one another; 0 for the configuration's.</param>
/// <param name="Source"><c>journal</c> or <c>configuration</c>.</param>
public sealed record SettingAnswer(string Id, long Version, DateTimeOffset? At, string? ById, string Source, JsonElement Definition);
