using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace ConversationGrid.Demo;

/// <summary>The workspace that shows the product: two queues, and a staff of four with one password.</summary>
public static class DemoWorkspace
{
    public const string Name = "demo";

    public static Workspace Of(DemoOptions options)
    {
        var hash = new PasswordHasher<object>().HashPassword(options, options.Password);
        var workspace = new WorkspaceOptions
        {
            IdentitySecret = options.IdentitySecret,
            Queues = ["general", "billing"],
            Staff =
            [
                Member("aina", "Aina", CallerRole.Agent, "en", "ms"),
                Member("ben", "Ben", CallerRole.Agent, "en"),
                Member("siti", "Siti", CallerRole.Supervisor, "en", "ms"),
                Member("omar", "Omar", CallerRole.Admin, "en", "ms"),
            ],
        };
        return new(Name, workspace, Workspace.NoPolicies);

        StaffOptions Member(string id, string name, CallerRole role, params List<string> languages) => new()
        {
            Id = id, Name = name, Email = $"{id}@demo.test", PasswordHash = hash, Role = role, Languages = languages, Capacity = options.AgentCapacity,
        };
    }
}
