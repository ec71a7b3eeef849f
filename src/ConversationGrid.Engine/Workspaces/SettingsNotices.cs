using ConversationGrid.Contracts;
using ConversationGrid.Engine.Notices;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Workspaces;

/// <summary>
/// Reads settings again when the journal has a newer change of them: so rights that were taken away count within a moment in every process, also
/// where the watch of the workspace was lost.
/// </summary>
public sealed class SettingsNotices(LiveSettings settings) : INoticed
{
    public void Hear(StreamId stream, Committed committed)
    {
        if (committed.Event is WorkspaceEvent && committed.Seq > settings.Of(stream.Id.Workspace).Version) _ = RefreshAsync(stream.Id.Workspace);
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
