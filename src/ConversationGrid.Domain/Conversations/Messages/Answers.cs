using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Erasure;
using ConversationGrid.Domain.Conversations.Handoff;
using ConversationGrid.Domain.Conversations.Tasks;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Messages;

/// <summary>What the assistant and other models say: answers, summaries, and the record of their calls.</summary>
internal static class Answers
{
    public static Decision Answer(ConversationState s, PostAnswer c, ConversationContext context)
    {
        // An answer to a question that was withdrawn, or already answered, is dropped: another one is on its way or has arrived.
        if (!s.Pending.Has(c.Answering)) return Decision.Already(s.Current);
        if (Redacting.IsUnderWay(s)) return Decision.Refuse(BeingRemoved);
        var (now, a, text) = (s.At(context), c.By.Actor, c.Text?.Trim());
        if (s.Status != ConversationStatus.Bot || (string.IsNullOrEmpty(text) && c.HandoffReason is null && c.Step is null))
            return Decision.Accept(Checks.Settled(now, c.Answering));

        var events = new List<ConversationEvent>(4);
        if (c.Step is not null && !TaskSteps.AddStep(events, s, c, now))
        {
            var queue = HandoffRequests.QueueFor(s, context);
            return Decision.Accept(Checks.Settled(now, c.Answering), HandoffRequests.Event(s, now, a, "a task broke its rules", queue));
        }
        var step = events.Count;
        if (!string.IsNullOrEmpty(text)) events.Add(Message(s, c, text, now, context));
        if (c.HandoffReason is { } reason)
            events.Add(HandoffRequests.Event(s, now, a, reason, HandoffRequests.QueueFor(s, context)) with { Answering = c.Answering });
        if (events.Count == step) events.Add(Checks.Settled(now, c.Answering));
        if (c.Decision is { } decision) events.Add(new DecisionRecorded(decision, c.DecisionTexts) { At = now, By = a });
        return Decision.Accept(events, step);
    }

    public static Decision Record(ConversationState s, RecordDecision c, ConversationContext context)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Models help staff here, and nobody else records it."));
        var a = c.By.Actor;
        if (s.Messages.Posts.Find(KeyOf(a.Id, c.Decision)) is { } known) return Decision.Already(known);
        if (Checks.Full(s) is { } full) return Decision.Refuse(full);
        return Decision.Accept(new DecisionRecorded(c.Decision, Redacting.IsUnderWay(s) ? null : c.Texts) { At = s.At(context), By = a });
    }

    public static Decision Summary(ConversationState s, PostSummary c, ConversationContext context)
    {
        if (!s.Pending.Has(c.Answering)) return Decision.Already(s.Current);
        if (Redacting.IsUnderWay(s)) return Decision.Refuse(BeingRemoved);
        return string.IsNullOrWhiteSpace(c.Text)
            ? Decision.Accept(Checks.Settled(s.At(context), c.Answering))
            : Decision.Accept(new Summarised(c.Text.Trim(), c.Answering, c.Lines) { At = s.At(context), By = c.By.Actor });
    }

    /// <summary>What was made of a text while it is being removed may hold it: it is made again afterwards, without.</summary>
    private static readonly Refusal BeingRemoved = Refusal.Unavailable("The text of a message is being removed; try again.");

    /// <summary>The same call of a model is recorded once: no two end at the same instant for the same person and message.</summary>
    public static long KeyOf(string byId, AiDecision d) =>
        ClientKeys.Of(byId, string.Create(CultureInfo.InvariantCulture, $"{d.Kind} {d.ReplyTo} {d.Now.UtcTicks} {d.OutputHash}"));

    private static MessagePosted Message(ConversationState s, PostAnswer c, string text, DateTimeOffset now, ConversationContext context)
    {
        if (text.Length > Limits.MessageTextMax) text = text[..Limits.MessageTextMax];
        var closesAt = c.HandoffReason is null && !TaskSteps.IsTaskOpen(s, c) ? Checks.QuietUntil(now, context) : null;
        return new(text, null, 0, Citations: c.Citations, QuickReplies: c.QuickReplies, Answering: c.Answering,
            Course: Reading.CourseAfter(s, context, fromCustomer: false, text), ClosesAt: closesAt) { At = now, By = c.By.Actor };
    }
}
