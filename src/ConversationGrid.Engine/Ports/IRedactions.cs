using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Removes the text of single messages.</summary>
public interface IRedactions
{
    /// <summary>
    /// Removes what is personal of one message, and of what the grid made of it later in the same conversation (summaries, decisions, alerts), from the
    /// journal. What stays is bound to its place as before, so that a change is found. Idempotent.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task RemoveAsync(EntityId conversation, long messageSeq, string askedBy, CancellationToken cancel = default);

    /// <summary>Waits until the read models have forgotten the text, and removes what is left of it on the disk.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer, or the read models are behind.</exception>
    Task CleanAsync(CancellationToken cancel = default);
}
