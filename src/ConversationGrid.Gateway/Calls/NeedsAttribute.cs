using System.Collections.Concurrent;
using System.Reflection;
using ConversationGrid.Contracts;

namespace ConversationGrid.Gateway.Calls;

/// <summary>What a caller must be allowed to for a hub, or for one of its methods beside that. Asked of the directory at every call.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAttribute(Rights rights) : Attribute
{
    private static readonly ConcurrentDictionary<(Type, MethodInfo), Rights> OfMethods = new();

    public Rights Rights => rights;

    /// <summary>The rights that a method of a hub needs, none for customers.</summary>
    public static Rights Of(Type hub, MethodInfo method) => OfMethods.GetOrAdd((hub, method), static key =>
        (key.Item1.GetCustomAttribute<NeedsAttribute>()?.Rights ?? Rights.None) | (key.Item2.GetCustomAttribute<NeedsAttribute>()?.Rights ?? Rights.None));
}
