using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Risk;

/// <summary>The numbers that the risk model weighs: the course of the conversation, and the words of both sides.</summary>
internal static class RiskFeatures
{
    /// <summary>Rows of the word table; a power of two.</summary>
    public const int Rows = 1 << 15;

    private const int WordLengthMax = 40;

    /// <summary>Names of the numbers of the course, in their order; they are the reasons given.</summary>
    public static readonly string[] Names =
    [
        "lowest feeling", "mean feeling", "feeling going down", "capitals", "exclamation marks", "questions", "asks again", "answers repeat", "many messages",
        "message length", "waiting", "longest wait", "anger", "threats", "impatience",
    ];

    /// <summary>The numbers of the course so far.</summary>
    public static void Course(RiskState s, Span<double> values)
    {
        double turns = Math.Max(1, s.CustomerTurns);
        values[0] = -s.SentimentLowest;
        values[1] = -s.SentimentSum / turns;
        values[2] = s.SentimentSlow - s.SentimentQuick;
        values[3] = Math.Log(1 + (s.CapitalWords / turns));
        values[4] = Math.Log(1 + (s.Exclamations / turns));
        values[5] = s.Questions / turns;
        values[6] = s.CustomerRepeats / turns;
        values[7] = s.AgentRepeats / (double)Math.Max(1, s.AgentTurns);
        values[8] = Math.Log(1 + s.CustomerTurns);
        values[9] = Math.Log(1 + (s.Characters / turns));
        values[10] = s.WaitSum / turns;
        values[11] = s.WaitLongest;
        values[12] = s.Angry / turns;
        values[13] = Math.Log(1 + s.Threats);
        values[14] = s.Impatient / turns;
    }

    /// <summary>Calls <paramref name="take"/> for the row of each word and pair of words; gives the number of words.</summary>
    public static int Words<T>(ReadOnlySpan<char> text, bool fromCustomer, ref T take)
        where T : IRowSink, allows ref struct
    {
        var seed = fromCustomer ? 0x1234567u : 0x89ABCDEu;
        var (n, last) = (0, 0u);
        for (var i = 0; i < text.Length;)
        {
            if (!IsWord(text[i]))
            {
                if (text[i] is '!' or '?')
                    take.Take(Row(seed + text[i]));
                i++;
                continue;
            }
            var hash = seed;
            for (var start = i; i < text.Length && IsWord(text[i]); i++)
            {
                if (i - start < WordLengthMax && text[i] is not ('\'' or '\u2019'))
                    hash = Hashing.Add(hash, char.ToLowerInvariant(text[i]));
            }
            hash = Hashing.Finish(hash);
            take.Take(Row(hash));
            take.Take(Row(Hashing.Finish(hash ^ (last * 31) ^ 0x77u)));
            (last, n) = (hash, n + 1);
        }
        return n;
    }

    private static bool IsWord(char c) => char.IsLetter(c) || c is '\'' or '\u2019';

    private static int Row(uint hash) => (int)(Hashing.Finish(hash) & (Rows - 1));
}

/// <summary>Receives the rows of a text's words.</summary>
internal interface IRowSink
{
    void Take(int row);
}
