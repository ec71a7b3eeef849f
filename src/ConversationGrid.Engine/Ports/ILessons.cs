namespace ConversationGrid.Engine.Ports;

/// <summary>What agents' work taught, read from the store. Texts are as people wrote them: callers mask personal data before they show them.</summary>
public interface ILessons
{
    /// <summary>The newest of one kind, the newest first.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<LessonKey>> NewestAsync(string workspace, LessonKind kind, int max, CancellationToken cancel = default);

    /// <summary>Some of one kind; those that are there no more are left out.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<Lesson>> ReadAsync(string workspace, LessonKind kind, IReadOnlyList<LessonKey> keys, CancellationToken cancel = default);

    /// <summary>How often each source occurs among those of one kind, and when it did last.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<IReadOnlyList<LessonSum>> SumAsync(string workspace, LessonKind kind, CancellationToken cancel = default);

    /// <summary>When the first conversation began; null without any.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    Task<DateTimeOffset?> BeginningAsync(string workspace, CancellationToken cancel = default);
}

/// <summary>What is learnt from agents' work. The numbers are stored.</summary>
public enum LessonKind
{
    None = 0,
    /// <summary>A question that an agent answered in an episode that an agent resolved.</summary>
    Solved,
    /// <summary>A suggestion that an agent took.</summary>
    Taken,
    /// <summary>A suggestion that an agent was shown and did not take.</summary>
    Ignored,
    /// <summary>A question for which an agent sent an article.</summary>
    Accepted,
    /// <summary>A question that no article answered.</summary>
    Unanswered,
    /// <summary>An article was quoted or sent.</summary>
    Used,
}

/// <summary>Names one lesson of a kind: the event that taught it.</summary>
public readonly record struct LessonKey(string Conversation, long Seq);

/// <summary>One thing that was learnt.</summary>
/// <param name="Source">The suggestion's source, or the article's id.</param>
/// <param name="Language">BCP 47 tag of the question's language.</param>
public sealed record Lesson(LessonKey Key, DateTimeOffset At, string? Source, string? Language, string? Question, string? Reply);

/// <param name="Source">The suggestion's source; of used articles all ids of one message, with commas between.</param>
public sealed record LessonSum(string Source, int Count, DateTimeOffset Last);
