using System.Collections.Frozen;
using System.Collections.Immutable;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>A workspace's settings, ready for decisions. Immutable; a change of the settings makes another one.</summary>
public sealed class ServiceSettings
{
    public static readonly ServiceSettings None = new(WorkspaceState.Initial(new("none", "settings")));

    private readonly FrozenDictionary<string, BusinessCalendar> _calendars;
    private readonly FrozenDictionary<string, long> _calendarVersions;
    private readonly FrozenDictionary<string, Defined<MacroDefinition>> _macros;
    private readonly FrozenDictionary<string, Defined<RuleDefinition>> _rules;
    private readonly ImmutableDictionary<string, Setting> _all;

    public ServiceSettings(WorkspaceState state)
    {
        _all = state.Settings;
        Version = state.Seq;
        _calendars = Of<CalendarDefinition>(SettingKinds.Calendar).ToFrozenDictionary(c => c.Id, c => c.Definition.Compile());
        _calendarVersions = Of<CalendarDefinition>(SettingKinds.Calendar).ToFrozenDictionary(c => c.Id, c => c.Version);
        Policies = [.. Of<SlaPolicyDefinition>(SettingKinds.Policy).OrderBy(p => p.Definition.Order).ThenBy(p => p.Id, StringComparer.Ordinal)];
        Rules = [.. Of<RuleDefinition>(SettingKinds.Rule).Where(r => r.Definition.Enabled).OrderBy(r => r.Definition.Order)
            .ThenBy(r => r.Id, StringComparer.Ordinal)];
        _rules = Rules.ToFrozenDictionary(r => r.Id);
        Macros = [.. Of<MacroDefinition>(SettingKinds.Macro).OrderBy(m => m.Definition.Name, StringComparer.Ordinal)];
        _macros = Macros.ToFrozenDictionary(m => m.Id);
    }

    /// <summary>Sequence number of the last change.</summary>
    public long Version { get; }

    public IReadOnlyList<Defined<SlaPolicyDefinition>> Policies { get; }
    public IReadOnlyList<Defined<RuleDefinition>> Rules { get; }
    public IReadOnlyList<Defined<MacroDefinition>> Macros { get; }

    public BusinessCalendar? Calendar(string? id) => id is not null && _calendars.TryGetValue(id, out var calendar) ? calendar : null;
    public Defined<MacroDefinition>? Macro(string id) => _macros.GetValueOrDefault(id);
    public Defined<RuleDefinition>? Rule(string id) => _rules.GetValueOrDefault(id);

    /// <summary>The policy for such a conversation; null where none fits.</summary>
    public Defined<SlaPolicyDefinition>? PolicyFor(string? queue, int priority, string channel)
    {
        foreach (var policy in Policies)
            if (policy.Definition.Fits(queue, priority, channel)) return policy;
        return null;
    }

    /// <summary>The time zone of the first calendar by id; null without one.</summary>
    public TimeZoneInfo? FirstZone => Of<CalendarDefinition>(SettingKinds.Calendar).Select(c => TimeZoneInfo.FindSystemTimeZoneById(c.Definition.TimeZone!))
        .FirstOrDefault();

    /// <summary>Which versions of policy and calendar are meant: another basis means that times must be computed again.</summary>
    public string BasisOf(Defined<SlaPolicyDefinition> policy) =>
        $"{policy.Id}@{policy.Version}.{(policy.Definition.Calendar is { } calendar ? _calendarVersions.GetValueOrDefault(calendar) : 0)}";

    /// <summary>Everything of one kind that the journal holds, removed ones left out.</summary>
    public IEnumerable<Defined<T>> Of<T>(string kind) => _all.Values
        .Where(s => s.Kind == kind && !s.Removed).OrderBy(s => s.Id, StringComparer.Ordinal)
        .Select(s => new Defined<T>(s.Id, s.Version, Definitions.Of<T>(s.Body)));

    /// <summary>The settings of one kind as they were written, removed ones left out.</summary>
    public IEnumerable<Setting> SavedOf(string kind) => _all.Values.Where(s => s.Kind == kind && !s.Removed);

    /// <summary>Ids of what was taken away.</summary>
    public IEnumerable<string> RemovedOf(string kind) => _all.Values.Where(s => s.Kind == kind && s.Removed).Select(s => s.Id);

    /// <summary>When a setting was written again after it had been taken away; null where it never was.</summary>
    public DateTimeOffset? BackSince(string kind, string id) => _all.GetValueOrDefault(Administration.Key(kind, id))?.BackSince;

    /// <summary>Whether the journal took away what the configuration brings.</summary>
    public bool IsRemoved(string kind, string id) => _all.GetValueOrDefault(Administration.Key(kind, id)) is { Removed: true };
}

/// <summary>A definition with its id and version.</summary>
public sealed record Defined<T>(string Id, long Version, T Definition);
