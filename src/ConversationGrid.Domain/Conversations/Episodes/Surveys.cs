using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Episodes;

/// <summary>What the customer says of an episode.</summary>
internal static class Surveys
{
    public static Decision Rate(ConversationState s, RateConversation c, ConversationContext context)
    {
        if (c.By.Role != CallerRole.Customer) return Decision.Refuse(Refusal.Forbidden("Only the customer rates."));
        if (c.Score is < 1 or > 5) return Decision.Refuse(Refusal.Invalid($"A score is 1 to 5, not {c.Score}."));
        if (c.Comment?.Length > Limits.MessageTextMax) return Decision.Refuse(Checks.TooLong(c.Comment.Length));
        if (s.Episode.Rating is { } rated && !MayCorrect(s, rated, c, context)) return Decision.Already(rated);
        if (!s.Episode.SurveyOpen) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {s.StatusName}; there is nothing to rate yet."));
        return Decision.Accept(new Rated(c.Score, c.Comment, context.Options.RatingCorrectedWithin > TimeSpan.Zero) { At = s.At(context), By = c.By.Actor });
    }

    public static SurveyOffered Offer(DateTimeOffset now) => new() { At = now, By = Actor.System };

    /// <summary>Another score soon after the first is a correction; the same one is the same answer sent again.</summary>
    private static bool MayCorrect(ConversationState s, Receipt rated, RateConversation c, ConversationContext context) =>
        s.Episode.RatedScore != 0 && s.Episode.RatedScore != c.Score && s.Episode.SurveyOpen
        && s.At(context) - rated.At < context.Options.RatingCorrectedWithin;
}
