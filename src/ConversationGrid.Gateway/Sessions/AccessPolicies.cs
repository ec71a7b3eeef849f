namespace ConversationGrid.Gateway.Sessions;

/// <summary>Names of the policies that guard hubs and endpoints.</summary>
public static class AccessPolicies
{
    public const string Customer = "customer";
    public const string Staff = "staff";
    public const string Supervisor = "supervisor";
    public const string Admin = "admin";
}
