namespace ConversationGrid.Contracts;

/// <summary>What the in-process intelligence read in one message. Deterministic: the same text and model give the same analysis.</summary>
/// <param name="Language">BCP 47 tag of the most likely language, e.g. <c>en</c>, <c>ms</c>; <c>und</c> when the text carries no language.</param>
/// <param name="Sentiment">Mood of the message.</param>
/// <param name="Emotion">Strongest emotion, or <c>neutral</c>.</param>
/// <param name="Intent">Best intent, or <c>none</c> when nothing fits well enough.</param>
/// <param name="Priority">Urgency, 0 (whenever) to 3 (now).</param>
/// <param name="Model">Version of the models that said so, for audit and replay.</param>
/// <param name="Reasons">The few words or rules that carried the result, strongest first; never more than <see cref="ReasonsMax"/>.</param>
/// <param name="Angry">True for an angry message; null for any other, and in what older versions wrote.</param>
public sealed record MessageAnalysis(
    string Language,
    SentimentReading Sentiment,
    string Emotion,
    IntentReading Intent,
    int Priority,
    string Model,
    [property: Personal] IReadOnlyList<string>? Reasons = null,
    bool? Angry = null)
{
    /// <summary>Upper bound of <see cref="Reasons"/>.</summary>
    public const int ReasonsMax = 5;
}

/// <summary>A mood: <c>positive</c>, <c>neutral</c>, <c>negative</c> or <c>unsure</c>, with a score from -1 (worst) to 1 (best).</summary>
public sealed record SentimentReading(string Label, double Score);

/// <summary>An intent by name with a calibrated confidence in 0..1.</summary>
public sealed record IntentReading(string Name, double Confidence);
