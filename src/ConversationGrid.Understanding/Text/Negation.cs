namespace ConversationGrid.Understanding.Text;

/// <summary>Marks the words within reach of a negation. The reach is a few words and ends at a contrast or a strong stop.</summary>
internal static class Negation
{
    private const int Reach = 3;

    private static readonly HashSet<uint> Negators = Words(
        "not no never none nobody nothing neither nor without hardly barely cannot cant couldnt dont doesnt didnt isnt arent wasnt werent wont wouldnt shouldnt hasnt "
        + "havent hadnt aint nt "
        + "tidak tak takde tiada bukan jangan belum blm tdk gak nggak enggak ga gk ngga ndak kagak x xde tanpa xboleh takboleh xdapat "
        + "nicht kein keine nie ohne pas jamais rien aucun sans no nunca jamás sin ningún não sem não nunca non mai senza niet geen nooit не нет без");

    private static readonly HashSet<uint> Contrasts = Words(
        "but however although though yet except tapi tetapi namun cuma walaupun meskipun sayangnya aber mais pero mas ma maar но");

    private static readonly HashSet<uint> Intensifiers = Words(
        "very really so extremely absolutely totally completely too most quite super damn highly sangat sekali amat terlalu betul banget bgt teramat sungguh memang gila");

    /// <summary>Those that stand behind their word, as in Malay and Indonesian: <c>lambat sangat</c>.</summary>
    private static readonly HashSet<uint> TrailingIntensifiers = Words("sangat sekali banget bgt betul gila habis");

    private static readonly HashSet<uint> Exclamations = Words("! !! !!! ?! !? !!? ?!!");

    public static bool IsExclamation(uint word) => Exclamations.Contains(word);

    public static bool IsTrailingIntensifier(uint word) => TrailingIntensifiers.Contains(word);

    public static bool IsNegator(uint word) => Negators.Contains(word);

    public static bool IsContrast(uint word) => Contrasts.Contains(word);

    public static bool IsIntensifier(uint word) => Intensifiers.Contains(word);

    public static void Mark(Span<Token> tokens)
    {
        var reach = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            ref var token = ref tokens[i];
            if ((token.Marks & TokenMarks.Symbol) != 0)
            {
                reach = 0;
                continue;
            }
            if (IsNegator(token.Hash))
            {
                reach = Reach + 1;
                continue;
            }
            if (reach > 0 && IsContrast(token.Hash))
                reach = 0;
            if (reach == 0)
                continue;
            token.Marks |= TokenMarks.Negated;
            if (!IsIntensifier(token.Hash))
                reach--;
        }
    }

    private static HashSet<uint> Words(string words) => [.. words.Split(' ').Select(word => Hashing.Of(word))];
}
