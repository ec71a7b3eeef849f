namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>The features of one token in its surroundings, as rows of the weight table.</summary>
internal static class NameFeatures
{
    /// <summary>Number of features of every token.</summary>
    public const int Count = 26;

    /// <summary>Rows of the weight table; a power of two.</summary>
    public const int Rows = 1 << 16;

    /// <summary>Fills <paramref name="rows"/> for token <paramref name="i"/>; <paramref name="last"/> and <paramref name="before"/> are the tags of the two
    /// tokens before.</summary>
    public static void Fill(ReadOnlySpan<NameToken> tokens, int i, int last, int before, Span<int> rows)
    {
        var here = tokens[i];
        var p1 = i > 0 ? tokens[i - 1] : NameToken.Edge;
        var p2 = i > 1 ? tokens[i - 2] : NameToken.Edge;
        var p3 = i > 2 ? tokens[i - 3] : NameToken.Edge;
        var n1 = i + 1 < tokens.Length ? tokens[i + 1] : NameToken.Edge;
        var n2 = i + 2 < tokens.Length ? tokens[i + 2] : NameToken.Edge;
        var (tag, tags) = ((uint)last + 1, ((uint)last * 8) + (uint)before + 1);
        rows[0] = Row(1, here.Class, 0);
        rows[1] = Row(2, here.Word, 0);
        rows[2] = Row(3, here.Ending, (uint)here.Shape);
        rows[3] = Row(4, p1.Class, here.Class);
        rows[4] = Row(5, here.Class, n1.Class);
        rows[5] = Row(6, p1.Class ^ (n1.Class * 31), here.Class);
        rows[6] = Row(7, p1.Word, 0);
        rows[7] = Row(8, n1.Word, 0);
        rows[8] = Row(9, p1.Word, here.Class);
        rows[9] = Row(10, n1.Word, here.Class);
        rows[10] = Row(11, p1.Word, p2.Word);
        rows[11] = Row(12, p2.Word, here.Class);
        rows[12] = Row(13, n1.Word, n2.Word);
        rows[13] = Row(14, tag, here.Class);
        rows[14] = Row(15, tag, here.Word);
        rows[15] = Row(16, tags, here.Class);
        rows[16] = Row(17, tag, n1.Class);
        rows[17] = Row(18, p1.Word, n1.Word);
        rows[18] = Row(19, p1.Class ^ (p2.Class * 31), here.Class);
        rows[19] = Row(20, tag, p1.Word);
        rows[20] = Row(21, n1.Class ^ (n2.Class * 31), here.Class);
        rows[21] = Row(22, p1.Word ^ (p2.Word * 31) ^ (p3.Word * 961), (uint)here.Shape);
        rows[22] = Row(23, tag, (uint)p1.Shape * 16 + (uint)here.Shape);
        rows[23] = Row(24, tags, (uint)here.Shape);
        rows[24] = Row(25, (uint)here.Kinds, tag);
        rows[25] = Row(26, n2.Word, here.Class);
    }

    private static int Row(uint feature, uint a, uint b)
    {
        var hash = (feature * 0x9E3779B1u) ^ (a * 0x85EBCA77u) ^ System.Numerics.BitOperations.RotateLeft(b * 0xC2B2AE3Du, 13);
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        return (int)((hash ^ (hash >> 13)) & (Rows - 1));
    }
}
