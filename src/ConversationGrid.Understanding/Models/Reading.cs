using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Models;

/// <summary>The scratch of one analysis: tokens, features, rows and scores. One a thread, so an analysis allocates nothing but its result.</summary>
internal sealed class Reading
{
    // A per-thread scratch is the one mutable static: it holds nothing from one message that the next one reads.
    [ThreadStatic]
    private static Reading? _ofThisThread;

    private readonly int[] _rows = new int[Grams.GramsMax];
    private float[] _scores = new float[256];

    public MessageText Text { get; } = new();

    public Grams Grams { get; } = new();

    public static Reading Of(ReadOnlySpan<char> message)
    {
        var reading = _ofThisThread ??= new Reading();
        reading.Text.Read(message);
        Negation.Mark(reading.Text.Tokens);
        reading.Grams.Read(reading.Text);
        return reading;
    }

    /// <summary>Where the features' rows are noted by the table that looked last.</summary>
    public Span<int> Rows => _rows;

    public Span<float> Scores(int count)
    {
        if (_scores.Length < count)
            _scores = new float[count];
        return _scores.AsSpan(0, count);
    }
}
