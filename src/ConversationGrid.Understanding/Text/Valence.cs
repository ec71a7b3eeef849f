using System.Buffers.Binary;

namespace ConversationGrid.Understanding.Text;

/// <summary>
/// How pleasant a word is by itself, -4..4, from open lexicons (see docs/quality.md). The models learn how much to trust it; rules only bring it into context:
/// negation turns and weakens, intensifiers, capitals and repeated letters strengthen, and what follows a contrast counts more than what stands before it.
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

    private static readonly Dictionary<uint, sbyte> Lexicon = Load();

    public static int Count => Lexicon.Count;

    /// <summary>The word's own value in tenths, 0 where unknown.</summary>
    public static int Of(uint word) => Lexicon.GetValueOrDefault(word);

    /// <summary>Value of each token in its context into <paramref name="values"/>; gives their sum squeezed into -1..1.</summary>
    public static float Read(ReadOnlySpan<Token> tokens, Span<float> values, bool shouting)
    {
        var sum = 0f;
        var exclamations = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var value = Lexicon.Count == 0 ? 0 : Lexicon.GetValueOrDefault(tokens[i].Hash) / Unit;
            var marks = tokens[i].Marks;
            if (value != 0)
            {
                if ((marks & TokenMarks.Negated) != 0)
                    value *= Negated;
                if ((i > 0 && Negation.IsIntensifier(tokens[i - 1].Hash)) || (i + 1 < tokens.Length && Negation.IsTrailingIntensifier(tokens[i + 1].Hash)))
                    value *= Strengthened;
                if ((marks & TokenMarks.Elongated) != 0 || ((marks & TokenMarks.Capitals) != 0 && !shouting))
                    value *= Strengthened;
            }
            else if (Negation.IsContrast(tokens[i].Hash))
            {
                for (var j = 0; j < i; j++)
                    values[j] *= BeforeContrast;
                sum *= BeforeContrast;
            }
            else if (Negation.IsExclamation(tokens[i].Hash))
                exclamations++;
            if (value != 0 && HasContrastBefore(tokens, i))
                value *= AfterContrast;
            values[i] = value;
            sum += value;
        }
        sum += Math.Sign(sum) * Exclamation * Math.Min(exclamations, 3);
        return sum / MathF.Sqrt((sum * sum) + 15f);
    }

    private static bool HasContrastBefore(ReadOnlySpan<Token> tokens, int at)
    {
        for (var i = Math.Max(0, at - 12); i < at; i++)
        {
            if (Negation.IsContrast(tokens[i].Hash))
                return true;
        }
        return false;
    }

    private static Dictionary<uint, sbyte> Load()
    {
        using var stream = typeof(Valence).Assembly.GetManifestResourceStream("valence.bin");
        var lexicon = new Dictionary<uint, sbyte>();
        if (stream is null)
            return lexicon;
        Span<byte> entry = stackalloc byte[5];
        while (stream.ReadAtLeast(entry, entry.Length, throwOnEndOfStream: false) == entry.Length)
            lexicon[BinaryPrimitives.ReadUInt32LittleEndian(entry)] = (sbyte)entry[4];
        return lexicon;
    }
}
