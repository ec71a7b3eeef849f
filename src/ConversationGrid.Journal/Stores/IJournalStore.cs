using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Journal;

/// <summary>One store behind all ports of the engine: the journal, and beside it the agenda, snapshots and checkpoints.</summary>
public interface IJournalStore : IAsyncDisposable
{
    IJournal Journal { get; }
    IAgenda Agenda { get; }
    ISnapshots Snapshots { get; }
    ICheckpoints Checkpoints { get; }
    IJournalFeed Feed { get; }
    IDatabase Database { get; }

    /// <summary>
    /// Brings the tables up to date and checks that the store really keeps what it promises to keep. Safe beside other starters; a
    /// second call does nothing.
    /// </summary>
    /// <exception cref="JournalSetupException">The store cannot be trusted or understood; the message names the setting or version.</exception>
    /// <exception cref="JournalUnavailableException">The store does not answer.</exception>
    Task StartAsync(CancellationToken cancel = default);
}
