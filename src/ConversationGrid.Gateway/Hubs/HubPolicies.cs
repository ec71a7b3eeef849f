namespace ConversationGrid.Gateway.Hubs;

/// <summary>Who may open which hub.</summary>
internal static class HubPolicies
{
    public const string Customer = "customer";
    public const string Staff = "staff";
    public const string Supervisor = "supervisor";
    public const string Admin = "admin";
}
