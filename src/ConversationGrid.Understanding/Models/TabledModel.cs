namespace ConversationGrid.Understanding.Models;

/// <summary>A model with a table of its own.</summary>
internal sealed class TabledModel(LinearModel model)
{
    public LinearModel Model { get; } = model;

    public FeatureTable Table { get; } = new(model);

    /// <summary>Scores of the message that <paramref name="reading"/> holds; the span lives until the next call on this thread.</summary>
    public Span<float> Score(Reading reading)
    {
        var keys = reading.Grams.Keys;
        var rows = reading.Rows[..keys.Length];
        Table.Find(keys, rows);
        var scores = reading.Scores(Model.Stride);
        Table.Score(0, reading.Grams, rows, scores);
        return scores[..Model.Labels.Length];
    }
}
