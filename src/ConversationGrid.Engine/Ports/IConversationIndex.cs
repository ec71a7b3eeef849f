using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Conversations of a workspace by what they are, read from a projection of the journal: complete, and a moment behind it.</summary>
public interface IConversationIndex
{
    /// <summary>Newest first. The same cursor gives the same page, whatever is added in front.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<ConversationPage> FindAsync(string workspace, ConversationFilter filter, string? cursor, int limit, CancellationToken cancel = default);

    /// <summary>How many there are of what, now and since <paramref name="since"/>.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<ConversationCounts> CountAsync(string workspace, DateTimeOffset since, CancellationToken cancel = default);

    /// <summary>
    /// What changed behind a mark for one who looks, each conversation once and the newest first. Beyond <paramref name="max"/> the
    /// oldest changes are left out: whoever wants all asks for the list.
    /// </summary>
    /// <param name="mark">From an earlier answer; null gives today's mark and no changes.</param>
    ConversationChanges ChangesBehind(string workspace, long? mark, Caller viewer, int max);

    /// <summary>The conversations that wait for a human or are offered to one, in no order.</summary>
    IReadOnlyList<WaitingConversation> Waiting(string workspace);

    /// <summary>Figures of each day (UTC) that has any, in order. Definitions: <c>docs/kpis.md</c>.</summary>
    IReadOnlyList<DayFigures> Days(string workspace);
}

/// <summary>What to look for; null looks for everything.</summary>
/// <param name="VisibleTo">An agent who must have, have had or be able to take it; null for who sees all.</param>
/// <param name="Text">Words that a message of the conversation has.</param>
public sealed record ConversationFilter(
    ConversationStatus? State = null, string? Queue = null, string? AgentId = null, string? CustomerId = null, string? Text = null, Caller? VisibleTo = null,
    string? Label = null);

/// <summary>A page of conversations.</summary>
public sealed record ConversationPage(IReadOnlyList<IndexedConversation> Items, string? NextCursor);

/// <summary>A conversation that waits, and where.</summary>
public readonly record struct WaitingConversation(string ConversationId, string Queue);

/// <summary>Changes of a workspace's list.</summary>
/// <param name="Gone">Conversations that the viewer had or could take, and are someone else's now.</param>
public sealed record ConversationChanges(long Mark, IReadOnlyList<IndexedConversation> Changed, IReadOnlyList<string> Gone);

/// <summary>A conversation as the list shows it. Mood, priority and intent are analysis: who may not see that gets none.</summary>
/// <param name="WaitingSince">When the customer began to wait for a human, while it does.</param>
/// <param name="SlaDueAt">When the next target of its service level is missed.</param>
/// <param name="SlaState"><c>running</c>, <c>warned</c> or <c>breached</c>; null without a service level.</param>
/// <param name="Value">What the customer is worth to the company, 0 to 3; for staff only.</param>
/// <param name="Risk">How likely the customer is to lose patience, 0 to 1.</param>
/// <param name="ReadableTo">The last event that the viewer may read, because the conversation went to others; null: all.</param>
/// <param name="Question">What the customer asked last in this episode, greetings, thanks and wishes for a person left out; for staff only.</param>
public sealed record IndexedConversation(
    string ConversationId, ConversationStatus State, string CustomerId, string? CustomerName, string Channel, string Locale, string? Queue, AgentName? Agent,
    int Episode, long LastSeq, string? LastText, double? Mood, int? Priority, string? Intent, DateTimeOffset StartedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset? WaitingSince = null, IReadOnlyList<string>? Labels = null, DateTimeOffset? SnoozedUntil = null, DateTimeOffset? SlaDueAt = null, string? SlaState = null,
    double? Risk = null, int? Value = null, long? ReadableTo = null, string? Question = null);

/// <summary>Figures of a workspace since a moment, from the journal. Definitions: <c>docs/kpis.md</c>.</summary>
/// <param name="Open">Conversations by state, resolved and closed ones left out.</param>
/// <param name="Started">Episodes that began.</param>
/// <param name="HandedOver">Of those, episodes that asked for a human.</param>
/// <param name="ResolvedByBot">Of those, episodes that ended and never asked for a human.</param>
/// <param name="Answered">Hand-overs that an agent took.</param>
/// <param name="AnsweredInTime">Of those, within the service level's threshold.</param>
/// <param name="Mood">Mean mood of open conversations, -1 to 1; null without any.</param>
/// <param name="Unhappy">Open conversations with a bad mood.</param>
public sealed record ConversationCounts(
    IReadOnlyDictionary<ConversationStatus, int> Open, int Started, int HandedOver, int ResolvedByBot, int Answered, int AnsweredInTime,
    TimeSpan? MedianWait, double? Satisfaction, int Rated, double? Mood, int Unhappy, IReadOnlyList<QueueCounts> Queues,
    SlaCounts? Sla = null);

/// <summary>Service levels: open conversations whose target is in danger or missed, and clocks that ended since the moment.</summary>
/// <param name="Compliance">Share of the ended clocks that were in time, 0 to 1; null without any.</param>
public sealed record SlaCounts(int Warned, int Breached, int Met, int Missed, double? Compliance);

/// <summary>Figures of one queue.</summary>
/// <param name="ServiceLevel">Share of hand-overs answered within the threshold, 0 to 1; null without any.</param>
public sealed record QueueCounts(string Queue, int Answered, int AnsweredInTime, double? ServiceLevel);

/// <summary>A workspace's figures of one day; null where nothing happened that would tell.</summary>
/// <param name="WaitSeconds">Mean wait of the hand-overs that an agent took.</param>
/// <param name="ServiceLevel">Share of them that were taken in time.</param>
/// <param name="AutomationRate">Share of the ended or handed-over episodes that never needed a human.</param>
/// <param name="Satisfaction">Share of the ratings that are 4 or 5.</param>
public sealed record DayFigures(DateOnly Day, double? WaitSeconds, double? ServiceLevel, double? AutomationRate, double? Satisfaction);
