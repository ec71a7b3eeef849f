using System.Collections.Concurrent;
using System.Text.Json;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Gateway.Setup;

/// <summary>Whether the widget was seen on a site of a workspace: noted once, with the first one's origin.</summary>
public sealed class WidgetSightings(IAccessStore store)
{
    private const string Kind = "widget seen";

    private readonly ConcurrentDictionary<string, bool> _noted = new();

    /// <summary>Notes that a page of another origin opened a customer's session. Best effort.</summary>
    public async Task NoteAsync(string workspace, string origin, CancellationToken cancel)
    {
        if (_noted.ContainsKey(workspace)) return;
        try
        {
            await store.TryAddAsync(new(Kind, workspace, Kind, "", JsonSerializer.Serialize(origin)), cancel);
            _noted[workspace] = true;
        }
        catch (JournalUnavailableException)
        {
            // The next session notes it.
        }
    }

    /// <summary>The first site on which the widget was seen; null where it was not yet.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public async Task<string?> FirstAsync(string workspace, CancellationToken cancel) =>
        await store.FindAsync(Kind, workspace, Kind, cancel) is { } record ? JsonSerializer.Deserialize<string>(record.Body) : null;
}
