using System.Reflection;
using ConversationGrid.Gateway.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Fuzz.Frames;

/// <summary>A hub's methods and what they take, read from the hub's own type, so that a new method is fuzzed and asked for from its first day.</summary>
internal sealed record HubShape(string Path, Type Type, IReadOnlyList<HubMethod> Methods)
{
    public static HubShape Customer { get; } = Of("/hubs/customer", typeof(CustomerHub));
    public static HubShape Agent { get; } = Of("/hubs/agent", typeof(AgentHub));
    public static HubShape Supervisor { get; } = Of("/hubs/supervisor", typeof(SupervisorHub));

    /// <summary>What a client may call: public methods that the hub itself or its base adds to the framework's.</summary>
    public static HubShape Of(string path, Type hub) => new(
        path, hub,
        [
            .. hub.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(m => m.GetBaseDefinition().DeclaringType is { } declared && declared != typeof(object) && declared != typeof(Hub) && !m.IsSpecialName)
                .Where(m => m.Name != nameof(IDisposable.Dispose))
                .Select(m => new HubMethod(m.GetCustomAttribute<HubMethodNameAttribute>()?.Name ?? m.Name,
                    [.. m.GetParameters().SelectMany(p => Fields(p.ParameterType))]))
                .OrderBy(m => m.Name, StringComparer.Ordinal),
        ]);

    private static IEnumerable<(string, Type)> Fields(Type argument) =>
        argument == typeof(string) ? [("", argument)] : argument.GetProperties()
        .Select(p => (char.ToLowerInvariant(p.Name[0]) + p.Name[1..], Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType));
}

/// <summary>One method and the fields of its argument.</summary>
internal sealed record HubMethod(string Name, IReadOnlyList<(string Name, Type Type)> Fields);
