using System.Collections.Concurrent;
using System.Reflection;
using ConversationGrid.Contracts;
using Microsoft.AspNetCore.Authorization;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Names of the policies that guard hubs and endpoints, and what each asks of a caller.</summary>
public static class AccessPolicies
{
    public const string Customer = "customer";
    public const string Staff = "staff";
    public const string Supervisor = "supervisor";
    public const string Admin = "admin";

    /// <summary>The policy of an endpoint that staff and keys with a right may use.</summary>
    public static string Of(Rights right) => $"right to {RightNames.NameOf(right)}";

    /// <summary>The policy of an endpoint that customers may use for what is theirs, and staff and keys with a right.</summary>
    public static string CustomerOr(Rights right) => $"customer, or {Of(right)}";

    private static readonly ConcurrentDictionary<Type, string> OfHub = new();

    /// <summary>Whether a caller, as the directory knows it now, may use what the policy guards.</summary>
    public static bool Admits(string policy, Caller caller) => policy switch
    {
        Customer => caller.Role == CallerRole.Customer,
        Staff => caller.IsStaff,
        Supervisor => caller.IsStaff && caller.SeesWholeWorkspace,
        Admin => caller.Role == CallerRole.Admin,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "No such policy."),
    };

    /// <summary>Whether a hub is for a caller as the directory knows it now; the token's role was checked when the connection began.</summary>
    internal static bool Admits(Type hub, Caller caller) =>
        Admits(OfHub.GetOrAdd(hub, static type => type.GetCustomAttribute<AuthorizeAttribute>()!.Policy!), caller);
}
