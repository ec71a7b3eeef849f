using System.Collections.Immutable;
using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Erasure;

/// <summary>Remove the text of one message from the journal, then say so.</summary>
public sealed record RemoveText(long MessageSeq, bool IsNote, Actor AskedBy) : Effect;

/// <summary>The text of one message is removed: asked for here, removed by an effect, and told to everybody when it is gone.</summary>
internal static class Redacting
{
    public static Decision Redact(ConversationState s, RedactMessage c, ConversationContext context)
    {
        if (!c.By.Has(Rights.Redact)) return Decision.Refuse(Refusal.Forbidden("Only who has the right to redact removes a message."));
        if (c.MessageSeq < 1 || c.MessageSeq > s.Seq) return Decision.Refuse(Refusal.NotFound("message"));
        if (s.Messages.Redacted.Contains(c.MessageSeq)) return Decision.Already(s.Current);
        return Decision.Accept(new RedactionRequested(c.MessageSeq, c.IsNote) { At = s.At(context), By = c.By.Actor });
    }

    public static Decision Finish(ConversationState s, FinishRedaction c, ConversationContext context)
    {
        if (s.Messages.Removed.Contains(c.MessageSeq)) return Decision.Already(s.Current);
        var now = s.At(context);
        return Decision.Accept(c.IsNote
            ? new NoteRedacted(c.MessageSeq) { At = now, By = c.AskedBy }
            : new MessageRedacted(c.MessageSeq) { At = now, By = c.AskedBy });
    }

    /// <summary>Whether a text was asked to be removed and may still be read by somebody.</summary>
    public static bool IsUnderWay(ConversationState s) => s.Pending.Exists(p => p.Effect is RemoveText text && !s.Messages.Removed.Contains(text.MessageSeq));

    public static ConversationState Requested(ConversationState s, long seq, RedactionRequested e) => s with
    {
        Messages = s.Messages with { Redacted = Remember(s.Messages.Redacted, e.MessageSeq) },
        Pending = s.Pending.With(seq, e.At, new RemoveText(e.MessageSeq, e.IsNote, e.By with { Name = null })),
    };

    /// <summary>
    /// What was made of the text goes with it: how the conversation went so far, and what the assistant remembers of it. An answer under way read the text, so
    /// another one is asked for, which does not.
    /// </summary>
    public static ConversationState Removed(ConversationState s, long seq, DateTimeOffset at, long message)
    {
        var asked = s.Pending.Find(p => p.Effect is AskAssistant)?.Effect as AskAssistant;
        var summary = s.Pending.Find(p => p.Effect is SummariseForHandoff)?.Effect;
        var memory = s.Pending.Exists(p => p.Effect is RunTool) ? s.Assistant : null;
        var pending = s.Pending.WithoutAll<AskAssistant>().WithoutAll<SummariseForHandoff>();
        if (asked is not null && asked.UpToSeq != message) pending = pending.With(seq, at, asked with { Memory = memory });
        else if (summary is not null) pending = pending.With(seq, at, summary);
        return s with
        {
            Messages = s.Messages with { Removed = Remember(s.Messages.Removed, message), Course = null, HeardAt = null },
            Assistant = memory,
            Pending = pending,
        };
    }

    private static ImmutableList<long> Remember(ImmutableList<long> list, long seq) =>
        list.Contains(seq) ? list : (list.Count < MessagesState.RedactedMax ? list : list.RemoveAt(0)).Add(seq);
}
