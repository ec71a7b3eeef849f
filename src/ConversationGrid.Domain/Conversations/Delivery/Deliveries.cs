using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Episodes;
using ConversationGrid.Domain.Conversations.Handoff;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Delivery;

/// <summary>
/// What staff and the assistant write in a conversation of a channel that is not live is delivered: one message after the other, tried again with growing
/// waits, and brought before a human when it cannot be delivered.
/// </summary>
internal static class Deliveries
{
    /// <summary>A decision with the deliveries that its messages make.</summary>
    public static Decision WithQueued(ConversationState s, Decision decision, ConversationContext context)
    {
        if (context.Channels is null || decision.Events.Count == 0) return decision;
        List<ConversationEvent>? queued = null;
        for (var i = 0; i < decision.Events.Count; i++)
        {
            if (!IsForCustomer(decision.Events[i]) || !IsDelivered(s, decision, context)) continue;
            queued ??= [];
            var (seq, at) = (s.Seq + 1 + i, decision.Events[^1].At);
            queued.Add(s.Delivery.Outgoing.Count + queued.Count < DeliveryState.OutgoingMax
                ? new DeliveryQueued(seq) { At = at, By = Actor.System }
                : new DeliveryFailed(seq, DeliveryProblem.TooMany) { At = at, By = Actor.System });
        }
        return queued is null ? decision : decision with { Events = [.. decision.Events, .. queued] };
    }

    /// <summary>When the first message is tried again; null while none waits for that.</summary>
    public static DateTimeOffset? DueAt(ConversationState s) => s.Delivery.Outgoing is [{ RetryAt: { } at }, ..] ? at : null;

    /// <summary>The next attempt, once its time has come.</summary>
    public static DeliveryResumed? Resumed(ConversationState s, ConversationContext context) => DueAt(s) <= context.Now
        ? new DeliveryResumed(s.Delivery.Outgoing[0].MessageSeq) { At = s.At(context), By = Actor.System }
        : null;

    /// <summary>How an attempt ended.</summary>
    public static Decision Report(ConversationState s, ReportDelivery c, ConversationContext context, Fold fold)
    {
        if (!s.Pending.Has(c.Effect)) return Decision.Already(s.Current);
        var now = s.At(context);
        if (s.Delivery.Outgoing is not [{ } first, ..] || first.MessageSeq != c.MessageSeq) return Decision.Accept(Checks.Settled(now, c.Effect));
        switch (c.Report.Result)
        {
            case DeliveryResult.Sent:
                return Decision.Accept(new DeliverySent(c.MessageSeq) { At = now, By = Actor.System });
            case DeliveryResult.Delivered:
                return Decision.Accept(new DeliveryConfirmed(c.MessageSeq) { At = now, By = Actor.System });
            case DeliveryResult.Later when now - first.Since < context.Options.Delivery.GiveUpAfter:
                var wait = WaitBefore(first.Attempts + 1, c.Report.After, context.Options.Delivery);
                return Decision.Accept(
                    new DeliveryDeferred(c.MessageSeq, c.Report.Problem, first.Attempts + 1, now + wait) { At = now, By = Actor.System });
            default:
                var problem = c.Report is { Result: DeliveryResult.Later, Problem: not DeliveryProblem.MailboxFull } ? DeliveryProblem.Expired
                    : c.Report.Problem;
                return Decision.Accept(Failed(s, c.MessageSeq, problem, now, context, fold), receiptIndex: 0);
        }
    }

    /// <summary>What was told later of a message that was sent.</summary>
    public static Decision Confirm(ConversationState s, ConfirmDelivery c, ConversationContext context, Fold fold)
    {
        // It may be told before the attempt itself was, and of an attempt that seemed to fail.
        var isKnown = s.Delivery.SentSeqs.Contains(c.MessageSeq) || s.Delivery.Outgoing.Exists(m => m.MessageSeq == c.MessageSeq);
        if (!isKnown) return Decision.Already(s.Current);
        var now = s.At(context);
        return c.Problem == DeliveryProblem.None
            ? Decision.Accept(new DeliveryConfirmed(c.MessageSeq) { At = now, By = Actor.System })
            : Decision.Accept(Failed(s, c.MessageSeq, c.Problem, now, context, fold), receiptIndex: 0);
    }

    /// <summary>
    /// The failure, and what brings it before a human: an alert, once an episode, and a place in a queue's line where nobody has the conversation or waits for
    /// it. After the end it is taken up again only if the agent who ended it had answered; an automatic word to an address that is none is not worth that.
    /// </summary>
    private static List<ConversationEvent> Failed(
        ConversationState s, long messageSeq, DeliveryProblem problem, DateTimeOffset now, ConversationContext context, Fold fold)
    {
        var events = new List<ConversationEvent>(4) { new DeliveryFailed(messageSeq, problem) { At = now, By = Actor.System } };
        if (problem == DeliveryProblem.TextRemoved) return events;
        if (s is { Status: ConversationStatus.Resolved, Merge.MergedInto: null, Merge.IsBlocked: false }
            && ConversationAccess.LastAgentOf(s.Parties) is not null)
            events.Add(Endings.Next(s, Actor.System, context));
        var then = fold(s, events);
        if (!then.Messages.Alerts.Contains(AlertKind.DeliveryFailed.Word()))
            events.Add(AlertRaised.Of(AlertKind.DeliveryFailed, "A message could not be delivered to the customer.", Actor.System, now));
        if (then.Status == ConversationStatus.Bot)
            events.Add(HandoffRequests.Event(then, now, Actor.System, "a message could not be delivered", HandoffRequests.QueueFor(then, context)));
        return events;
    }

    private static TimeSpan WaitBefore(int attempt, TimeSpan? asked, DeliveryOptions options)
    {
        var wait = options.RetryAfter * Math.Pow(2, Math.Min(attempt - 1, 20));
        if (asked > wait) wait = asked.Value;
        return wait < options.RetryAfterMax ? wait : options.RetryAfterMax;
    }

    private static bool IsForCustomer(ConversationEvent e) => e is MessagePosted { ByKind: not ActorKind.Customer };

    private static bool IsDelivered(ConversationState s, Decision decision, ConversationContext context) =>
        context.Channels!(s.Id.Workspace, s.Exists ? s.Channel : decision.Events.OfType<ConversationStarted>().FirstOrDefault()?.Channel ?? "") is not null;
}
