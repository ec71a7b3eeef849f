using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace ConversationGrid.Gateway.Rest;

/// <summary>
/// What administrators set: an admin writes, a supervisor reads. Every change is an event of the workspace's stream, so the journal is the
/// truth and the audit trail in one; it counts here at once and on the other silos a moment later. The configuration is only the seed.
/// </summary>
internal static class SettingsEndpoints
{
    private static readonly PasswordHasher<object> Hasher = new();

    /// <summary>As the definitions are read.</summary>
    private static readonly JsonNodeOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

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
    }

    private static void Map<T>(IEndpointRouteBuilder routes, string path, string kind) where T : notnull
    {
        var group = routes.MapGroup($"/api/v1/{path}").WithTags("Settings").RequireRateLimiting(RateLimits.Rest);
        var name = char.ToUpperInvariant(kind[0]) + kind[1..];
        group.MapGet("", (HttpContext http, Callers callers, LiveSettings settings) => List(http, callers, settings, kind))
            .WithName($"{name}_List").Produces<Page<SettingAnswer>>().RequireAuthorization(AccessPolicies.Supervisor);
        group.MapGet("/{id}", (HttpContext http, Callers callers, LiveSettings settings, string id) => Get(http, callers, settings, kind, id))
            .WithName($"{name}_Get").Produces<SettingAnswer>().ProducesProblem(StatusCodes.Status404NotFound).RequireAuthorization(AccessPolicies.Supervisor);
        group.MapPut("/{id}", (HttpContext http, Callers callers, IGrid grid, LiveSettings settings, string id, JsonElement body, CancellationToken cancel) =>
                PutAsync(http, callers, grid, settings, kind, id, body, cancel))
            .WithName($"{name}_Put").Accepts<T>("application/json").Produces<SettingAnswer>().ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(AccessPolicies.Admin);
        group.MapDelete("/{id}", (HttpContext http, Callers callers, IGrid grid, LiveSettings settings, string id, CancellationToken cancel) =>
                DeleteAsync(http, callers, grid, settings, kind, id, cancel))
            .WithName($"{name}_Delete").Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(AccessPolicies.Admin);
    }

    private static IResult List(HttpContext http, Callers callers, LiveSettings settings, string kind) => callers.Find(http.User) is not { } me
        ? Unknown()
        : Allowed(me, CallerRole.Supervisor) ?? Results.Json(new Page<SettingAnswer>(SettingsOf(me, settings.Of(me.Workspace.Name), kind)));

    private static IResult Get(HttpContext http, Callers callers, LiveSettings settings, string kind, string id)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (Allowed(me, CallerRole.Supervisor) is { } refused) return refused;
        return SettingsOf(me, settings.Of(me.Workspace.Name), kind).FirstOrDefault(s => s.Id == id) is { } found ? Results.Json(found)
            : Problems.Of(Refusal.NotFound(kind));
    }

    private static async Task<IResult> PutAsync(
        HttpContext http, Callers callers, IGrid grid, LiveSettings settings, string kind, string id, JsonElement body, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (Allowed(me, CallerRole.Admin) is { } refused) return refused;
        if (!TryReadVersion(http, out var expected)) return Problems.Of(Refusal.Invalid("If-Match carries the version of the setting, a number in quotes."));
        if (body.ValueKind != JsonValueKind.Object) return Problems.Of(Refusal.Invalid("The body is a JSON object."));
        if (!JsonBody.IsReadable(body)) return Problems.Of(Refusal.Invalid("The body names a key twice, or holds half of a character (a lone surrogate)."));
        var text = body.GetRawText();
        if (kind == SettingKinds.Staff)
        {
            if (StaffBody(me, id, text) is not { } staff)
                return Problems.Of(Refusal.Invalid("A password has 8 to 200 characters; a passwordHash is not taken."));
            text = staff;
            var member = Definitions.Read(SettingKinds.Staff, text).Definition as StaffDefinition;
            if (TakesEmail(me, id, member)) return Problems.Of(Refusal.Conflict("Another member of staff signs in with this e-mail address."));
            if (LosesLastAdmin(me, id, member)) return Problems.Of(Refusal.Conflict("This is the last administrator; name another one first."));
        }
        var outcome = await grid.Workspace(me.Workspace.Name).ExecuteAsync(new SaveSetting(me.Caller, kind, id, text, expected), cancel);
        if (outcome.Refusal is { } bad) return Problems.Of(bad);
        me = await LearnAsync(http, callers, grid, settings, me, kind, cancel);
        return Results.Json(SettingsOf(me, settings.Of(me.Workspace.Name), kind).First(s => s.Id == id));
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext http, Callers callers, IGrid grid, LiveSettings settings, string kind, string id, CancellationToken cancel)
    {
        if (callers.Find(http.User) is not { } me) return Unknown();
        if (Allowed(me, CallerRole.Admin) is { } refused) return refused;
        if (!TryReadVersion(http, out var expected)) return Problems.Of(Refusal.Invalid("If-Match carries the version of the setting, a number in quotes."));
        if (SettingsOf(me, settings.Of(me.Workspace.Name), kind).All(s => s.Id != id)) return Problems.Of(Refusal.NotFound(kind));
        if (kind == SettingKinds.Staff && LosesLastAdmin(me, id, null))
            return Problems.Of(Refusal.Conflict("This is the last administrator; name another one first."));
        if (kind == SettingKinds.Queue && await KeepsQueueAsync(grid, settings, me, id, cancel) is { } why) return Problems.Of(Refusal.Conflict(why));
        var outcome = await grid.Workspace(me.Workspace.Name).ExecuteAsync(new RemoveSetting(me.Caller, kind, id, expected), cancel);
        if (outcome.Refusal is { } bad) return Problems.Of(bad);
        await LearnAsync(http, callers, grid, settings, me, kind, cancel);
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

    /// <summary>A password becomes its hash; without one the old hash stays.</summary>
    private static string? StaffBody(CallerIn me, string id, string body)
    {
        var staff = JsonNode.Parse(body, AnyCase)!.AsObject();
        if (staff.ContainsKey("passwordHash")) return null;
        var hash = me.Workspace.Definitions.GetValueOrDefault(id)?.PasswordHash;
        if (staff.TryGetPropertyValue("password", out var password))
        {
            if (password?.GetValueKind() != JsonValueKind.String || password.GetValue<string>() is not { Length: >= 8 and <= 200 } plain) return null;
            hash = Hasher.HashPassword(staff, plain);
            staff.Remove("password");
        }
        if (hash is not null) staff["passwordHash"] = hash;
        return staff.ToJsonString();
    }

    /// <summary>Whether somebody else signs in with the address, who could not any more.</summary>
    private static bool TakesEmail(CallerIn me, string id, StaffDefinition? member) => member is { Email: { Length: > 0 } email }
        && me.Workspace.Staff.Any(s => s.Id != id && email.Equals(s.Email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether nobody could administer the workspace after this change.</summary>
    private static bool LosesLastAdmin(CallerIn me, string id, StaffDefinition? member)
    {
        var stays = member is { Role: CallerRole.Admin, PasswordHash: not null };
        return !stays && me.Workspace.Staff.All(s => s.Id == id || s.Role != CallerRole.Admin || s.PasswordHash is null);
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

    /// <summary>The role in the token admitted the caller; the directory's word of now counts.</summary>
    internal static IResult? Allowed(CallerIn me, CallerRole least) =>
        me.Caller.Role >= least ? null : Problems.Of(Refusal.Forbidden($"Only a {least.ToString().ToLowerInvariant()} may do this."));

    internal static IResult Unknown() => Problems.Of(new(RefusalCodes.Unauthenticated, "This account is not known any more."));
}

/// <summary>A setting and where it comes from.</summary>
/// <param name="Version">Sent back as <c>If-Match</c>, it keeps two administrators from writing over one another; 0 for the configuration's.</param>
/// <param name="Source"><c>journal</c> or <c>configuration</c>.</param>
public sealed record SettingAnswer(string Id, long Version, DateTimeOffset? At, string? ById, string Source, JsonElement Definition);
