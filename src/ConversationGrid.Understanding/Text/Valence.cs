namespace ConversationGrid.Understanding.Text;

/// <summary>
/// How pleasant the words of a message are, -4..4 each, from open lexicons (see docs/quality.md). The models learn how much to trust it; rules only bring it
/// into context: negation turns and weakens, intensifiers, capitals and repeated letters strengthen, and what follows a contrast counts more than what stands
/// before it.
/// </summary>
internal static class Valence
{
    /// <summary>Lexicon values are kept in tenths.</summary>
    public const float Unit = 10f;

    private const float Negated = -0.7f;
    private const float Strengthened = 1.3f;
    private const float BeforeContrast = 0.5f;
    private const float AfterContrast = 1.4f;
    private const float Exclamation = 0.3f;

    /// <summary>How many words a contrast reaches on.</summary>
    private const int ContrastReach = 12;

    /// <summary>Value of each token in its context into <paramref name="values"/>; gives their sum squeezed into -1..1.</summary>
    public static float Read(ReadOnlySpan<Token> tokens, Span<float> values, bool shouting)
    {
        var sum = 0f;
        var exclamations = 0;
        var contrastAt = -ContrastReach - 1;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref readonly var token = ref tokens[i];
            var value = token.Word.Valence / Unit;
            if (value != 0)
            {
                value *= Context(tokens, i, shouting);
                if (i - contrastAt <= ContrastReach)
                    value *= AfterContrast;
            }
            else if ((token.Word.Role & WordRole.Contrast) != 0)
            {
                for (var j = 0; j < i; j++)
                    values[j] *= BeforeContrast;
                sum *= BeforeContrast;
            }
            else if ((token.Word.Role & WordRole.Exclamation) != 0)
                exclamations++;
            if ((token.Word.Role & WordRole.Contrast) != 0)
                contrastAt = i;
            values[i] = value;
            sum += value;
        }
        sum += Math.Sign(sum) * Exclamation * Math.Min(exclamations, 3);
        return sum / MathF.Sqrt((sum * sum) + 15f);
    }

    private static float Context(ReadOnlySpan<Token> tokens, int at, bool shouting)
    {
        var marks = tokens[at].Marks;
        var factor = (marks & TokenMarks.Negated) != 0 ? Negated : 1f;
        if ((at > 0 && (tokens[at - 1].Word.Role & WordRole.Intensifier) != 0)
            || (at + 1 < tokens.Length && (tokens[at + 1].Word.Role & WordRole.TrailingIntensifier) != 0))
            factor *= Strengthened;
        return (marks & TokenMarks.Elongated) != 0 || ((marks & TokenMarks.Capitals) != 0 && !shouting) ? factor * Strengthened : factor;
    }
}
