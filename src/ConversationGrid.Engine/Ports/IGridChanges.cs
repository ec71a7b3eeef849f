using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Tells watchers of entities when to watch again ahead of its renewal. Optional: a lapsed watch is found by its renewal too.</summary>
public interface IGridChanges
{
    /// <summary>
    /// Watches may have ended before their lease: of one stream, or of all when it is null. Raised on the thread pool; the handler watches
    /// again and reads from the journal what it may have missed. The in-process grid never raises it.
    /// </summary>
    event Action<StreamId?>? WatchesMayBeLost;
}
