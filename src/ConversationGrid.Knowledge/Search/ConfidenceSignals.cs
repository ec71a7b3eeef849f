namespace ConversationGrid.Knowledge;

/// <summary>What the confidence in a hit is computed from.</summary>
internal readonly record struct ConfidenceSignals(
    float Focus, float Whole, float Title, float Lead, float Lexical, float Met, float Missed, float Named, float Likeness, float Ahead, bool IsOfSentences)
{
    /// <summary>A score from here on counts as full.</summary>
    private const float ScoreFull = 40;

    /// <summary>So many topics count as full.</summary>
    private const float MetFull = 3;

    /// <summary>The numbers that the fit weighs, in the order of <see cref="Values"/>.</summary>
    public static readonly string[] Names = ["focus", "whole", "title", "lead", "score", "met", "missed", "named", "likeness", "ahead"];

    /// <param name="ahead">How much more alike to the question it is than any other hit.</param>
    public ConfidenceSignals(in Candidate candidate, float lead, float ahead, bool isOfSentences)
        : this(candidate.FocusCoverage, candidate.Coverage, candidate.TitleCoverage, lead, Math.Min(1, candidate.Lexical / ScoreFull),
            Math.Min(1, candidate.Met / MetFull), candidate.Missed, candidate.Named, candidate.Likeness, ahead, isOfSentences)
    {
    }

    /// <summary>How many numbers there are.</summary>
    public static int Count => Names.Length;

    public void Values(Span<double> values)
    {
        values[0] = Focus;
        values[1] = Whole;
        values[2] = Title;
        values[3] = Lead;
        values[4] = Lexical;
        values[5] = Met;
        values[6] = Missed;
        values[7] = Named;
        values[8] = Likeness;
        values[9] = Ahead;
    }
}
