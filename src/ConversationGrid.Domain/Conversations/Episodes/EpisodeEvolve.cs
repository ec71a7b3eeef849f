using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Episodes;

/// <summary>How the episode evolves.</summary>
internal static class EpisodeEvolve
{
    public static EpisodeState Over(EpisodeState episode, long seq, DateTimeOffset at, DateTimeOffset? closesAt) =>
        episode with { Ended = new(seq, at), ClosesAt = closesAt };

    public static EpisodeState Next(EpisodeState episode, Reopened e) =>
        episode with { Number = e.Episode, SurveyOpen = false, Rating = null, ClosesAt = null };

    /// <summary>With a human it does not close by itself.</summary>
    public static EpisodeState Open(EpisodeState episode) => ClosingAt(episode, null);

    /// <summary>While the assistant answers, a customer's message stops the time to the close and an answer sets it.</summary>
    public static EpisodeState Posted(EpisodeState episode, MessagePosted e) =>
        ClosingAt(episode, e.ByKind == ActorKind.Customer ? null : e.ClosesAt ?? episode.ClosesAt);

    public static ConversationState SurveyOffered(ConversationState s) => s with { Episode = s.Episode with { SurveyOpen = true, Rating = null } };

    public static ConversationState Rated(ConversationState s, long seq, Rated e) =>
        s with { Episode = s.Episode with { Rating = new Receipt(seq, e.At), RatedScore = e.MayBeCorrected ? e.Score : 0 } };

    private static EpisodeState ClosingAt(EpisodeState episode, DateTimeOffset? at) => episode.ClosesAt == at ? episode : episode with { ClosesAt = at };
}
