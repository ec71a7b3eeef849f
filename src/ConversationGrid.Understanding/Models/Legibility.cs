using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>Whether the models know enough of a message to say what it wants and how its writer feels.</summary>
internal static class Legibility
{
    /// <summary>Shorter words are in every language's model and tell nothing.</summary>
    private const int WordLengthMin = 2;

    /// <summary>Letters from here on are of scripts that neither intents nor moods were trained on.</summary>
    private const char OtherScripts = '\u0370';

    /// <summary>False for another script, for words that no model has met, and for digits alone.</summary>
    public static bool IsReadable(Reading reading, FeatureTable table, FeatureTable intents)
    {
        var (words, known, foreign, numbers, signs) = (0, 0, 0, 0, 0);
        foreach (ref readonly var token in reading.Text.Tokens)
        {
            if ((token.Marks & TokenMarks.Number) != 0) numbers++;
            if ((token.Marks & TokenMarks.Symbol) != 0) signs++;
            if ((token.Marks & TokenMarks.Word) == 0) continue;
            words++;
            var word = reading.Text.Units.Slice(token.Start, token.Length);
            if (word[0] >= OtherScripts) foreign++;
            else if (word.Length >= WordLengthMin && (table.Find(token.Hash) != 0 || intents.Find(token.Hash) != 0 || IsInVectors(word))) known++;
        }
        if (words == 0) return numbers == 0 && signs > 0;
        return known > 0 && foreign * 2 < words;
    }

    /// <summary>Words of the message, and whether its letters are of another script.</summary>
    public static (int Words, bool OtherScript) Extent(Reading reading)
    {
        var (words, foreign) = (0, 0);
        foreach (ref readonly var token in reading.Text.Tokens)
        {
            if ((token.Marks & TokenMarks.Word) == 0) continue;
            words++;
            if (reading.Text.Units[token.Start] >= OtherScripts) foreign++;
        }
        return (words, foreign * 2 >= words);
    }

    private static bool IsInVectors(ReadOnlySpan<char> word)
    {
        _ = WordVectors.Of(word, out var weight);
        return weight > 0;
    }
}
