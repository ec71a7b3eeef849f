namespace ConversationGrid.Understanding.Models;

/// <summary>Turns scores into confidences and says when to give no answer.</summary>
/// <param name="Sharpness">Scores are multiplied by it before the softmax.</param>
/// <param name="RefuseBelow">An answer whose fitness lies below is refused; minus infinity never refuses.</param>
internal sealed record Calibration(float Sharpness, float RefuseBelow = float.NegativeInfinity)
{
    /// <summary>Softmax of the scores in place over the first <paramref name="count"/>; gives the place of the best.</summary>
    public int ToConfidences(Span<float> scores, int count)
    {
        var best = 0;
        for (var i = 1; i < count; i++)
        {
            if (scores[i] > scores[best])
                best = i;
        }
        var top = scores[best];
        var sum = 0f;
        for (var i = 0; i < count; i++)
            sum += scores[i] = MathF.Exp((scores[i] - top) * Sharpness);
        for (var i = 0; i < count; i++)
            scores[i] /= sum;
        return best;
    }
}
