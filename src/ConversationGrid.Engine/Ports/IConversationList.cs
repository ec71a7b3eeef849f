using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Conversations of a workspace by what they are, read from the store: complete, and a moment behind the journal.</summary>
public interface IConversationList
{
    /// <summary>A page of the conversations that the filter finds. The same cursor gives the same page, whatever is added in front.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<ConversationPage> FindAsync(string workspace, ConversationFilter filter, PageRequest page, CancellationToken cancel = default);

    /// <summary>Open conversations by state, and how they fare.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<OpenCounts> CountOpenAsync(string workspace, CancellationToken cancel = default);

    /// <summary>The conversations that wait for a human in a queue that is none of these.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<WaitingConversation>> WaitingElsewhereAsync(string workspace, IReadOnlyList<string> queues, CancellationToken cancel = default);
}

/// <summary>What to look for; null looks for everything.</summary>
/// <param name="VisibleTo">Whose view it is: an agent finds what it has, had or can take. Null sees all.</param>
/// <param name="Text">Words that the conversation has, anywhere.</param>
public sealed record ConversationFilter(
    ConversationStatus? State = null, string? Queue = null, string? AgentId = null, string? CustomerId = null, string? Text = null, Caller? VisibleTo = null,
    string? Label = null, string? Channel = null, string? Topic = null, DateTimeOffset? From = null, DateTimeOffset? To = null, int? Rating = null)
{
    /// <summary>Whether only those that are neither resolved nor closed count.</summary>
    public bool OnlyOpen { get; init; }
}

/// <summary>Orders of a list.</summary>
public enum ConversationSort
{
    None = 0,
    /// <summary>The last started first.</summary>
    Newest,
    /// <summary>Only those that wait for a human, the longest first.</summary>
    Waiting,
    /// <summary>Only those with a service level, whose target is due first.</summary>
    Due,
}

/// <summary>Which page.</summary>
/// <param name="Cursor">Where the last page ended; null for the first.</param>
/// <param name="CountMax">Counts all that the filter finds, up to this; 0 counts nothing.</param>
public sealed record PageRequest(ConversationSort Sort, ListPosition? Cursor, int Limit, int CountMax = 0);

/// <summary>A place in a list: the value that it is sorted by, and the id.</summary>
public readonly record struct ListPosition(ConversationSort Sort, long Key, string Id);

/// <summary>A page of conversations.</summary>
/// <param name="Next">Where the next one begins; null at the end.</param>
/// <param name="Total">How many there are in all, at least where <paramref name="IsMore"/>; null where it was not counted.</param>
public sealed record ConversationPage(IReadOnlyList<ListedConversation> Items, ListPosition? Next, int? Total = null, bool IsMore = false);

/// <summary>A conversation that waits, and where.</summary>
public readonly record struct WaitingConversation(string ConversationId, string Queue);

/// <summary>Changes of a workspace's list.</summary>
/// <param name="Gone">Conversations that the viewer had or could take, and are someone else's now.</param>
public sealed record ConversationChanges(long Mark, IReadOnlyList<ListedConversation> Changed, IReadOnlyList<string> Gone);

/// <summary>Open conversations at one moment. Definitions: <c>docs/kpis.md</c>.</summary>
/// <param name="ByState">How many there are of each state, resolved and closed ones left out.</param>
/// <param name="Mood">Their mean mood, -1 to 1; null without any.</param>
/// <param name="Unhappy">Those with a bad mood.</param>
/// <param name="Warned">Those of which a target of the service level is in danger.</param>
/// <param name="Breached">Those of which one was missed.</param>
public sealed record OpenCounts(IReadOnlyDictionary<ConversationStatus, int> ByState, double? Mood, int Unhappy, int Warned, int Breached);
