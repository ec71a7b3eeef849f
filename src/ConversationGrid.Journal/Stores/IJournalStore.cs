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

    /// <summary>The keys under which it keeps personal data; null where they are kept in clear.</summary>
    IDataKeys? Keys { get; }

    /// <summary>Forgets the decoded events that are kept for those who follow the journal in this process.</summary>
    void ForgetRecent();

    /// <summary>
    /// Overwrites on the disk what was deleted from tables: free pages, dead rows, entries of the search that belong to nobody, and the log of what was
    /// written. Runs beside everything else.
    /// </summary>
    /// <param name="events">Whether rows of events were written anew too.</param>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task ScrubAsync(bool events, CancellationToken cancel = default);

    /// <summary>
    /// Brings the tables up to date and checks that the store really keeps what it promises to keep. Safe beside other starters; a
    /// second call does nothing.
    /// </summary>
    /// <exception cref="JournalSetupException">The store cannot be trusted or understood; the message names the setting or version.</exception>
    /// <exception cref="JournalUnavailableException">The store does not answer.</exception>
    Task StartAsync(CancellationToken cancel = default);
}
