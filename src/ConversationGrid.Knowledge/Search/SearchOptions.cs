using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Knowledge;

/// <summary>
/// Weights of the search. The defaults were chosen on development halves only (docs/knowledge.md says which) and are the same for every knowledge base.
/// </summary>
public sealed class SearchOptions
{
    /// <summary>How soon more of the same word stops counting (BM25 k1). No unit, 0.1..5.</summary>
    [Range(0.1, 5)] public double Saturation { get; set; } = 2.0;

    /// <summary>Weight of a word in the title, body = 1.</summary>
    [Range(0, 20)] public double TitleWeight { get; set; } = 5.0;

    /// <summary>Weight of a word in the tags, body = 1.</summary>
    [Range(0, 20)] public double TagWeight { get; set; } = 2.5;

    /// <summary>Weight of a word in a heading, body = 1.</summary>
    [Range(0, 20)] public double HeadingWeight { get; set; } = 2.0;

    /// <summary>How much longer fields are discounted (BM25 b). No unit, 0..1.</summary>
    [Range(0, 1)] public double LengthDiscount { get; set; } = 0.75;

    /// <summary>Weight of the best single passage beside the whole article.</summary>
    [Range(0, 10)] public double PassageWeight { get; set; } = 1.0;

    /// <summary>Weight of two of the query's words standing next to each other in the passage as in the query.</summary>
    [Range(0, 10)] public double NeighbourWeight { get; set; } = 0.3;

    /// <summary>Weight of a grammatical word (what, how, the) beside a topical one.</summary>
    [Range(0, 1)] public double StopWordWeight { get; set; } = 0.4;

    /// <summary>Weight of a shared concept (synonym, other language) beside a shared word.</summary>
    [Range(0, 1)] public double ConceptWeight { get; set; } = 0.3;

    /// <summary>Weight of a word found only by correcting a typing error.</summary>
    [Range(0, 1)] public double TypoWeight { get; set; } = 0.7;

    /// <summary>Weight of a word of which only the beginning is typed.</summary>
    [Range(0, 1)] public double PrefixWeight { get; set; } = 0.7;

    /// <summary>Factor on an article in another language than the asker's.</summary>
    [Range(0, 1)] public double OtherLanguageFactor { get; set; } = 0.85;

    /// <summary>Weight of two words that only begin alike (infection, infected) beside the same word.</summary>
    [Range(0, 1)] public double RootWeight { get; set; } = 0.3;

    /// <summary>How much an article gains that meets every topical word of the question, as a share of its score.</summary>
    [Range(0, 10)] public double CoverageWeight { get; set; } = 0.3;

    /// <summary>How much an article gains whose title or one passage is wholly met by the question, as a share of its score.</summary>
    [Range(0, 10)] public double TextCoverageWeight { get; set; } = 0.5;

    /// <summary>How much an article gains whose title or one tag is about just what the question is about, no more and no less, as a share of its
    /// score.</summary>
    [Range(0, 10)] public double GistWeight { get; set; } = 0.25;

    /// <summary>How much an article gains whose title or tags meet the only topical word of a question, as a share of its score: the question words around it
    /// must not choose the article.</summary>
    [Range(0, 10)] public double OneTopicWeight { get; set; } = 0.25;

    /// <summary>How much an article gains whose vector points the same way as the question's, as a share of the best score that words gave.</summary>
    [Range(0, 10)] public double MeaningWeight { get; set; } = 0.5;

    /// <summary>The same where the vectors are of whole sentences and not of words.</summary>
    [Range(0, 10)] public double SentenceWeight { get; set; } = 4.0;

    /// <summary>Weight of what accepted answers taught.</summary>
    [Range(0, 10)] public double LearntWeight { get; set; } = 1.0;
}
