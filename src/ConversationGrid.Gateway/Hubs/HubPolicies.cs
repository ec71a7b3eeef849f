namespace ConversationGrid.Gateway.Hubs;

/// <summary>Who may open which hub.</summary>
internal static class HubPolicies
{
    /// <summary>Whether a hub is for a caller as the directory knows it now; the token's role only opens the door.</summary>
    public static bool Admits(Type hub, Contracts.Caller caller) => hub == typeof(CustomerHub)
        ? caller.Role == Contracts.CallerRole.Customer
        : caller.IsStaff && (hub != typeof(SupervisorHub) || caller.SeesWholeWorkspace);
}
