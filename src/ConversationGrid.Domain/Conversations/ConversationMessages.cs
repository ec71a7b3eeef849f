using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <content>What a message must be, and what it brings along.</content>
public static partial class Conversation
{
    /// <summary>Mood at which a supervisor is told, -1 to 1.</summary>
    private const double AngryMood = -0.5;

    private static void AddMessage(
        List<ConversationEvent> events, ConversationState s, ConversationContext context, Caller by, string text, string? clientId, long clientKey)
    {
        var (a, now) = (by.Actor, At(s, context));
        var analysis = context.Options.UnderstandingEnabled ? context.Understanding?.Analyse(s.Id.Workspace, text, s.Value) : null;
        var course = CourseAfter(s, context, fromCustomer: true, text, analysis?.Sentiment.Score ?? 0);
        // The alert goes first: who must act learns of it before the message itself is on the screen.
        if (AlertOf(s, analysis, course, context.Options) is var (kind, why))
            events.Add(new AlertRaised(kind, why, Tell: true) { At = now, By = Actor.System });
        events.Add(new MessagePosted(text, clientId, clientKey, analysis, Course: course) { At = now, By = a, Proven = by.IsProven ? true : null });
    }

    private static (string Kind, string Why)? AlertOf(ConversationState s, MessageAnalysis? read, ConversationCourse? course, ConversationOptions options)
    {
        if (read is not null && Understood(s, read).Mood <= AngryMood && !s.Alerts.Contains("angry"))
            return ("angry", s.Value >= options.ValuedFrom ? "The mood of a valued customer turned bad." : "The customer's mood turned bad.");
        if (read?.Priority == 3 && !s.Alerts.Contains("urgent")) return ("urgent", "A message reads as urgent.");
        if (course?.Risk >= options.AtRiskFrom && !s.Alerts.Contains("atRisk"))
            return ("atRisk", course.Reasons is { Count: > 0 } reasons ? $"The customer may lose patience: {string.Join(", ", reasons)}." : "The customer may lose patience.");
        return null;
    }

    /// <summary>A valued customer who needs a person is flagged, once an episode.</summary>
    private static Decision<ConversationEvent> WithValuedAlert(ConversationState s, Decision<ConversationEvent> decision, ConversationContext context)
    {
        if (!decision.Events.Any(e => e is ValueChanged || (e is HandoffRequested && s.Value >= context.Options.ValuedFrom))) return decision;
        var after = Folded(s, decision.Events);
        if (after.Value < context.Options.ValuedFrom || after.Alerts.Contains("valued") || (after.WaitingSince is null && after.Assignment is null)) return decision;
        var alert = new AlertRaised("valued", "A valued customer needs a person.", Tell: true) { At = decision.Events[^1].At, By = Actor.System };
        return decision with { Events = [.. decision.Events, alert] };
    }

    /// <summary>How the conversation stands with one more message; null where nobody reads it.</summary>
    private static ConversationCourse? CourseAfter(ConversationState s, ConversationContext context, bool fromCustomer, string text, double sentiment = 0)
    {
        if (!context.Options.UnderstandingEnabled || context.Understanding is not { } understanding) return null;
        var sinceLast = s.HeardAt is { } last ? At(s, context) - last : TimeSpan.Zero;
        return understanding.Follow(s.Id.Workspace, s.Course, new(fromCustomer, text, sentiment, sinceLast));
    }

    /// <summary>When a conversation closes that the assistant answered now, if nothing more is written; null: never.</summary>
    private static DateTimeOffset? QuietUntil(DateTimeOffset now, ConversationContext context) =>
        context.Options.CloseAfterAnswer > TimeSpan.Zero ? now + context.Options.CloseAfterAnswer : null;

    /// <summary>Time never runs backwards within a conversation, whatever a machine's clock does.</summary>
    private static DateTimeOffset At(ConversationState s, ConversationContext context) => context.Now < s.UpdatedAt ? s.UpdatedAt : context.Now;

    private static Receipt Current(ConversationState s) => new(s.Seq, s.UpdatedAt);

    private static ConversationEffectSettled Settled(DateTimeOffset now, EffectId effect) =>
        new(effect) { At = now, By = Actor.System };

    private static Refusal? CheckText(string text) => text.Length switch
    {
        > Limits.MessageTextMax => TooLong(text.Length),
        _ when VisibleText.IsBlank(text) => Refusal.Invalid("A message needs a text."),
        _ => null,
    };

    private static Refusal? CheckClientId(string? clientId) => clientId switch
    {
        null or "" => Refusal.Invalid("A clientId is missing."),
        { Length: > Limits.ClientIdMax } => Refusal.Invalid($"A clientId has at most {Limits.ClientIdMax} characters, not {clientId.Length}."),
        _ => null,
    };

    private static Refusal? CheckShort(string? text, string what) => text?.Length > Limits.ShortTextMax
        ? Refusal.TooLarge($"A {what} has at most {Limits.ShortTextMax} characters, not {text.Length}.")
        : null;

    private static Refusal TooLong(int length) => Refusal.TooLarge($"A text has at most {Limits.MessageTextMax} characters, not {length}.");

    private static Refusal Full(ConversationState s) =>
        Refusal.TooLarge($"Conversation '{s.Id.Id}' holds {s.Posts.Count} messages, the most there can be; start a new one.");

    private static string Name(ConversationStatus status) => status.ToString().ToLowerInvariant();
}
