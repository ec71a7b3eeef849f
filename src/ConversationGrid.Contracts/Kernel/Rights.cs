namespace ConversationGrid.Contracts;

/// <summary>What a member of staff, or a key of another system, may do in a workspace.</summary>
[Flags]
public enum Rights
{
    None = 0,
    /// <summary>See conversations and articles: an agent those that concern it.</summary>
    View = 1,
    /// <summary>Answer, note, label, resolve; be offered conversations.</summary>
    Reply = 2,
    /// <summary>Give conversations to others.</summary>
    Assign = 4,
    /// <summary>Change what the assistant knows.</summary>
    Knowledge = 8,
    /// <summary>Change the staff and their roles.</summary>
    People = 16,
    /// <summary>Change all other settings, and make keys.</summary>
    Settings = 32,
    /// <summary>Read who changed what.</summary>
    Audit = 64,
    /// <summary>Take out all that is known of a customer.</summary>
    Export = 128,
    /// <summary>Erase a customer.</summary>
    Erase = 256,
    /// <summary>File a message in a customer's name.</summary>
    Intake = 512,
    /// <summary>See the whole workspace, its figures and its settings; block customers.</summary>
    Supervise = 1024,
    /// <summary>Remove the text of one message.</summary>
    Redact = 2048,
}

/// <summary>Rights of the three roles, and their names on the wire.</summary>
public static class RightNames
{
    private const Rights OfAgent = Rights.View | Rights.Reply | Rights.Assign | Rights.Intake;
    private const Rights OfSupervisor = OfAgent | Rights.Supervise | Rights.Audit | Rights.Export | Rights.Redact;

    /// <summary>Every right by itself.</summary>
    public static readonly IReadOnlyList<Rights> All = [.. Enum.GetValues<Rights>().Where(r => r != Rights.None)];

    /// <summary>All of them together.</summary>
    public static readonly Rights Every = All.Aggregate((a, b) => a | b);

    /// <summary>What a role may do, of which an own role of a workspace may take some away.</summary>
    public static Rights Of(CallerRole role) => role switch
    {
        CallerRole.Agent => OfAgent,
        CallerRole.Supervisor => OfSupervisor,
        CallerRole.Admin or CallerRole.System => Every,
        _ => Rights.None,
    };

    /// <summary>The names of rights, in a fixed order.</summary>
    public static IReadOnlyList<string> NamesOf(Rights rights) => [.. All.Where(r => rights.HasFlag(r)).Select(NameOf)];

    public static string NameOf(Rights right) => right.ToString().ToLowerInvariant();

    /// <summary>The rights of some names; null, with the name, where one is none.</summary>
    public static Rights? Read(IEnumerable<string?> names, out string? unknown)
    {
        var rights = Rights.None;
        unknown = null;
        foreach (var name in names)
        {
            var right = All.FirstOrDefault(r => NameOf(r) == name);
            if (right == Rights.None)
            {
                unknown = name ?? "null";
                return null;
            }
            rights |= right;
        }
        return rights;
    }
}
