using ConversationGrid.Contracts;

namespace ConversationGrid.Understanding.Sentiments;

/// <summary>Whether a message is angry: words of anger or an angry emotion in a bad mood. Who is in a bad mood for sorrow or a fault alone is not.</summary>
internal static class Anger
{
    public const string Reason = "anger";

    private static readonly string[] Emotions = ["anger", "disgust"];

    /// <summary>Reasons that make a very bad mood an angry one: somebody was not heard.</summary>
    private static readonly string[] Unheard = ["asked before", "long wait", AnalysisReasons.LeavingThreat];

    /// <summary>Below this, and with words of anger, a message is angry: such words are often plain ones to the model of mood.</summary>
    private const double Plain = 0.1;

    /// <summary>As bad as this, who was not heard is angry.</summary>
    private const double VeryBad = -0.5;

    /// <summary>True or null, as an analysis keeps it.</summary>
    /// <param name="reasons">What raised the priority.</param>
    public static bool? In(SentimentReading mood, string emotion, IReadOnlyList<string> reasons)
    {
        if (mood.Label == SentimentReader.Positive || mood.Score >= Plain) return null;
        var isAngry = reasons.Contains(Reason) || (mood.Score <= VeryBad && (Emotions.Contains(emotion) || Unheard.Any(reasons.Contains)));
        return isAngry ? true : null;
    }
}
