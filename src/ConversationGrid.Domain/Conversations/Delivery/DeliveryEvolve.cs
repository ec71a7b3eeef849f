using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations.Delivery;

/// <summary>How deliveries evolve. The first message of the line is the one that an effect delivers, unless it waits for its next attempt.</summary>
internal static class DeliveryEvolve
{
    public static ConversationState Queued(ConversationState s, long seq, DeliveryQueued e)
    {
        var line = s.Delivery.Outgoing.Add(new(e.MessageSeq, e.At));
        return s with
        {
            Delivery = s.Delivery with { Outgoing = line },
            Pending = line.Count == 1 ? s.Pending.With(seq, e.At, new DeliverMessage(e.MessageSeq)) : s.Pending,
        };
    }

    public static ConversationState Sent(ConversationState s, long seq, DeliverySent e)
    {
        var after = Over(s, seq, e.At, e.MessageSeq);
        var sent = after.Delivery.SentSeqs;
        if (sent.Count >= DeliveryState.SentMax) sent = sent.RemoveAt(0);
        return after with { Delivery = after.Delivery with { SentSeqs = sent.Add(e.MessageSeq) } };
    }

    public static ConversationState Deferred(ConversationState s, DeliveryDeferred e) => s with
    {
        Delivery = s.Delivery with { Outgoing = Change(s.Delivery.Outgoing, e.MessageSeq, m => m with { Attempts = e.Attempt, RetryAt = e.RetryAt }) },
        Pending = s.Pending.WithoutAll<DeliverMessage>(),
    };

    public static ConversationState Resumed(ConversationState s, long seq, DeliveryResumed e) => s with
    {
        Delivery = s.Delivery with { Outgoing = Change(s.Delivery.Outgoing, e.MessageSeq, m => m with { RetryAt = null }) },
        Pending = s.Pending.WithoutAll<DeliverMessage>().With(seq, e.At, new DeliverMessage(e.MessageSeq)),
    };

    /// <summary>Nothing more is expected of a message; the next one's turn has come.</summary>
    public static ConversationState Over(ConversationState s, long seq, DateTimeOffset at, long messageSeq)
    {
        var line = s.Delivery.Outgoing.RemoveAll(m => m.MessageSeq == messageSeq);
        var sent = s.Delivery.SentSeqs.Remove(messageSeq);
        var wasFirst = s.Delivery.Outgoing is [{ } first, ..] && first.MessageSeq == messageSeq;
        var pending = s.Pending;
        if (wasFirst)
        {
            pending = pending.WithoutAll<DeliverMessage>();
            if (line is [{ } next, ..]) pending = pending.With(seq, at, new DeliverMessage(next.MessageSeq));
        }
        return s with { Delivery = s.Delivery with { Outgoing = line, SentSeqs = sent }, Pending = pending };
    }

    private static ImmutableList<OutgoingMessage> Change(ImmutableList<OutgoingMessage> line, long messageSeq, Func<OutgoingMessage, OutgoingMessage> change)
    {
        var index = line.FindIndex(m => m.MessageSeq == messageSeq);
        return index < 0 ? line : line.SetItem(index, change(line[index]));
    }
}
