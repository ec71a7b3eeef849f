namespace ConversationGrid.Knowledge;

/// <summary>What a word of a question is to its topic.</summary>
internal enum WordKind : byte
{
    None = 0,
    Grammar,
    Topic,

    /// <summary>A name that articles have.</summary>
    Name,

    /// <summary>A thing that is sold, a colour, a size, a day.</summary>
    Goods,
}
