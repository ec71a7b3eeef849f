using ConversationGrid.Contracts;
using ConversationGrid.Understanding.Models;
using ConversationGrid.Understanding.Text;

namespace ConversationGrid.Understanding.Sentiments;

/// <summary>The mood of a message: label, calibrated score and the words that carried it.</summary>
internal static class SentimentReader
{
    public const string Positive = "positive";
    public const string Neutral = "neutral";
    public const string Negative = "negative";
    public const string Unsure = "unsure";

    /// <summary>Below this confidence the label is <c>unsure</c>.</summary>
    private const float SureFrom = 0.45f;

    /// <summary>Score of who denies that it is bad and says something good beside.</summary>
    private const double GladScore = 0.4;

    /// <summary>Reads the mood; also gives the place of the strongest label, sure or not (-1 for an empty text).</summary>
    public static (SentimentReading Mood, int Label) Read(LinearModel model, FeatureTable table, Reading reading, ReadOnlySpan<int> rows)
    {
        if (reading.Text.Tokens.Length == 0)
            return (new SentimentReading(Neutral, 0), -1);
        var scores = reading.Scores(model.Stride);
        table.Score(ModelSet.SentimentAt, reading.Grams, rows, scores);
        var best = model.Calibration.ToConfidences(scores, model.Labels.Length);
        double score = 0;
        for (var i = 0; i < model.Labels.Length; i++)
        {
            if (model.Labels[i] == Positive)
                score += scores[i];
            else if (model.Labels[i] == Negative)
                score -= scores[i];
        }
        var label = scores[best] < SureFrom ? Unsure : model.Labels[best];
        var denial = label == Positive ? Denial.None : Denials.Of(reading.Text.Tokens);
        if (denial == Denial.Glad) return (new SentimentReading(Positive, Math.Round(Math.Max(score, GladScore), 4)), Array.IndexOf(model.Labels, Positive));
        if (denial == Denial.Plain && score < 0) return (new SentimentReading(Neutral, 0), Array.IndexOf(model.Labels, Neutral));
        return (new SentimentReading(label, Math.Round(score, 4)), best);
    }

    /// <summary>The token that pulled hardest towards the label after those already <paramref name="taken"/>; -1 when nothing pulled.</summary>
    public static int Carrier(FeatureTable table, Reading reading, int label, ReadOnlySpan<int> taken)
    {
        var best = -1;
        var most = 0.05f;
        var tokens = reading.Text.Tokens;
        for (var i = 0; i < tokens.Length; i++)
        {
            if (taken.Contains(i) || (tokens[i].Word.Role & WordRole.Negator) != 0)
                continue;
            var pull = table.Pull(ModelSet.SentimentAt, table.Find(Grams.MoodKey(tokens[i].Hash, (tokens[i].Marks & TokenMarks.Negated) != 0)), label);
            if (pull > most)
                (best, most) = (i, pull);
        }
        return best;
    }
}
