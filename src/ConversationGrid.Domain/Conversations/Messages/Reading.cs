using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Messages;

/// <summary>What a message says: its analysis, the course of the conversation, and the alerts that follow.</summary>
internal static class Reading
{
    /// <summary>A customer's message with its analysis, and the alert that it raises.</summary>
    public static void AddMessage(
        List<ConversationEvent> events, ConversationState s, ConversationContext context, Caller by, string text, string? clientId, long clientKey,
        IReadOnlyList<Attachment>? attachments = null)
    {
        var (a, now) = (by.Actor, s.At(context));
        // Whoever reads it, staff, search, assistant or model, reads it without secrets.
        var (original, shown) = Shown(text, context);
        text = shown;
        // A file alone says nothing that could be read.
        var analysis = context.Options.UnderstandingEnabled && text.Length > 0 ? context.Understanding?.Analyse(s.Id.Workspace, text, s.Labels.Value) : null;
        var course = CourseAfter(s, context, fromCustomer: true, text, analysis?.Sentiment.Score ?? 0);
        // The alert goes first: who must act learns of it before the message itself is on the screen.
        if (AlertRules.Of(s, analysis, course, context.Options) is var (kind, why)) events.Add(AlertRaised.Of(kind, why, Actor.System, now));
        events.Add(new MessagePosted(text, clientId, clientKey, analysis, Course: course)
        {
            At = now, By = a, Proven = by.IsProven ? true : null, Original = original, ViaAssistant = by.ViaAssistant ? true : null, Mandate = by.Mandate,
            Attachments = attachments,
        });
    }

    /// <summary>A text as it is shown, and as it was written where that is something else.</summary>
    public static (string? Original, string Shown) Shown(string text, ConversationContext context) =>
        context.Understanding?.WithoutSecrets(text) is { } masked ? (text, masked) : (null, text);

    /// <summary>How the conversation stands with one more message; null where nobody reads it.</summary>
    public static ConversationCourse? CourseAfter(ConversationState s, ConversationContext context, bool fromCustomer, string text, double sentiment = 0)
    {
        if (!context.Options.UnderstandingEnabled || context.Understanding is not { } understanding) return null;
        var sinceLast = s.Messages.HeardAt is { } last ? s.At(context) - last : TimeSpan.Zero;
        return understanding.Follow(s.Id.Workspace, s.Messages.Course, new(fromCustomer, text, sentiment, sinceLast));
    }

    /// <summary>The state as it stands once what is about to be posted is understood.</summary>
    public static ConversationState Heard(ConversationState s, IEnumerable<ConversationEvent> events)
    {
        foreach (var message in events.OfType<MessagePosted>())
            if (message.Analysis is { } read) s = MessagesEvolve.Understood(s, read);
        return s;
    }
}
