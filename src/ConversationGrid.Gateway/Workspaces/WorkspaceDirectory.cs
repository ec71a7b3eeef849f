using System.Collections.Concurrent;
using System.Collections.Frozen;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Workspaces;

/// <summary>
/// All workspaces with their queues and staff: what the configuration says, and over it what administrators set. A change of the settings
/// counts from the next look-up on.
/// </summary>
public sealed class WorkspaceDirectory
{
    /// <summary>Name of the demo workspace.</summary>
    public const string Demo = "demo";

    private readonly FrozenDictionary<string, Workspace> _seeds;
    private readonly ConcurrentDictionary<string, Workspace> _live = new();
    private readonly LiveSettings _settings;

    public WorkspaceDirectory(IConfiguration configuration, IOptions<DemoOptions> demo, LiveSettings settings)
    {
        _settings = settings;
        var all = new Dictionary<string, Workspace>();
        foreach (var section in configuration.GetSection("Grid:Workspaces").GetChildren())
        {
            var options = section.Get<WorkspaceOptions>() ?? new();
            var (queues, policies) = QueueSections.Read(section.GetSection("Queues"));
            options.Queues = queues;
            if (!new EntityId(section.Key, "x").IsWellFormed) throw new OptionsValidationException(section.Path, typeof(WorkspaceOptions), [$"{section.Path}: '{section.Key}' is no workspace name."]);
            all[section.Key] = new(section.Key, options, policies);
        }
        if (demo.Value.Enabled) all[Demo] = new(Demo, DemoWorkspace(demo.Value), Workspace.NoPolicies);
        _seeds = all.ToFrozenDictionary();
    }

    public IEnumerable<Workspace> All => _seeds.Keys.Select(name => Find(name)!);

    public Workspace? Find(string? name)
    {
        if (name is null || !_seeds.TryGetValue(name, out var seed)) return null;
        var settings = _settings.Of(name);
        if (settings.Version == 0) return seed;
        if (_live.TryGetValue(name, out var live) && live.Version == settings.Version) return live;
        return _live[name] = seed.With(settings);
    }

    /// <summary>The queues of a workspace, none where there is no such workspace.</summary>
    public IReadOnlyList<string> QueuesOf(string workspace) => Find(workspace)?.Queues ?? [];

    /// <summary>The policies of a workspace's queues; empty where it has none.</summary>
    public IReadOnlyDictionary<string, QueuePolicy> PoliciesOf(string workspace) => Find(workspace)?.Policies ?? Workspace.NoPolicies;

    private static WorkspaceOptions DemoWorkspace(DemoOptions demo)
    {
        var hash = new PasswordHasher<object>().HashPassword(demo, demo.Password);
        return new()
        {
            IdentitySecret = demo.IdentitySecret,
            Queues = ["general", "billing"],
            Staff =
            [
                Member("aina", "Aina", CallerRole.Agent, "en", "ms"),
                Member("ben", "Ben", CallerRole.Agent, "en"),
                Member("siti", "Siti", CallerRole.Supervisor, "en", "ms"),
                Member("omar", "Omar", CallerRole.Admin, "en", "ms"),
            ],
        };

        StaffOptions Member(string id, string name, CallerRole role, params List<string> languages) => new()
        {
            Id = id, Name = name, Email = $"{id}@demo.test", PasswordHash = hash, Role = role, Languages = languages, Capacity = demo.AgentCapacity,
        };
    }
}

/// <summary>One tenant, ready for look-ups.</summary>
public sealed class Workspace
{
    internal static readonly IReadOnlyDictionary<string, QueuePolicy> NoPolicies = new Dictionary<string, QueuePolicy>();

    private readonly FrozenDictionary<string, StaffMember> _byEmail;
    private readonly FrozenDictionary<string, StaffMember> _byId;

    private readonly IReadOnlyDictionary<string, StaffDefinition> _definitions;

    internal Workspace(string name, WorkspaceOptions options, IReadOnlyDictionary<string, QueuePolicy> policies)
        : this(name, options.IdentitySecret, options.Queues.Count > 0 ? options.Queues : ["general"], policies, options.Staff.ToDictionary(s => s.Id, s => new StaffDefinition(
            s.Name, s.Email, s.Role, s.PasswordHash, s.Queues, s.Languages, s.Capacity, s.Skills, s.Channels)), 0)
    {
        (ReadsSentiment, ReadsTyping, TimeZone, Zone) = (options.ReadsSentiment, options.ReadsTyping, options.TimeZone, ZoneOf(options.TimeZone) ?? TimeZoneInfo.Utc);
    }

    private Workspace(
        string name, string? identitySecret, IReadOnlyList<string> queues, IReadOnlyDictionary<string, QueuePolicy> policies,
        IReadOnlyDictionary<string, StaffDefinition> staff, long version, Func<string, DateTimeOffset?>? backSince = null)
    {
        (Name, IdentitySecret, Queues, ConfiguredQueues, Policies, Version, _definitions) = (name, identitySecret, queues, queues, policies, version, staff);
        var members = staff.Select(s => new StaffMember(
            s.Key, s.Value.Name!, s.Value.Email!, s.Value.PasswordHash, s.Value.Role, s.Value.Queues is { Count: > 0 } only ? only : queues,
            s.Value.Languages ?? ["en"], s.Value.Capacity, s.Value.Skills, s.Value.Channels, backSince?.Invoke(s.Key))).ToList();
        // Two members with one e-mail cannot both sign in by it; the one who comes first by id can.
        _byEmail = members.OrderBy(s => s.Id, StringComparer.Ordinal).DistinctBy(s => s.Email, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(s => s.Email, StringComparer.OrdinalIgnoreCase);
        _byId = members.ToFrozenDictionary(s => s.Id);
    }

    public string Name { get; }
    public string? IdentitySecret { get; }
    public bool ReadsSentiment { get; private init; }
    public bool ReadsTyping { get; private init; }

    /// <summary>In which days are counted: its own setting, else that of its first calendar, else UTC.</summary>
    public TimeZoneInfo Zone { get; private init; } = TimeZoneInfo.Utc;

    private string? TimeZone { get; init; }
    public IReadOnlyList<string> Queues { get; }

    /// <summary>Those of <see cref="Queues"/> that the configuration brings.</summary>
    public IReadOnlyList<string> ConfiguredQueues { get; private init; }

    /// <summary>The policies of those queues that have one.</summary>
    public IReadOnlyDictionary<string, QueuePolicy> Policies { get; }
    public IEnumerable<StaffMember> Staff => _byId.Values;

    /// <summary>Which change of the settings this is; 0 for the bare configuration.</summary>
    public long Version { get; }

    /// <summary>What is written of the staff, by id.</summary>
    public IReadOnlyDictionary<string, StaffDefinition> Definitions => _definitions;

    public StaffMember? FindByEmail(string email) => _byEmail.GetValueOrDefault(email);
    public StaffMember? FindById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>This workspace with what administrators set over it.</summary>
    internal Workspace With(ServiceSettings settings)
    {
        var saved = settings.Of<QueueDefinition>(SettingKinds.Queue).ToList();
        // What the configuration brings stays: its queues are named there by others, and customers may wait in them.
        List<string> queues = [.. Queues.Union(saved.Select(q => q.Id))];
        var policies = Policies.ToDictionary();
        foreach (var queue in saved)
            if (queue.Definition.Policy is { } policy) policies[queue.Id] = policy;
        var staff = _definitions.Where(s => !settings.IsRemoved(SettingKinds.Staff, s.Key)).ToDictionary(s => s.Key, s => s.Value);
        foreach (var member in settings.Of<StaffDefinition>(SettingKinds.Staff))
            staff[member.Id] = member.Definition;
        return new(Name, IdentitySecret, queues, policies, staff, settings.Version, id => settings.BackSince(SettingKinds.Staff, id)) { ReadsSentiment = ReadsSentiment, ReadsTyping = ReadsTyping, ConfiguredQueues = ConfiguredQueues,
            TimeZone = TimeZone, Zone = ZoneOf(TimeZone) ?? settings.Of<CalendarDefinition>(SettingKinds.Calendar).Select(c => ZoneOf(c.Definition.TimeZone)).FirstOrDefault(z => z is not null) ?? TimeZoneInfo.Utc };
    }

    private static TimeZoneInfo? ZoneOf(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
}

/// <summary>One member of staff.</summary>
/// <param name="BackSince">When an account of this id came back after it had been removed; older tokens are another account's.</param>
public sealed record StaffMember(
    string Id, string Name, string Email, string? PasswordHash, CallerRole Role, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, int Capacity,
    IReadOnlyDictionary<string, int>? Skills = null, IReadOnlyDictionary<string, int>? Channels = null, DateTimeOffset? BackSince = null)
{
    public Caller ToCaller() => new(Role, new(ActorKind.Agent, Id, Name), Queues);
    public ConfigureAgent ToConfigure() => new(Name, Queues, Languages, Capacity, Skills, Channels);
}
