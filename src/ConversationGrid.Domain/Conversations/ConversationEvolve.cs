using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Delivery;
using ConversationGrid.Domain.Conversations.Episodes;
using ConversationGrid.Domain.Conversations.Erasure;
using ConversationGrid.Domain.Conversations.Handoff;
using ConversationGrid.Domain.Conversations.Labels;
using ConversationGrid.Domain.Conversations.Merge;
using ConversationGrid.Domain.Conversations.Messages;
using ConversationGrid.Domain.Conversations.Pause;
using ConversationGrid.Domain.Conversations.Rules;
using ConversationGrid.Domain.Conversations.ServiceLevels;
using ConversationGrid.Domain.Conversations.Tasks;

namespace ConversationGrid.Domain.Conversations;

/// <content>How a conversation evolves: each event by its slice, and by several where it concerns several.</content>
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

    /// <summary>The state after events that are not appended yet.</summary>
    private static ConversationState Folded(ConversationState s, IEnumerable<ConversationEvent> events)
    {
        foreach (var e in events)
            s = Evolve(s, s.Seq + 1, e);
        return s;
    }

    private static ConversationState Apply(ConversationState s, long seq, ConversationEvent e) => e switch
    {
        MessagePosted x => MessagesEvolve.Posted(s, seq, x),
        NotePosted x => MessagesEvolve.Noted(s, seq, x),
        ConversationEffectSettled x => s with { Pending = s.Pending.Without(x.Effect) },
        ConversationStarted x => MessagesEvolve.Started(s, seq, x),
        AlertRaised x => MessagesEvolve.Alerted(s, seq, x),
        Summarised x => MessagesEvolve.Summarised(s, x),
        DecisionRecorded x => s with { Messages = MessagesEvolve.Recorded(s.Messages, seq, x), Assistant = TaskEvolve.Charged(s, x.Decision.Tokens) },
        HandoffRequested x => WithHuman(HandoffEvolve.Requested(s, seq, x)) with
        {
            Assistant = TaskEvolve.WithoutQuestion(s.Assistant),
            Messages = MessagesEvolve.Remember(s.Messages, x.ReasonKey, seq, x.At),
        },
        HandoffExplained x => s with { Messages = MessagesEvolve.Remember(s.Messages, x.ReasonKey, seq, x.At) },
        Offered x => HandoffEvolve.Offered(s, x),
        OfferWithdrawn x => HandoffEvolve.Withdrawn(s, seq, x),
        OfferMissed => s,
        Assigned x => WithHuman(HandoffEvolve.Assigned(s, seq, x)),
        Unassigned x => HandoffEvolve.Unassigned(s, seq, x),
        ReturnedToAssistant x => HandoffEvolve.Returned(s, seq, x),
        AbsenceAnnounced x => HandoffEvolve.Announced(s, seq, x),
        CallBackRequested x => HandoffEvolve.CallBackRequested(s, seq, x),
        Joined x => HandoffEvolve.Joined(s, x),
        Left x => HandoffEvolve.Left(s, x),
        Resolved x => Over(s, seq, x.At, ConversationStatus.Resolved, x.ClosesAt, x.WrapUp),
        Closed x => Over(s, seq, x.At, ConversationStatus.Closed, closesAt: null, wrapUp: null),
        Reopened x => Reopened(s, seq, x),
        SurveyOffered => EpisodeEvolve.SurveyOffered(s),
        Rated x => EpisodeEvolve.Rated(s, seq, x),
        _ => ApplyRest(s, seq, e),
    };

    private static ConversationState ApplyRest(ConversationState s, long seq, ConversationEvent e) => e switch
    {
        TaskAdvanced x => TaskEvolve.Advanced(s, seq, x),
        TaskEnded x => TaskEvolve.Ended(s, x),
        CodeAsked x => TaskEvolve.CodeAsked(s, x),
        CodeRefused => TaskEvolve.CodeRefused(s),
        CustomerVerified x => TaskEvolve.Verified(s, x),
        Labelled x => LabelsEvolve.Labelled(s, x),
        FieldsSet x => LabelsEvolve.FieldsSet(s, x),
        PriorityChanged x => LabelsEvolve.PriorityChanged(s, seq, x),
        ValueChanged x => LabelsEvolve.ValueChanged(s, seq, x),
        Snoozed x => HandoffEvolve.Slept(s, seq, x) with { Status = ConversationStatus.Snoozed, Pause = PauseEvolve.Slept(s.Pause, x) },
        Unsnoozed => s with { Pause = PauseEvolve.Awake(s.Pause) },
        HoldChanged x => PauseEvolve.HoldChanged(s, x),
        Merged x => MergeEvolve.Merged(s, seq, x),
        Absorbed x => s with { Merge = MergeEvolve.Absorbed(s.Merge, x), Labels = LabelsEvolve.Absorbed(s.Labels, x) },
        BlockChanged x => MergeEvolve.BlockChanged(s, x),
        CustomerIdentified x => Identifying.Evolve(s, seq, x),
        MacroApplied x => s with { Messages = MessagesEvolve.Remember(s.Messages, x.ClientKey, seq, x.At) },
        RuleApplied x => RulesEvolve.Applied(s, x),
        RuleScheduled x => RulesEvolve.Scheduled(s, x),
        RuleUnscheduled x => RulesEvolve.Unscheduled(s, x),
        SlaClocksSet x => SlaEvolve.ClocksSet(s, x),
        SlaWarned x => SlaEvolve.Warned(s, x),
        SlaBreached x => SlaEvolve.Breached(s, x),
        DeliveryQueued x => DeliveryEvolve.Queued(s, seq, x),
        DeliverySent x => DeliveryEvolve.Sent(s, seq, x),
        DeliveryConfirmed x => DeliveryEvolve.Over(s, seq, x.At, x.MessageSeq),
        DeliveryDeferred x => DeliveryEvolve.Deferred(s, x),
        DeliveryResumed x => DeliveryEvolve.Resumed(s, seq, x),
        DeliveryFailed x => DeliveryEvolve.Over(s, seq, x.At, x.MessageSeq),
        Erased x => Erasing.Evolve(s, x),
        RedactionRequested x => Redacting.Requested(s, seq, x),
        MessageRedacted x => Redacting.Removed(s, seq, x.At, x.MessageSeq),
        NoteRedacted x => Redacting.Removed(s, seq, x.At, x.MessageSeq),
        SlaEnded or MarkedSpam => s,
        _ => throw new UnreachableException(e.GetType().Name),
    };

    /// <summary>A human has it or is on the way: it sleeps no longer, and does not close by itself.</summary>
    private static ConversationState WithHuman(ConversationState s) => s with { Pause = PauseEvolve.Awake(s.Pause), Episode = EpisodeEvolve.Open(s.Episode) };

    private static ConversationState Over(
        ConversationState s, long seq, DateTimeOffset at, ConversationStatus status, DateTimeOffset? closesAt, TimeSpan? wrapUp) =>
        HandoffEvolve.Over(s, seq, at, wrapUp) with
        {
            Status = status,
            Pause = PauseState.Empty,
            Rules = RulesEvolve.Over(s.Rules),
            Assistant = TaskEvolve.WithoutQuestion(s.Assistant),
            Episode = EpisodeEvolve.Over(s.Episode, seq, at, closesAt),
        };

    private static ConversationState Reopened(ConversationState s, long seq, Reopened e) => s with
    {
        Status = ConversationStatus.Bot,
        Episode = EpisodeEvolve.Next(s.Episode, e),
        Handoff = HandoffEvolve.ForNextEpisode(s.Handoff),
        Messages = MessagesEvolve.ForNextEpisode(s.Messages, e.CalmsMood),
        Labels = LabelsEvolve.ForNextEpisode(s.Labels),
        Rules = RulesState.Empty,
        Sla = null,
        Assistant = TaskEvolve.ForNextEpisode(s.Assistant),
        Pending = e.Relink ? s.Pending.WithoutAll<LinkToCustomer>().With(seq, e.At, new LinkToCustomer(s.CustomerId, s.Labels.Value)) : s.Pending,
    };
}
