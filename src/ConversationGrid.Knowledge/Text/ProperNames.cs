namespace ConversationGrid.Knowledge;

/// <summary>
/// Names in articles: the company, its places, its partners. Words that stand within sentences with a capital, and nowhere without one. A name that a question
/// and an article share says little of what the question is about.
/// </summary>
internal static class ProperNames
{
    /// <summary>Shorter words are abbreviations.</summary>
    private const int LengthMin = 4;

    /// <summary>The names, in lower case.</summary>
    public static HashSet<string> Of(IEnumerable<Article> articles)
    {
        var (capital, small) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var section in articles.SelectMany(article => article.Sections))
            Read(section.Text, capital, small);
        capital.ExceptWith(small);
        return capital;
    }

    private static void Read(string text, HashSet<string> capital, HashSet<string> small)
    {
        var begins = true;
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsLetter(text[i]))
            {
                begins |= text[i] is '.' or '!' or '?' or ':' or '\n' or '"' or '(';
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i])) i++;
            var word = text[start..i];
            if (char.IsLower(word[0])) small.Add(word);
            else if (!begins && word.Length >= LengthMin) capital.Add(word.ToLowerInvariant());
            begins = false;
        }
    }
}
