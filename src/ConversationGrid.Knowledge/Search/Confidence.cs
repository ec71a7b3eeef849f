namespace ConversationGrid.Knowledge;

/// <summary>
/// How sure a search is that its article answers, 0..1: a logistic function of how much of the question (by weight of its words) the best passage, the whole article
/// and its title cover, of the lead over the runner-up and of the part of the score that comes from words. The coefficients were fitted by logistic regression (docs/knowledge.md) on the tuning half
/// of the grounding questions, on service questions mapped to the demo articles and on questions of other trades; the half set aside took no part.
/// </summary>
internal static class Confidence
{
    private const double Bias = -5.67;
    private const double Focus = 2.15;
    private const double Whole = 2.07;
    private const double Title = 3.04;
    private const double Margin = 0.87;
    private const double Score = 3.87;

    /// <summary>A score from here on counts as full.</summary>
    private const double ScoreFull = 40;

    public static double Of(in Candidate candidate, float lead)
    {
        var z = Bias + (Focus * candidate.FocusCoverage) + (Whole * candidate.Coverage) + (Title * candidate.TitleCoverage)
            + (Margin * lead) + (Score * Math.Min(1, candidate.Lexical / ScoreFull));
        return 1 / (1 + Math.Exp(-z));
    }
}
