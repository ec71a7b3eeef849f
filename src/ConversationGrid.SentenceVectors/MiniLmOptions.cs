using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.SentenceVectors;

/// <summary>Vectors of sentences made in this process. Section <c>Grid:Assistant:SentenceVectors</c>.</summary>
public sealed class MiniLmOptions
{
    /// <summary>Whether they are made. It takes about 150 MB of memory and, for each text of an article, about 20 ms of one core after a start or a change.
    /// Default: off; <c>./grid run</c> switches it on.</summary>
    public bool Enabled { get; set; }

    /// <summary>Threads that make vectors at the same time, each on one core. Default: 1.</summary>
    [Range(1, 64)]
    public int Threads { get; set; } = 1;

    /// <summary>Pieces of words of a text that are read, more are left out. 16..512; default 256, what the model was trained on.</summary>
    [Range(16, 512)]
    public int TokensMax { get; set; } = 256;
}
