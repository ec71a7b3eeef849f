namespace ConversationGrid.Knowledge;

/// <summary>
/// A source of vectors of texts: two texts about the same thing have vectors that point the same way, whatever words they use. The same text gives the same
/// vector for as long as the source has the same <see cref="Name"/>.
/// </summary>
public interface ITextVectors
{
    /// <summary>What the vectors are of, with its version: vectors of one name are comparable.</summary>
    string Name { get; }

    /// <summary>Numbers of each vector.</summary>
    int Dimensions { get; }

    /// <summary>
    /// Whether vectors are of whole sentences: then a question is as alike to an article as to the most alike of its texts, and the confidence rests on it.
    /// Sums of words are compared with the mean of an article's texts, seen from what all have in common.
    /// </summary>
    bool IsOfSentences => false;

    /// <summary>Writes the vector of a text in a language (<c>en</c>), of any length; false where the source has none (yet).</summary>
    bool TryRead(ReadOnlySpan<char> text, string language, Span<float> vector);
}
