using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Ids of customers whom the company knows by a name of its own: the same person has the same id by every way.</summary>
internal static class CustomerIds
{
    /// <summary>Derived with the workspace's secret where it has one, so that the id says nothing about the name.</summary>
    public static string OfExternalId(Workspace workspace, string externalId) => workspace.IdentitySecret is { } secret
        ? ClientKeys.Base32(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"customer\n{externalId}")))
        : Hashed(workspace, $"external\n{externalId}");

    /// <summary>The customer who wrote from an address that nobody has proven.</summary>
    public static string OfEmail(Workspace workspace, string email) => Hashed(workspace, $"email\n{email.Trim().ToUpperInvariant()}");

    /// <summary>Whom a member of staff or a system names; null where it names nobody.</summary>
    public static string? Of(CallerIn me, string? id, string? externalId, string? email)
    {
        if (id is not null) return me.Entity(id).IsWellFormed ? id : null;
        if (!string.IsNullOrEmpty(externalId)) return OfExternalId(me.Workspace, externalId);
        return string.IsNullOrEmpty(email) ? null : OfEmail(me.Workspace, email);
    }

    private static string Hashed(Workspace workspace, string known) => ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes($"{workspace.Name}\n{known}")));
}
