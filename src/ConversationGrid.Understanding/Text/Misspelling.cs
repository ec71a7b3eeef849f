namespace ConversationGrid.Understanding.Text;

/// <summary>Typing errors in words.</summary>
public static class Misspelling
{
    /// <summary>Shorter words are too near to others.</summary>
    public const int LengthMin = 5;

    /// <summary>One letter wrong, missing, too many, or two changed places; a longer or shorter form of a word is another word ("personal").</summary>
    public static bool IsOneLetterOff(string word, string known)
    {
        if (word.Length < LengthMin || word[0] != known[0] || Math.Abs(word.Length - known.Length) > 1 || word.StartsWith(known, StringComparison.Ordinal)
            || known.StartsWith(word, StringComparison.Ordinal))
            return false;
        var at = 0;
        while (word[at] == known[at])
            at++;
        var left = word.AsSpan(at);
        var right = known.AsSpan(at);
        if (left.Length != right.Length)
            return left.Length > right.Length ? left[1..].SequenceEqual(right) : right[1..].SequenceEqual(left);
        return left[1..].SequenceEqual(right[1..]) || (left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]));
    }
}
