using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Earlier versions wrote the hashes of passwords into the journal. Before anything is served they go to the store of credentials, where they count on, and
/// leave the journal: every stored version of an account, also of one that is gone.
/// </summary>
internal sealed partial class FormerHashes(
    WorkspaceDirectory workspaces, LiveSettings settings, Credentials credentials, ISettingScrub scrub, ILogger<FormerHashes> log) : IHostedService
{
    private const string Member = nameof(StaffDefinition.PasswordHash);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var workspace in workspaces.All)
        {
            var saved = settings.Of(workspace.Name).SavedOf(SettingKinds.Staff).Where(s => s.Body.Contains(Member, StringComparison.OrdinalIgnoreCase))
                .ToList();
            foreach (var account in saved)
                if (workspace.FindById(account.Id) is { } member) await credentials.KeepSeedAsync(workspace.Name, member, cancellationToken);
            var removed = await scrub.RemoveMemberAsync(workspace.Name, SettingKinds.Staff, Member, cancellationToken);
            if (removed > 0) Removed(log, removed, workspace.Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(4042, LogLevel.Information, "{Count} hashes of passwords were moved out of the journal of workspace {Workspace}.")]
    private static partial void Removed(ILogger log, int count, string workspace);
}
