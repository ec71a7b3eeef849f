using System.Collections.Frozen;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Workspaces;

/// <summary>One tenant with its queues and staff, ready for look-ups. Immutable; a change of the settings makes another one.</summary>
public sealed class Workspace
{
    /// <summary>No queue has a policy.</summary>
    public static readonly IReadOnlyDictionary<string, QueuePolicy> NoPolicies = new Dictionary<string, QueuePolicy>();

    /// <summary>The queue of a workspace that names none.</summary>
    private const string OnlyQueue = "general";

    private readonly FrozenDictionary<string, StaffMember> _byEmail;
    private readonly FrozenDictionary<string, StaffMember> _byId;
    private readonly Dictionary<string, ApiKeyDefinition>? _keys;
    private readonly Dictionary<string, RoleDefinition>? _roles;
    private readonly string? _timeZone;

    /// <summary>The workspace as the configuration describes it.</summary>
    public Workspace(string name, WorkspaceOptions options, IReadOnlyDictionary<string, QueuePolicy> policies)
        : this(name, WorkspaceIdentity.Of(options), options.Queues.Count > 0 ? options.Queues : [OnlyQueue], policies,
            options.Staff.ToDictionary(s => s.Id, s => s.ToDefinition()), 0)
    {
        (ReadsSentiment, ReadsTyping, _timeZone, Zone) = (
            options.ReadsSentiment, options.ReadsTyping, options.TimeZone, ZoneOf(options.TimeZone) ?? TimeZoneInfo.Utc);
        (Retention, OpenToAssistants) = (options.Retention, options.OpenToAssistants);
    }

    private Workspace(
        string name, WorkspaceIdentity identity, IReadOnlyList<string> queues, IReadOnlyDictionary<string, QueuePolicy> policies,
        IReadOnlyDictionary<string, StaffDefinition> staff, long version, ServiceSettings? settings = null, string? timeZone = null)
    {
        _timeZone = timeZone;
        (Name, Identity, Queues, ConfiguredQueues, Policies, Version, Definitions) = (name, identity, queues, queues, policies, version, staff);
        var access = settings?.Of<StaffAccessDefinition>(SettingKinds.Access).ToDictionary(a => a.Id, a => a.Definition);
        _keys = settings?.Of<ApiKeyDefinition>(SettingKinds.ApiKey).ToDictionary(k => k.Id, k => k.Definition);
        _roles = settings?.Of<RoleDefinition>(SettingKinds.Role).ToDictionary(r => r.Id, r => r.Definition);
        Origins = settings?.Of<SiteDefinition>(SettingKinds.Site).SelectMany(s => s.Definition.Read()).ToFrozenSet(StringComparer.OrdinalIgnoreCase)
            ?? FrozenSet<string>.Empty;
        var members = staff.Select(s => StaffMember.Of(s.Key, s.Value, queues, settings?.BackSince(SettingKinds.Staff, s.Key)) with
        {
            Access = access?.GetValueOrDefault(s.Key), Without = WithoutOf(s.Value, _roles),
        }).ToList();
        // Two members with one e-mail cannot both sign in by it; the one who comes first by id can.
        _byEmail = members.OrderBy(s => s.Id, StringComparer.Ordinal).DistinctBy(s => s.Email, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(s => s.Email, StringComparer.OrdinalIgnoreCase);
        _byId = members.ToFrozenDictionary(s => s.Id);
    }

    public string Name { get; }

    /// <summary>What the company is called, where the workspace lives in the store; null for one of the configuration.</summary>
    public string? Company { get; init; }

    /// <summary>How the company proves who its customers are.</summary>
    public WorkspaceIdentity Identity { get; }

    public bool ReadsSentiment { get; private init; }
    public bool ReadsTyping { get; private init; }

    /// <summary>Whether customers' own assistants may come in.</summary>
    public bool OpenToAssistants { get; private init; } = true;

    /// <summary>In which days are counted: its own setting, else that of its first calendar, else UTC.</summary>
    public TimeZoneInfo Zone { get; private init; } = TimeZoneInfo.Utc;

    /// <summary>How long it keeps what is personal.</summary>
    public RetentionOptions Retention { get; private init; } = new();

    public IReadOnlyList<string> Queues { get; }

    /// <summary>Those of <see cref="Queues"/> that the configuration names.</summary>
    public IReadOnlyList<string> ConfiguredQueues { get; private init; }

    /// <summary>The policies of those queues that have one.</summary>
    public IReadOnlyDictionary<string, QueuePolicy> Policies { get; }
    public IEnumerable<StaffMember> Staff => _byId.Values;

    /// <summary>Origins of the sites whose pages may use its widget, beside those that the host allows for all.</summary>
    public IReadOnlySet<string> Origins { get; }

    /// <summary>Which change of the settings this is; 0 for the bare configuration.</summary>
    public long Version { get; }

    /// <summary>The staff as configuration and administrators wrote it, by id.</summary>
    public IReadOnlyDictionary<string, StaffDefinition> Definitions { get; }

    public StaffMember? FindByEmail(string email) => _byEmail.GetValueOrDefault(email);
    /// <summary>An own role of the workspace; null where there is none of that id.</summary>
    public RoleDefinition? OwnRole(string? id) => id is null ? null : _roles?.GetValueOrDefault(id);

    /// <summary>A key of another system; null where there is none of that id.</summary>
    public ApiKeyDefinition? ApiKey(string id) => _keys?.GetValueOrDefault(id);
    public StaffMember? FindById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>This workspace with what administrators set over it.</summary>
    public Workspace With(ServiceSettings settings)
    {
        var saved = settings.Of<QueueDefinition>(SettingKinds.Queue).ToList();
        // The configuration's queues stay: other settings name them, and customers may wait in them.
        List<string> queues = [.. Queues.Union(saved.Select(q => q.Id))];
        var policies = Policies.ToDictionary();
        foreach (var queue in saved)
            if (queue.Definition.Policy is { } policy) policies[queue.Id] = policy;
        var staff = Definitions.Where(s => !settings.IsRemoved(SettingKinds.Staff, s.Key)).ToDictionary(s => s.Key, s => s.Value);
        foreach (var member in settings.Of<StaffDefinition>(SettingKinds.Staff))
            staff[member.Id] = member.Definition;
        return new(Name, Identity, queues, policies, staff, settings.Version, settings, _timeZone)
        {
            Company = Company, ReadsSentiment = ReadsSentiment, ReadsTyping = ReadsTyping, ConfiguredQueues = ConfiguredQueues,
                Zone = ZoneOf(_timeZone) ?? settings.FirstZone ?? TimeZoneInfo.Utc,
            Retention = Retention, OpenToAssistants = OpenToAssistants,
        };
    }

    /// <summary>What an own role takes away; all, where that role is not there or is one for others.</summary>
    private static Rights WithoutOf(StaffDefinition member, Dictionary<string, RoleDefinition>? roles) => member.OwnRole is not { } own ? Rights.None
        : roles?.GetValueOrDefault(own) is { } role && role.Base == member.Role ? role.Without() : RightNames.Every;

    private static TimeZoneInfo? ZoneOf(string? id) => id is not null && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;
}

/// <summary>One member of staff.</summary>
/// <param name="BackSince">When an account of this id came back after it had been removed; older tokens are another account's.</param>
public sealed record StaffMember(
    string Id, string Name, string Email, string? PasswordHash, CallerRole Role, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, int Capacity,
    IReadOnlyDictionary<string, int>? Skills = null, IReadOnlyDictionary<string, int>? Channels = null, DateTimeOffset? BackSince = null)
{
    /// <summary>Which of its sessions were ended; null where none ever was.</summary>
    public StaffAccessDefinition? Access { get; init; }

    /// <param name="queues">The queues that a member serves who names none: all.</param>
    public static StaffMember Of(string id, StaffDefinition definition, IReadOnlyList<string> queues, DateTimeOffset? backSince) => new(
        id, definition.Name!, definition.Email!, definition.PasswordHash, definition.Role, definition.Queues is { Count: > 0 } only ? only : queues,
        definition.Languages ?? ["en"], definition.Capacity, definition.Skills, definition.Channels, backSince);

    /// <summary>Rights of its role that its own role takes away.</summary>
    public Rights Without { get; init; }

    public Caller ToCaller() => new(Role, new(ActorKind.Agent, Id, Name), Queues) { Without = Without };
    public ConfigureAgent ToConfigure() => new(Name, Queues, Languages, Capacity, Skills, Channels);
}
