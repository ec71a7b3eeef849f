namespace ConversationGrid.Contracts;

/// <summary>An order to a workspace's administration. Only administrators give one.</summary>
public abstract record WorkspaceCommand(Caller By);

/// <summary>Writes one setting, new or in place of the old one. The same body again changes nothing.</summary>
/// <param name="Kind">One of <see cref="SettingKinds"/>.</param>
/// <param name="Body">The definition as JSON; what it must be is its kind's.</param>
/// <param name="ExpectedVersion">The version that the writer saw; another one now is a <c>conflict</c>. Null writes over whatever is there, 0 only
/// where nothing is.</param>
public sealed record SaveSetting(Caller By, string Kind, string Id, string Body, long? ExpectedVersion) : WorkspaceCommand(By);

/// <summary>Takes one setting away, also one that the configuration brought. Idempotent.</summary>
public sealed record RemoveSetting(Caller By, string Kind, string Id, long? ExpectedVersion) : WorkspaceCommand(By);

/// <summary>A workspace has no timers; the engine asks nevertheless.</summary>
public sealed record TickWorkspace() : WorkspaceCommand(Caller.System);

/// <summary>A fact of a workspace's administration, and who made it. The stream of these is the audit trail.</summary>
public abstract record WorkspaceEvent : DomainEvent
{
    /// <summary>Who made it.</summary>
    public required string ById { get; init; }

    /// <summary>Name of who made it.</summary>
    public string? ByName { get; init; }
}

/// <summary>A setting was written. Its version is the event's sequence number.</summary>
[Event("settingSaved")]
public sealed record SettingSaved(string Kind, string Id, string Body) : WorkspaceEvent;

/// <summary>A setting was taken away.</summary>
[Event("settingRemoved")]
public sealed record SettingRemoved(string Kind, string Id) : WorkspaceEvent;

/// <summary>All settings that the journal holds for a workspace; what the configuration brings is not among them.</summary>
public sealed record WorkspaceView(string Workspace, long Version, IReadOnlyList<SettingView> Settings);

/// <summary>One setting.</summary>
/// <param name="Removed">Whether it was taken away, and so hides what the configuration brings.</param>
public sealed record SettingView(string Kind, string Id, long Version, DateTimeOffset At, string ById, string Body, bool Removed);

/// <summary>What can be administered. The names are stored and part of the REST paths.</summary>
public static class SettingKinds
{
    public const string Calendar = "calendar";
    public const string Policy = "policy";
    public const string Rule = "rule";
    public const string Macro = "macro";
    public const string Queue = "queue";
    public const string Skill = "skill";
    public const string Staff = "staff";
    public const string Objective = "objective";

    /// <summary>Ended sessions of a member of staff, whose id it has. The member writes its own.</summary>
    public const string Access = "access";

    /// <summary>An own role of the workspace.</summary>
    public const string Role = "role";

    /// <summary>A key of another system.</summary>
    public const string ApiKey = "apiKey";

    /// <summary>A site of the company whose pages may use the widget.</summary>
    public const string Site = "site";

    public static readonly IReadOnlyList<string> All = [Calendar, Policy, Rule, Macro, Queue, Skill, Staff, Objective, Access, Role, ApiKey, Site];
}
