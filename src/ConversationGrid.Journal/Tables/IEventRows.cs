using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal.Tables;

/// <summary>
/// Adds rows of its own to the transaction in which events are taken into the read models: so that they are there once for each event, whatever crashes when,
/// and nobody reads the journal a second time.
/// </summary>
public interface IEventRows
{
    /// <summary>Adds rows for some events, in their order. The same events come again where the transaction was not written.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task AddAsync(WriteSet writes, IReadOnlyList<GlobalEvent> events, CancellationToken cancel);

    /// <summary>What was added is durable. It returns at once.</summary>
    void Written();
}
