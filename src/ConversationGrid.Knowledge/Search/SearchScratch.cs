namespace ConversationGrid.Knowledge;

/// <summary>Working memory of one search over one index; pooled by <see cref="SearchIndex"/>.</summary>
internal sealed class SearchScratch(int documents, int terms)
{
    public const int CandidatesMax = 24;

    public readonly float[] Scores = new float[documents];
    public readonly byte[] Slots = new byte[terms];
    public readonly QueryTerm[] Plan = new QueryTerm[QueryPlanner.TermsMax];
    public readonly float[] WordWeights = new float[QueryWords.Max];
    public readonly WordKind[] WordKinds = new WordKind[QueryWords.Max];
    public readonly int[] Counts = new int[QueryPlanner.TermsMax + 1];
    public readonly int[] BestDocs = new int[CandidatesMax];
    public readonly float[] BestScores = new float[CandidatesMax];
    public readonly float[] Title = new float[QueryWords.Max];
    public readonly float[] Focus = new float[QueryWords.Max];
    public readonly float[] Whole = new float[QueryWords.Max];
    public readonly float[] Passage = new float[QueryWords.Max];
}
