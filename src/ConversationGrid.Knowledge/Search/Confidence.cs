namespace ConversationGrid.Knowledge;

/// <summary>
/// How sure a search is that its article answers, 0..1: a logistic function of how much of the question (by weight of its words) the article, its best passage
/// and its title cover, and of the distance to the runner-up. The coefficients were fitted on the tuning half of the grounding questions.
/// </summary>
internal static class Confidence
{
    private const double Bias = -5.0;
    private const double Focus = 5.5;
    private const double Whole = 2.0;
    private const double Title = 1.5;
    private const double Margin = 1.5;

    public static double Of(in Candidate candidate, float next, QueryWords query)
    {
        var margin = candidate.Score > 0 ? Math.Clamp((candidate.Score - next) / candidate.Score, 0, 1) : 0;
        var z = Bias + (Focus * candidate.FocusCoverage) + (Whole * candidate.Coverage) + (Title * candidate.TitleCoverage) + (Margin * margin);
        return 1 / (1 + Math.Exp(-z));
    }
}
