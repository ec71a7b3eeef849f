using ConversationGrid.Contracts;
using ConversationGrid.Engine.Following;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// Reads settings anew when the journal has a newer change of them: so rights that were taken away count within a moment in every process, also
/// where the watch of the workspace was lost.
/// </summary>
public sealed class SettingsFold(LiveSettings settings) : IJournalFold
{
    public void Apply(GlobalEvent e)
    {
        if (e.Committed.Event is WorkspaceEvent && e.Committed.Seq > settings.Of(e.Stream.Id.Workspace).Version) _ = RefreshAsync(e.Stream.Id.Workspace);
    }

    private async Task RefreshAsync(string workspace)
    {
        try
        {
            await settings.RefreshAsync(workspace);
        }
        catch (JournalUnavailableException)
        {
            // The next renewal of the watches reads them.
        }
    }
}
