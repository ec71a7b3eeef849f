using System.Collections.Frozen;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Routing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Workspaces;

/// <summary>All workspaces, their queues and staff, as configured.</summary>
public sealed class WorkspaceDirectory
{
    /// <summary>Name of the demo workspace.</summary>
    public const string Demo = "demo";

    private readonly FrozenDictionary<string, Workspace> _all;

    public WorkspaceDirectory(IConfiguration configuration, IOptions<DemoOptions> demo)
    {
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
        _all = all.ToFrozenDictionary();
    }

    public IEnumerable<Workspace> All => _all.Values;

    public Workspace? Find(string? name) => name is not null && _all.TryGetValue(name, out var workspace) ? workspace : null;

    /// <summary>Whether a workspace has such a queue.</summary>
    public bool KnowsQueue(string workspace, string queue) => Find(workspace)?.Queues.Contains(queue) ?? false;

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

    internal Workspace(string name, WorkspaceOptions options, IReadOnlyDictionary<string, QueuePolicy> policies)
    {
        Policies = policies;
        Name = name;
        IdentitySecret = options.IdentitySecret;
        (ReadsSentiment, ReadsTyping) = (options.ReadsSentiment, options.ReadsTyping);
        Queues = options.Queues.Count > 0 ? options.Queues : ["general"];
        var staff = options.Staff.Select(s => new StaffMember(
            s.Id, s.Name, s.Email, s.PasswordHash, s.Role, s.Queues.Count > 0 ? s.Queues : Queues, s.Languages, s.Capacity, s.Skills, s.Channels)).ToList();
        _byEmail = staff.ToFrozenDictionary(s => s.Email, StringComparer.OrdinalIgnoreCase);
        _byId = staff.ToFrozenDictionary(s => s.Id);
    }

    public string Name { get; }
    public string? IdentitySecret { get; }
    public bool ReadsSentiment { get; }
    public bool ReadsTyping { get; }
    public IReadOnlyList<string> Queues { get; }

    /// <summary>The policies of those queues that have one.</summary>
    public IReadOnlyDictionary<string, QueuePolicy> Policies { get; }
    public IEnumerable<StaffMember> Staff => _byId.Values;

    public StaffMember? FindByEmail(string email) => _byEmail.GetValueOrDefault(email);
    public StaffMember? FindById(string id) => _byId.GetValueOrDefault(id);
}

/// <summary>One member of staff.</summary>
public sealed record StaffMember(
    string Id, string Name, string Email, string? PasswordHash, CallerRole Role, IReadOnlyList<string> Queues, IReadOnlyList<string> Languages, int Capacity,
    IReadOnlyDictionary<string, int>? Skills = null, IReadOnlyDictionary<string, int>? Channels = null)
{
    public Caller ToCaller() => new(Role, new(ActorKind.Agent, Id, Name), Queues);
    public ConfigureAgent ToConfigure() => new(Name, Queues, Languages, Capacity, Skills, Channels);
}
