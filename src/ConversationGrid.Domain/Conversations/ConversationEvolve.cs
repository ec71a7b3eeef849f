using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

public static partial class Conversation
{
    /// <summary>The state after an event. Never refuses, never decides: it only remembers.</summary>
    public static ConversationState Evolve(ConversationState s, long seq, ConversationEvent e)
    {
        var next = Apply(s, seq, e);
        var audience = Audiences.Of(e);
        return next with
        {
            Seq = seq,
            UpdatedAt = e.At,
            Parties = ConversationAccess.After(s.Parties, seq, e),
            LastSeqEveryone = Audience.Everyone.Sees(audience) ? seq : s.LastSeqEveryone,
            LastSeqStaff = Audience.Staff.Sees(audience) ? seq : s.LastSeqStaff,
        };
    }

    private static ConversationState Apply(ConversationState s, long seq, ConversationEvent e) => e switch
    {
        ConversationStarted x => Started(s, seq, x),
        MessagePosted x => Posted(s, seq, x),
        NotePosted x => s with
        {
            Posts = Remember(s.Posts, x.ClientKey, seq, x.At),
            Pending = x.Whisper ? s.Pending.With(seq, x.At, new TellStaff()) : s.Pending,
        },
        HandoffRequested x => HandedOff(s, seq, x),
        Offered x => s with
        {
            Status = ConversationStatus.Offered,
            Offer = new(x.OfferId, x.AgentId, x.AgentName, x.Queue, x.ExpiresAt),
        },
        OfferWithdrawn x => Withdrawn(s, seq, x),
        Assigned x => Taken(s, seq, x),
        Unassigned x => s with
        {
            Assignment = null,
            Pending = s.Assignment is { } a ? s.Pending.With(seq, x.At, new FreeAgent(a.AgentId, a.OfferId, "unassigned")) : s.Pending,
        },
        Resolved x => Over(s, seq, x.At, ConversationStatus.Resolved, x.WrapUp) with { ClosesAt = x.ClosesAt },
        ReturnedToAssistant x => Returned(s, seq, x),
        AbsenceAnnounced x => s with { AbsenceTold = x.Ticket, Absence = x.Absence == 0 ? s.Absence : new(x.Queue, x.Absence, seq) },
        CallBackRequested x => s with { CallBackAsked = new Receipt(seq, x.At) },
        Closed x => Over(s, seq, x.At, ConversationStatus.Closed),
        Reopened x => s with
        {
            Status = ConversationStatus.Bot,
            Episode = x.Episode,
            NotTo = [],
            SurveyOpen = false,
            Rating = null,
            ClosesAt = null,
            Intent = null,
            Mood = x.CalmsMood ? 0 : s.Mood,
            Priority = 0,
            Course = null,
            HeardAt = null,
            Alerts = [],
            CallBackAsked = null,
            Sla = null,
            RuleTimers = [],
            RuleRuns = s.RuleRuns.Clear(),
            Assistant = ForNextEpisode(s.Assistant),
            Pending = x.Relink ? s.Pending.WithoutAll<LinkToCustomer>().With(seq, x.At, new LinkToCustomer(s.CustomerId, s.Value)) : s.Pending,
        },
        SurveyOffered => s with { SurveyOpen = true, Rating = null },
        Rated x => s with { Rating = new Receipt(seq, x.At), RatedScore = x.MayBeCorrected ? x.Score : 0 },
        ConversationEffectSettled x => s with { Pending = s.Pending.Without(x.Effect) },
        Summarised x => x.Answering is { } effect ? s with { Pending = s.Pending.Without(effect) } : s,
        AlertRaised x => s with
        {
            Alerts = s.Alerts.Contains(x.Kind) ? s.Alerts : s.Alerts.Add(x.Kind),
            Pending = x.Tell ? s.Pending.With(seq, x.At, new TellStaff()) : s.Pending,
        },
        TaskAdvanced x => Advanced(s, seq, x),
        TaskEnded x => TaskOver(s, x),
        CodeAsked x => CodeOnItsWay(s, x),
        CodeRefused => s with { Assistant = Memory(s) with { CodeTries = Memory(s).CodeTries + 1 } },
        CustomerVerified x => Verified(s, x),
        DecisionRecorded x => Recorded(s, seq, x),
        _ => ApplyWorkflow(s, seq, e),
    };

    private static ConversationState Recorded(ConversationState s, long seq, DecisionRecorded e)
    {
        var next = e.Decision.Tokens == 0 ? s : s with { Assistant = Memory(s) with { Tokens = Memory(s).Tokens + e.Decision.Tokens } };
        // What was said to the customer is told apart by the effect that it answers.
        return e.ByKind == ActorKind.Bot ? next : next with { Posts = Remember(next.Posts, KeyOf(e.ById, e.Decision), seq, e.At) };
    }

    private static ConversationState Started(ConversationState s, long seq, ConversationStarted e) => s with
    {
        Status = ConversationStatus.Bot,
        CustomerId = e.CustomerId,
        CustomerName = e.ByKind == ActorKind.Customer ? e.ByName : null,
        Channel = e.Channel,
        Locale = e.Locale,
        Language = e.Locale,
        StartedAt = e.At,
        Start = new(seq, e.At),
        Episode = 1,
        Pending = s.Pending.With(seq, e.At, new LinkToCustomer(e.CustomerId)),
    };

    private static ConversationState Posted(ConversationState s, long seq, MessagePosted e)
    {
        var next = s with { Posts = Remember(s.Posts, e.ClientKey, seq, e.At), Course = e.Course ?? s.Course, HeardAt = e.Course is null ? s.HeardAt : e.At };
        // While the assistant answers, a question stops the time to the close and an answer sets it.
        if (s.Status == ConversationStatus.Bot) next = next with { ClosesAt = e.ByKind == ActorKind.Customer ? null : e.ClosesAt ?? s.ClosesAt };
        // The opening message belongs to the start, whose client id is the conversation's own.
        if (e.ByKind == ActorKind.Customer && e.ClientKey == 0) next = next with { Start = new(seq, e.At) };
        if (e.Answering is { } answered) next = next with { Pending = next.Pending.Without(answered) };
        if (e.ByKind != ActorKind.Customer) return next;
        if (e.Analysis is { } read) next = Understood(next, read);
        return next.Status == ConversationStatus.Bot
            ? next with { Pending = next.Pending.WithoutAll<AskAssistant>().With(seq, e.At, new AskAssistant(seq, next.Language, next.Assistant)) }
            : next;
    }

    /// <summary>A mood moves a third of the way to each message, so that one word does not flip it. -1 (worst) to 1 (best).</summary>
    public static double MoodAfter(double mood, SentimentReading read) => read.Label == "unsure" ? mood : mood + (read.Score - mood) / 3;

    private static ConversationState Understood(ConversationState s, MessageAnalysis read) => s with
    {
        Mood = MoodAfter(s.Mood, read.Sentiment),
        Priority = Math.Max(s.Priority, read.Priority),
        Intent = read.Intent.Name == "none" ? s.Intent : read.Intent.Name,
        Language = read.Language == "und" ? s.Language : read.Language,
    };

    private static ConversationState HandedOff(ConversationState s, long seq, HandoffRequested e)
    {
        var since = s.WaitingSince ?? e.At;
        var pending = s.Pending.WithoutAll<AskAssistant>().WithoutAll<SummariseForHandoff>();
        if (e.Answering is { } answered) pending = pending.Without(answered);
        Effect join = new JoinQueue(e.Queue, e.Ticket, since, e.Priority, e.Language, e.PreferredAgentId, e.Channel, e.Value, e.NotTo);
        Effect summarise = new SummariseForHandoff(e.Ticket);
        // A transfer out of a line leaves it first; the ticket tells the two apart where both are the same queue.
        var effects = s.WaitingSince is not null && s.Queue is { } left ? [join, summarise, new LeaveQueue(left, s.Ticket)] : (Effect[])[join, summarise];
        return s with
        {
            Status = ConversationStatus.Waiting,
            SnoozedUntil = null,
            ClosesAt = null,
            Queue = e.Queue,
            Ticket = e.Ticket,
            Handoff = new(seq, e.At),
            WaitingSince = since,
            PreferredAgentId = e.PreferredAgentId,
            NotTo = [.. e.NotTo ?? []],
            Assistant = WithoutQuestion(s.Assistant),
            Pending = pending.With(seq, e.At, effects),
        };
    }

    private static ConversationState Withdrawn(ConversationState s, long seq, OfferWithdrawn e)
    {
        if (s.Offer is not { } offer || offer.OfferId != e.OfferId) return s;
        return s with
        {
            Status = ConversationStatus.Waiting,
            Offer = null,
            PastOffers = s.PastOffers.AddLast(e.OfferId),
            Pending = s.Pending.With(
                seq, e.At, new FreeAgent(e.AgentId, e.OfferId, e.Reason), new RejoinQueue(offer.Queue, s.Ticket, e.OfferId, e.AgentId, e.Reason == Interrupted)),
        };
    }

    private static ConversationState Taken(ConversationState s, long seq, Assigned e) => s with
    {
        Status = ConversationStatus.Assigned,
        Assignment = new(e.AgentId, e.Name, e.OfferId, e.Fence, e.At),
        Offer = null,
        WaitingSince = null,
        SnoozedUntil = null,
        ClosesAt = null,
        Pending = s.WaitingSince is not null && s.Queue is { } queue
            ? s.Pending.WithoutAll<AskAssistant>().With(seq, e.At, new ConfirmToAgent(e.AgentId, e.OfferId, IsOrder(s, e)), new LeaveQueue(queue, s.Ticket))
            : s.Pending.WithoutAll<AskAssistant>().With(seq, e.At, new ConfirmToAgent(e.AgentId, e.OfferId, IsOrder(s, e))),
    };

    /// <summary>The assistant answers what comes next. Agent and offer were let go by the events before.</summary>
    private static ConversationState Returned(ConversationState s, long seq, ReturnedToAssistant e)
    {
        var pending = s.Pending.WithoutAll<SummariseForHandoff>();
        return s with
        {
            Status = ConversationStatus.Bot,
            Offer = null,
            WaitingSince = null,
            Pending = s.WaitingSince is not null && s.Queue is { } queue ? pending.With(seq, e.At, new LeaveQueue(queue, s.Ticket)) : pending,
        };
    }

    /// <summary>An assignment without an offer was ordered, so no place was reserved for it.</summary>
    private static bool IsOrder(ConversationState s, Assigned e) => s.Offer?.OfferId != e.OfferId;

    /// <summary>Whoever had, was offered or queued the conversation is told that it is over.</summary>
    private static ConversationState Over(ConversationState s, long seq, DateTimeOffset at, ConversationStatus status, TimeSpan? wrapUp = null)
    {
        var effects = new List<Effect>(2);
        if (s.Assignment is { } a) effects.Add(new FreeAgent(a.AgentId, a.OfferId, "over", wrapUp));
        if (s.Offer is { } o) effects.Add(new FreeAgent(o.AgentId, o.OfferId, "over"));
        if (s.WaitingSince is not null && s.Queue is { } queue) effects.Add(new LeaveQueue(queue, s.Ticket));
        return s with
        {
            Status = status,
            Assignment = null,
            Offer = null,
            WaitingSince = null,
            ClosesAt = null,
            SnoozedUntil = null,
            OnHold = false,
            Beside = [],
            RuleTimers = [],
            Assistant = WithoutQuestion(s.Assistant),
            Ended = new(seq, at),
            PastOffers = s.Offer is { } gone ? s.PastOffers.AddLast(gone.OfferId) : s.PastOffers,
            Pending = s.Pending.WithoutAll<AskAssistant>().WithoutAll<SummariseForHandoff>().With(seq, at, [.. effects]),
        };
    }

    private static PostMemory Remember(PostMemory posts, long clientKey, long seq, DateTimeOffset at) =>
        clientKey == 0 ? posts : posts.With(clientKey, seq, at);

    private static ImmutableList<string> AddLast(this ImmutableList<string> list, string item) =>
        (list.Count < ConversationState.PastMax ? list : list.RemoveAt(0)).Add(item);
}
