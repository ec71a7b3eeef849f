namespace ConversationGrid.Knowledge;

/// <summary>The stemmer of a language; a language without one keeps its words as they are.</summary>
internal static class Stemming
{
    public static int Stem(string language, Span<char> word, int length) => language switch
    {
        "en" => EnglishStemmer.Stem(word, length),
        "ms" or "id" => MalayStemmer.Stem(word, length),
        _ => length,
    };

    public static string Stem(string language, string word)
    {
        Span<char> buffer = stackalloc char[Words.LengthMax + 2];
        word = word.Length > Words.LengthMax ? word[..Words.LengthMax] : word;
        word.CopyTo(buffer);
        return new string(buffer[..Stem(language, buffer, word.Length)]);
    }
}
