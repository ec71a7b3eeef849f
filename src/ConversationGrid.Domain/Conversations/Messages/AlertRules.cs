using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Messages;

/// <summary>
/// When staff are alerted by what a customer writes: danger at once, a threat at once, anger on its second message at the latest, a mood that has
/// turned bad, urgency, and the risk
/// that the course of the conversation tells. Each kind once an episode. Pure.
/// </summary>
internal static class AlertRules
{
    /// <summary>Angry messages of an episode that make an alert.</summary>
    public const int AngryFrom = 2;

    /// <summary>Mood at which a supervisor is told, -1 to 1.</summary>
    private const double AngryMood = -0.5;

    /// <summary>Below this a threat is meant.</summary>
    private const double Bad = -0.1;

    /// <summary>So bad that no second angry message is waited for.</summary>
    private const double Furious = -0.6;

    /// <summary>A mood of the messages before in which one angry message is the second bad one.</summary>
    private const double LowMood = -0.1;

    /// <summary>So bad a message after an angry one goes on with it.</summary>
    private const double StillBad = -0.3;

    private static readonly string[] Threats = [AnalysisReasons.LeavingThreat, AnalysisReasons.LegalThreat, AnalysisReasons.PublicThreat];

    /// <summary>The alert that a message raises, its kind and why; null for none.</summary>
    public static (AlertKind Kind, string Why)? Of(ConversationState s, MessageAnalysis? read, ConversationCourse? course, ConversationOptions options)
    {
        var m = s.Messages;
        if (read is not null && Has(read, AnalysisReasons.Danger) && !Raised(AlertKind.Urgent)) return (AlertKind.Urgent, "Somebody may be in danger.");
        if (read is not null && IsThreat(read) && !Raised(AlertKind.AtRisk))
            return (AlertKind.AtRisk, "The customer threatens to leave, to go to law or to the public.");
        if (read is not null && IsAngryNow(m, read) && !Raised(AlertKind.Angry))
            return (AlertKind.Angry, s.Labels.Value >= options.ValuedFrom ? "The mood of a valued customer turned bad." : "The customer's mood turned bad.");
        if (read?.Priority == 3 && !Raised(AlertKind.Urgent)) return (AlertKind.Urgent, "A message reads as urgent.");
        if (course?.Risk >= options.AtRiskFrom && !Raised(AlertKind.AtRisk))
            return (AlertKind.AtRisk, $"The customer may lose patience{(course.Reasons is { Count: > 0 } reasons ? $": {string.Join(", ", reasons)}" : "")}.");
        return null;

        bool Raised(AlertKind kind) => m.Alerts.Contains(kind.Word());
    }

    /// <summary>A mood gone bad, one furious message, an angry one in a conversation that was bad before, or a bad one after an angry one.</summary>
    private static bool IsAngryNow(MessagesState m, MessageAnalysis read)
    {
        if (MessagesState.MoodAfter(m.Mood, read.Sentiment) <= AngryMood) return true;
        return read.Angry == true
            ? read.Sentiment.Score <= Furious || m.AngryCount + 1 >= AngryFrom || m.Mood <= LowMood
            : m.AngryCount > 0 && read.Sentiment.Score <= StillBad;
    }

    /// <summary>Who asks in a good or plain mood how an account is closed threatens nobody.</summary>
    private static bool IsThreat(MessageAnalysis read) => read.Sentiment.Score < Bad && read.Reasons?.Any(Threats.Contains) == true;

    private static bool Has(MessageAnalysis read, string reason) => read.Reasons?.Contains(reason) == true;
}
