namespace ConversationGrid.Knowledge;

/// <summary>
/// The index of all articles of one language: postings with ready-made impacts for ranking whole articles, and every article's passages as word numbers for
/// ranking passages. Passage 0 of an article is its title (with its tags); the others are its sections. Immutable after the builder.
/// </summary>
internal sealed class LanguageIndex
{
    public required string Language { get; init; }

    /// <summary>Document to index into the snapshot's articles.</summary>
    public required int[] ArticleOf { get; init; }

    public required Dictionary<string, int> Terms { get; init; }

    /// <summary>Concept id to term, or -1 where no article has it.</summary>
    public required int[] ConceptTerms { get; init; }

    public required float[] Idf { get; init; }

    /// <summary>The weight of a word that no article has: it must be missed.</summary>
    public required float IdfMax { get; init; }

    public required int[] PostingStarts { get; init; }

    public required int[] PostingDocs { get; init; }

    public required float[] PostingImpacts { get; init; }

    /// <summary>Unstemmed words in ordinal order, with the term of each.</summary>
    public required string[] Surfaces { get; init; }

    public required int[] SurfaceTerms { get; init; }

    public required TypoIndex Typos { get; init; }

    /// <summary>First passage of each document, and one more.</summary>
    public required int[] PassageStarts { get; init; }

    /// <summary>Where each passage's words begin in <see cref="PassageTerms"/>, and one more.</summary>
    public required int[] WordStarts { get; init; }

    /// <summary>Where each passage's concepts and tags begin; its words in order end there.</summary>
    public required int[] ExtraStarts { get; init; }

    public required int[] PassageTerms { get; init; }

    /// <summary>The <see cref="Gist"/> of titles and tags, with the documents that have it.</summary>
    public required Dictionary<ulong, int[]> Gists { get; init; }

    /// <summary>Whether each term is a name (<see cref="ProperNames"/>).</summary>
    public required bool[] IsName { get; init; }

    public required float PassageLengthMean { get; init; }

    public int Documents => ArticleOf.Length;

    /// <summary>The surfaces that begin with <paramref name="prefix"/>, as a range.</summary>
    public Range WithPrefix(ReadOnlySpan<char> prefix)
    {
        var from = LowerBound(prefix);
        var to = from;
        while (to < Surfaces.Length && Surfaces[to].AsSpan().StartsWith(prefix, StringComparison.Ordinal))
            to++;
        return from..to;
    }

    public int DocumentFrequency(int term) => PostingStarts[term + 1] - PostingStarts[term];

    private int LowerBound(ReadOnlySpan<char> prefix)
    {
        var low = 0;
        var high = Surfaces.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Surfaces[middle].AsSpan().SequenceCompareTo(prefix) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
