using ConversationGrid.Engine.Settings;
using Microsoft.Extensions.Hosting;

namespace ConversationGrid.Gateway.Workspaces;

/// <summary>Reads what administrators set before the first request is served.</summary>
internal sealed class SettingsAtStart(LiveSettings settings, WorkspaceDirectory directory) : IHostedService
{
    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var workspace in directory.All)
            await settings.RefreshAsync(workspace.Name, cancel);
    }

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;
}
