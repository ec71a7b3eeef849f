namespace ConversationGrid.Understanding.Text;

/// <summary>Marks the words within reach of a negation. The reach is a few words and ends at a contrast or a strong stop.</summary>
internal static class Negation
{
    private const int Reach = 3;

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
            if ((token.Word.Role & WordRole.Negator) != 0)
            {
                reach = Reach + 1;
                continue;
            }
            if (reach > 0 && (token.Word.Role & WordRole.Contrast) != 0)
                reach = 0;
            if (reach == 0)
                continue;
            token.Marks |= TokenMarks.Negated;
            if ((token.Word.Role & WordRole.Intensifier) == 0)
                reach--;
        }
    }
}
