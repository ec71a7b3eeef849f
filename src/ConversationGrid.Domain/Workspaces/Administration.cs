using System.Collections.Immutable;
using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.WorkspaceEvent>;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>What administrators set for a workspace.</summary>
public sealed record WorkspaceState
{
    /// <summary>Most settings of a workspace, removed ones included.</summary>
    public const int SettingsMax = 5_000;

    public required EntityId Id { get; init; }
    public long Seq { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>By kind and id, as <c>kind/id</c>.</summary>
    public ImmutableDictionary<string, Setting> Settings { get; init; } = ImmutableDictionary<string, Setting>.Empty;

    public static WorkspaceState Initial(EntityId id) => new() { Id = id };
}

/// <summary>One setting; a removed one stays as a mark that hides what the configuration brings.</summary>
/// <param name="BackSince">When it was written again after it had been removed; null for one that was never removed.</param>
public sealed record Setting(string Kind, string Id, string Body, long Version, DateTimeOffset At, string ById, bool Removed = false,
    DateTimeOffset? BackSince = null);

/// <summary>Who may set what, and what must fit together.</summary>
public static class Administration
{
    private const int BodyMax = 64_000;

    public static Decision Decide(WorkspaceState s, WorkspaceCommand command, DateTimeOffset now)
    {
        if (now < s.UpdatedAt) now = s.UpdatedAt;
        return command switch
        {
            TickWorkspace => Nothing(s),
            SaveSetting { Kind: SettingKinds.Access } c when c.By.IsStaff && c.By.Actor.Id == c.Id => Save(s, c, now),
            _ when command.By.Role != CallerRole.Admin => Decision.Refuse(Refusal.Forbidden("Only an administrator changes settings.")),
            SaveSetting c => Save(s, c, now),
            RemoveSetting c => Remove(s, c, now),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    public static WorkspaceState Evolve(WorkspaceState s, long seq, WorkspaceEvent e) => (e switch
    {
        SettingSaved x => s with { Settings = s.Settings.SetItem(Key(x.Kind, x.Id), new(x.Kind, x.Id, x.Body, seq, x.At, x.ById, BackSince: BackSince(s, x))) },
        SettingRemoved x => s with { Settings = s.Settings.SetItem(Key(x.Kind, x.Id), new(x.Kind, x.Id, "", seq, x.At, x.ById, Removed: true)) },
        _ => throw new UnreachableException(e.GetType().Name),
    }) with { Seq = seq, UpdatedAt = e.At };

    public static WorkspaceView View(WorkspaceState s) => new(
        s.Id.Workspace, s.Seq,
        [.. s.Settings.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => x.Value)
            .Select(x => new SettingView(x.Kind, x.Id, x.Version, x.At, x.ById, x.Body, x.Removed))]);

    private static Decision Save(WorkspaceState s, SaveSetting c, DateTimeOffset now)
    {
        if (!SettingKinds.All.Contains(c.Kind)) return Decision.Refuse(Refusal.NotFound("kind of setting"));
        if (!new EntityId(s.Id.Workspace, c.Id).IsWellFormed)
            return Decision.Refuse(Refusal.Invalid("An id has 1 to 64 letters, digits, dashes and underscores."));
        if (c.Body.Length > BodyMax) return Decision.Refuse(Refusal.TooLarge($"A setting has at most {BodyMax} characters, not {c.Body.Length}."));
        var (definition, wrong) = Definitions.Read(c.Kind, c.Body);
        if (wrong is not null) return Decision.Refuse(Refusal.Invalid(wrong));
        if (definition is StaffDefinition { OwnRole: { } own, Role: var role } && RoleProblem(s, own, role) is { } wrongRole)
            return Decision.Refuse(Refusal.Invalid(wrongRole));
        if (definition is StaffDefinition member && TakesEmail(s, c.Id, member)) return Decision.Refuse(StaffRules.EmailTaken);
        if (Missing(s, definition!) is { } missing) return Decision.Refuse(Refusal.Invalid(missing));
        var known = s.Settings.GetValueOrDefault(Key(c.Kind, c.Id));
        if (known is { Removed: false } && known.Body == c.Body) return Decision.Already(new(known.Version, known.At));
        if (Outdated(known, c.ExpectedVersion) is { } outdated) return Decision.Refuse(outdated);
        if (known is null && s.Settings.Count >= WorkspaceState.SettingsMax)
            return Decision.Refuse(Refusal.TooLarge($"A workspace has at most {WorkspaceState.SettingsMax} settings."));
        return Decision.Accept(new SettingSaved(c.Kind, c.Id, c.Body) { At = now, ById = c.By.Actor.Id, ByName = c.By.Actor.Name });
    }

    private static Decision Remove(WorkspaceState s, RemoveSetting c, DateTimeOffset now)
    {
        if (!SettingKinds.All.Contains(c.Kind) || !new EntityId(s.Id.Workspace, c.Id).IsWellFormed) return Decision.Refuse(Refusal.NotFound("setting"));
        var known = s.Settings.GetValueOrDefault(Key(c.Kind, c.Id));
        if (known is { Removed: true }) return Decision.Already(new(known.Version, known.At));
        if (Outdated(known, c.ExpectedVersion) is { } outdated) return Decision.Refuse(outdated);
        if (c.Kind == SettingKinds.Role && s.Settings.Values.FirstOrDefault(x => x is { Removed: false, Kind: SettingKinds.Staff }
            && Definitions.Of<StaffDefinition>(x.Body).OwnRole == c.Id) is { } holder)
            return Decision.Refuse(Refusal.Conflict($"Role '{c.Id}' is the one of '{holder.Id}'."));
        if (c.Kind == SettingKinds.Calendar && UserOf(s, c.Id) is { } user) return Decision.Refuse(Refusal.Conflict($"Calendar '{c.Id}' is used by {user}."));
        return Decision.Accept(new SettingRemoved(c.Kind, c.Id) { At = now, ById = c.By.Actor.Id, ByName = c.By.Actor.Name });
    }

    private static Refusal? Outdated(Setting? known, long? expected) =>
        expected is { } version && version != (known is { Removed: false } ? known.Version : 0)
            ? Refusal.Conflict($"The setting is at version {(known is { Removed: false } ? known.Version : 0)}, not {version}.")
            : null;

    private static string? RoleProblem(WorkspaceState s, string own, CallerRole role)
    {
        if (s.Settings.GetValueOrDefault(Key(SettingKinds.Role, own)) is not { Removed: false } known) return $"There is no role '{own}'.";
        var definition = Definitions.Of<RoleDefinition>(known.Body);
        return definition.Base == role ? null : $"Role '{own}' is one for {definition.Base}, not for {role}.";
    }

    /// <summary>Checked here too, where one change comes after the other: two that are written at the same time cannot both have the address.</summary>
    private static bool TakesEmail(WorkspaceState s, string id, StaffDefinition member) => s.Settings.Values.Any(
        x => x is { Removed: false, Kind: SettingKinds.Staff } && x.Id != id
            && StaffRules.IsSameEmail(Definitions.Of<StaffDefinition>(x.Body).Email, member.Email));

    /// <summary>A calendar that is named must be there.</summary>
    private static string? Missing(WorkspaceState s, object definition) => CalendarsOf(definition)
        .Where(id => s.Settings.GetValueOrDefault(Key(SettingKinds.Calendar, id)) is not { Removed: false }).Select(id => $"There is no calendar '{id}'.")
        .FirstOrDefault();

    private static string? UserOf(WorkspaceState s, string calendar) => s.Settings.Values
        .Where(x => !x.Removed && x.Kind is SettingKinds.Policy or SettingKinds.Rule or SettingKinds.Queue
            && CalendarsOf(Definitions.Read(x.Kind, x.Body).Definition!).Contains(calendar))
        .Select(x => $"{x.Kind} '{x.Id}'").FirstOrDefault();

    private static IEnumerable<string> CalendarsOf(object definition) => definition switch
    {
        SlaPolicyDefinition { Calendar: { } id } => [id],
        RuleDefinition { Calendar: { } id } => [id],
        QueueDefinition { Policy.Calendar: { } id } => [id],
        _ => [],
    };

    private static DateTimeOffset? BackSince(WorkspaceState s, SettingSaved e) =>
        s.Settings.GetValueOrDefault(Key(e.Kind, e.Id)) is { } known ? known.Removed ? e.At : known.BackSince : null;

    internal static string Key(string kind, string id) => $"{kind}/{id}";

    private static Decision Nothing(WorkspaceState s) => Decision.Already(new(s.Seq, s.UpdatedAt));
}
