namespace ConversationGrid.Understanding.PersonalData.Names;

/// <summary>What a word is known as. One word may be several things ("Jordan").</summary>
[Flags]
internal enum WordKinds : ushort
{
    None = 0,
    Given = 1,
    Family = 2,
    Place = 4,
    Street = 8,
    Firm = 16,
    Honorific = 32,
    Descent = 64,
    Calendar = 128,

    /// <summary>An everyday word that stands in lower case in customers' messages.</summary>
    Common = 256,
}

/// <summary>How a token is written.</summary>
internal enum Shape : byte
{
    Lower,
    Title,
    Upper,
    Initial,
    Mixed,
    Digit1,
    Digit2,
    Digit3,
    Digit4,
    Digit5,
    Digits,
    Code,
    Punctuation,
    Line,

    /// <summary>A piece of structured personal data, found before.</summary>
    Known,
    Edge,
}

/// <summary>One word, number, mark or line end, with all that the features need, computed once.</summary>
/// <param name="Word">Hash of the word in lower case where its identity may be used (everyday words and marks); of its class for all others, so that the
/// tagger cannot learn single names by heart.</param>
/// <param name="Class">Shape and kinds in one number.</param>
/// <param name="Ending">Hash of the last three letters.</param>
internal readonly record struct NameToken(int Start, int End, uint Word, uint Class, uint Ending, Shape Shape, WordKinds Kinds)
{
    /// <summary>What stands before the first and after the last token.</summary>
    public static NameToken Edge { get; } = new(0, 0, 0x51ED270Bu, (uint)Shape.Edge, 0, Shape.Edge, WordKinds.None);
}
