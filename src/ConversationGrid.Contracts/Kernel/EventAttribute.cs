using System.Collections.Concurrent;
using System.Reflection;

namespace ConversationGrid.Contracts;

/// <summary>
/// Describes an event type: its name in the journal and on the wire, and who may see it. The name is stored: it is never renamed or reused.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventAttribute(string name, Audience audience = Audience.Internal) : Attribute
{
    private static readonly ConcurrentDictionary<Type, EventAttribute> Found = new();

    /// <summary>Name in the journal and, for conversation events, on the wire.</summary>
    public string Name { get; } = name;

    /// <summary>Who may see the event.</summary>
    public Audience Audience { get; } = audience;

    /// <summary>The description of an event type.</summary>
    /// <exception cref="ArgumentException">The type carries no <see cref="EventAttribute"/>.</exception>
    public static EventAttribute Of(Type type) => Found.GetOrAdd(
        type, static t => t.GetCustomAttribute<EventAttribute>(inherit: false)
        ?? throw new ArgumentException($"Event type '{t.Name}' has no [Event] attribute.", nameof(type)));
}

/// <summary>Narrows who sees a member of an event on the wire. A member without it is seen by everyone who sees the event.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SeenByAttribute(Audience audience) : Attribute
{
    /// <summary>The widest audience that sees the member.</summary>
    public Audience Audience { get; } = audience;
}

/// <summary>Gives a member another name on the wire than in the journal.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireNameAttribute(string name) : Attribute
{
    /// <summary>Name on the wire, in camel case.</summary>
    public string Name { get; } = name;
}

/// <summary>A member that the journal does not store, because it is computed from others.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotStoredAttribute : Attribute;
