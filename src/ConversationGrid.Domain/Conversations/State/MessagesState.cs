using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What was posted, and what the customer's messages say.</summary>
public sealed record MessagesState : ISubState
{
    public static readonly MessagesState Empty = new();

    public PostMemory Posts { get; init; }
    public string Language { get; init; } = "";
    public string? Intent { get; init; }

    /// <summary>-1 (worst) to 1 (best).</summary>
    public double Mood { get; init; }

    /// <summary>Angry messages of this episode.</summary>
    public int AngryCount { get; init; }
    public ConversationCourse? Course { get; init; }

    /// <summary>When the message came that <see cref="Course"/> ends with.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>Kinds of alert raised in this episode; each is raised once.</summary>
    public ImmutableList<string> Alerts { get; init; } = [];

    /// <summary>Removed messages remembered; the oldest are forgotten, and removing one of those again does no harm.</summary>
    public const int RedactedMax = 200;

    /// <summary>Messages whose text was asked to be removed.</summary>
    public ImmutableList<long> Redacted { get; init; } = [];

    /// <summary>Messages whose text is removed.</summary>
    public ImmutableList<long> Removed { get; init; } = [];

    /// <summary>A mood moves a third of the way to each message, so that one word does not flip it. -1 (worst) to 1 (best).</summary>
    public static double MoodAfter(double mood, SentimentReading read) => read.Label == "unsure" ? mood : mood + (read.Score - mood) / 3;
}
