using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>The episode: how it ends, and what the customer says of it.</summary>
public sealed record EpisodeState : ISubState
{
    public static readonly EpisodeState Empty = new();

    /// <summary>From 1; a reopened conversation begins the next.</summary>
    public int Number { get; init; }

    /// <summary>The receipt of the event that ended the last episode.</summary>
    public Receipt Ended { get; init; }

    /// <summary>When the conversation closes by itself; null: never.</summary>
    public DateTimeOffset? ClosesAt { get; init; }
    public bool SurveyOpen { get; init; }
    public Receipt? Rating { get; init; }

    /// <summary>The score of <see cref="Rating"/>; 0 where it may not be corrected.</summary>
    public int RatedScore { get; init; }
}
