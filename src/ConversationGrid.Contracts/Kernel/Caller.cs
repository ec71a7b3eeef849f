namespace ConversationGrid.Contracts;

/// <summary>Who acts.</summary>
public enum ActorKind
{
    None = 0,
    Customer,
    Agent,
    /// <summary>The assistant. On the wire: <c>bot</c>.</summary>
    Bot,
    System,
}

/// <summary>The author of an event, as everyone who may see the event sees it.</summary>
public readonly record struct Actor(ActorKind Kind, string Id, string? Name = null)
{
    public static readonly Actor System = new(ActorKind.System, "system");
    public static readonly Actor Assistant = new(ActorKind.Bot, "assistant", "Assistant");
}

/// <summary>What a caller may do, taken from its token and the staff directory.</summary>
public enum CallerRole
{
    None = 0,
    Customer,
    Agent,
    Supervisor,
    Admin,
    /// <summary>The grid itself: sagas, timers, the assistant.</summary>
    System,
}

/// <summary>Who gives a command, with the rights that decide whether it may.</summary>
/// <param name="Queues">Queues that an agent serves; empty for others.</param>
public sealed record Caller(CallerRole Role, Actor Actor, IReadOnlyList<string> Queues)
{
    public static readonly Caller System = new(CallerRole.System, Actor.System, []);
    public static readonly Caller Assistant = new(CallerRole.System, Actor.Assistant, []);

    /// <param name="isProven">See <see cref="IsProven"/>.</param>
    public static Caller Customer(string id, string? name, bool isProven = false) =>
        new(CallerRole.Customer, new(ActorKind.Customer, id, name), []) { IsProven = isProven };

    /// <summary>
    /// Whether the session behind the call proved by a signature which customer it is. False for anonymous sessions, and for what staff or a system file in a
    /// customer's name.
    /// </summary>
    public bool IsProven { get; init; }

    /// <summary>Whether a program of the customer's writes in its name: its own assistant.</summary>
    public bool ViaAssistant { get; init; }

    /// <summary>What that program may do; null where it may do all that the customer may.</summary>
    public AssistantMandate? Mandate { get; init; }

    /// <summary>Rights of its role that it has not, because its own role or its key takes them away.</summary>
    public Rights Without { get; init; }

    /// <summary>Whether it may do all of that.</summary>
    public bool Has(Rights rights) => (RightNames.Of(Role) & ~Without & rights) == rights;

    public bool IsStaff => Role is CallerRole.Agent or CallerRole.Supervisor or CallerRole.Admin;
    public bool SeesWholeWorkspace => Role is CallerRole.Supervisor or CallerRole.Admin or CallerRole.System;
}
