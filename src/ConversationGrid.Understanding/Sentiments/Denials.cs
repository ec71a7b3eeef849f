using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Sentiments;

/// <summary>What a message does that denies something bad: "not bad", "no complaints", "tidak teruk".</summary>
internal enum Denial
{
    None = 0,

    /// <summary>Nothing else is felt in it.</summary>
    Plain,

    /// <summary>It says something good beside.</summary>
    Glad,
}

/// <summary>
/// Reads the denial of something bad, which models of single words take for bad. The negation stands directly before the bad word or with one small word
/// between: "you did not solve the problem" denies nothing bad.
/// </summary>
internal static class Denials
{
    private static readonly HashSet<uint> Between = [.. "a an the that so too very any at all real really ada begitu la lah sangat berapa".Split(' ')
        .Select(word => Hashing.Of(word))];

    /// <summary>None where anything bad is said and not denied so, or after a contrast.</summary>
    public static Denial Of(ReadOnlySpan<Token> tokens)
    {
        var (denied, good) = (false, false);
        for (var i = 0; i < tokens.Length; i++)
        {
            if ((tokens[i].Word.Role & WordRole.Contrast) != 0) return Denial.None;
            var value = tokens[i].Word.Valence;
            if (value == 0 || (tokens[i].Word.Role & WordRole.Negator) != 0) continue;
            var negated = (tokens[i].Marks & TokenMarks.Negated) != 0;
            if (value < 0)
            {
                if (!IsDenied(tokens, i)) return Denial.None;
                denied = true;
            }
            else if (negated && !denied)
                return Denial.None;
            else
                good = true;
        }
        return (denied, good) switch { (true, true) => Denial.Glad, (true, false) => Denial.Plain, _ => Denial.None };
    }

    private static bool IsDenied(ReadOnlySpan<Token> tokens, int at) =>
        (at > 0 && IsNegator(tokens[at - 1])) || (at > 1 && IsNegator(tokens[at - 2]) && Between.Contains(tokens[at - 1].Hash));

    private static bool IsNegator(in Token token) => (token.Word.Role & WordRole.Negator) != 0;
}
