namespace ConversationGrid.Understanding.Text;

/// <summary>What is special about one piece of a message.</summary>
[Flags]
internal enum TokenMarks : byte
{
    None = 0,

    /// <summary>Letters of a word, in contrast to a sign, an emoji or a number.</summary>
    Word = 1,
    Number = 2,

    /// <summary>Emoji, emoticon or a run of punctuation.</summary>
    Symbol = 4,

    /// <summary>Two or more letters, all capitals.</summary>
    Capitals = 8,

    /// <summary>A letter three times or more in a row: <c>sooo</c>.</summary>
    Elongated = 16,

    /// <summary>Within reach of a negation: <c>not good</c>.</summary>
    Negated = 32,
}

/// <summary>One word, number or sign: where it stands in the folded text and in the message, and its hash.</summary>
internal struct Token
{
    public const int StemMax = 5;

    public int Start;
    public int Length;
    public int RawStart;
    public int RawLength;
    public uint Hash;

    /// <summary>Hash of the first <see cref="StemMax"/> letters.</summary>
    public uint Stem;
    public TokenMarks Marks;
    public WordTable.Entry Word;
}
