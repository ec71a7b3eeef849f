namespace ConversationGrid.Knowledge;

/// <summary>One article found in one language, before languages are merged.</summary>
/// <param name="Score">Rank score.</param>
/// <param name="Lexical">The part of the score that comes from words.</param>
/// <param name="Met">Topical words, no names and no goods, that the best passage or the title meets.</param>
/// <param name="Missed">Weight of the heaviest topical word that the article does not meet, as a share of the heaviest there can be.</param>
/// <param name="Named">Share of what is met that is names.</param>
/// <param name="Likeness">How alike question and article are by their vectors, -1..1.</param>
internal record struct Candidate(int Article, int Section, float Score, float Lexical, float Likeness, float Coverage, float FocusCoverage, float TitleCoverage,
    float Met, float Missed, float Named)
{
    /// <summary>How far ahead of the next candidate it is, by the whole score or by words alone, whichever says more: alike vectors do not make two articles
    /// answer the same question.</summary>
    public readonly float LeadOver(in Candidate next) => Math.Max(Lead(Score, next.Score), Lead(Lexical, next.Lexical));

    private static float Lead(float score, float next) => score > 0 ? Math.Clamp((score - next) / score, 0, 1) : 0;
}
