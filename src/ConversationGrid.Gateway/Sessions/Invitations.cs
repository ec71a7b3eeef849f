using System.Security.Cryptography;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Links by which a member of staff sets its first password, or a new one after it forgot the last. A link works once; a new one ends the older
/// ones.</summary>
public sealed class Invitations(IAccessStore store, Seals seals, IOptions<StaffSignInOptions> options, TimeProvider time)
{
    private const string Kind = "invitation";
    private const int CodeBytes = 32;

    public async Task<(string Code, DateTimeOffset ExpiresAt)> CreateAsync(string workspace, string staffId, CancellationToken cancel)
    {
        var (code, expires) = (ClientKeys.Base32(RandomNumberGenerator.GetBytes(CodeBytes)), time.GetUtcNow() + options.Value.InvitationLasts);
        await store.RemoveOfOwnerAsync(Kind, workspace, staffId, cancel);
        await store.TryAddAsync(new(Kind, workspace, HashOf(code), staffId, "{}", expires), cancel);
        return (code, expires);
    }

    /// <summary>Whose link it is; null where it was used, is over, or its account is gone.</summary>
    public async Task<StaffMember?> FindAsync(Workspace workspace, string code, CancellationToken cancel) =>
        await store.FindAsync(Kind, workspace.Name, HashOf(code), cancel) is { } record ? workspace.FindById(record.Owner) : null;

    /// <summary>Uses a link up; false where somebody else was faster.</summary>
    public Task<bool> UseAsync(Workspace workspace, string code, CancellationToken cancel) => store.RemoveAsync(Kind, workspace.Name, HashOf(code), cancel);

    public Task RemoveAsync(string workspace, string staffId, CancellationToken cancel) => store.RemoveOfOwnerAsync(Kind, workspace, staffId, cancel);

    private string HashOf(string code) => seals.Hash(Kind, code);
}
