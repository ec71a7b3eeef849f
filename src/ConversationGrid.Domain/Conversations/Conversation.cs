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
using ConversationGrid.Domain.Workspaces;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// What may happen in a conversation. <c>Decide</c> turns a command into events or a refusal, <c>Evolve</c> folds events into state. The rules stand in
/// the slices; this root gives each command and event to its slice and composes what concerns several. Pure: time, analysis and options come in with
/// the context.
/// </summary>
public static partial class Conversation
{
    private static readonly Fold FoldAll = Folded;

    public static Decision Decide(ConversationState s, ConversationCommand command, ConversationContext context)
    {
        var decision = Permitted(s, command, context);
        if (decision.Events.Count == 0) return decision;
        decision = Priorities.WithValuedAlert(s, decision, context, FoldAll);
        decision = WithConsequences(s, Pauses.WithHoldEnded(s, decision, FoldAll), context);
        return Deliveries.WithQueued(s, decision, context);
    }

    /// <summary>When a timer of this conversation fires next.</summary>
    public static DateTimeOffset? DueAt(ConversationState s)
    {
        var due = Earlier(s.Handoff.Offer?.ExpiresAt ?? s.Episode.ClosesAt, s.Pause.SnoozedUntil);
        if (s.Sla is { } sla) due = Earlier(due, Clocks.DueAt(sla));
        due = Earlier(due, Deliveries.DueAt(s));
        foreach (var timer in s.Rules.Timers)
            due = Earlier(due, timer.DueAt);
        return due;

        static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
    }

    private static Decision Permitted(ConversationState s, ConversationCommand command, ConversationContext context)
    {
        if (command is StartConversation start) return Opening.Start(s, start, context);
        var access = ConversationAccess.Of(s.Parties, command.By);
        if (!access.Sees) return Decision.Refuse(Offers.Missed(s, command) ?? Refusal.NotFound("conversation"));
        if (!access.Follows && !IsOpenToPast(command))
            return Decision.Refuse(Refusal.Forbidden($"Conversation '{s.Id.Id}' went to others; '{command.By.Actor.Id}' may read what it had."));
        return Erasing.Answer(s, command) ?? Dispatched(s, command, context);
    }

    /// <summary>What an agent may still order after the conversation went to others: a note for the colleague, and the retry of an earlier command.</summary>
    private static bool IsOpenToPast(ConversationCommand command) => command is PostNote or PostMessage or AcceptOffer or DeclineOffer;

    private static Decision Dispatched(ConversationState s, ConversationCommand command, ConversationContext context) => command switch
    {
        PostMessage c => Posting.Post(s, c, context, FoldAll),
        PostNote c => Posting.Note(s, c, context),
        PostAnswer c => Answers.Answer(s, c, context),
        PostSummary c => Answers.Summary(s, c, context),
        RecordDecision c => Answers.Record(s, c, context),
        PostToolResult c => ToolResults.ToolResult(s, c, context),
        RequestHandoff c => Requested(s, c, context),
        OfferToAgent c => Offers.Offer(s, c, context),
        AcceptOffer c => Offers.Accept(s, c, context),
        DeclineOffer c => Offers.Decline(s, c, context),
        GiveBackConversation c => Offers.GiveBack(s, c, context),
        TransferConversation c => Transfers.Transfer(s, c, context),
        OverflowConversation c => HandoffRequests.Overflow(s, c, context),
        LeaveLostQueue c => HandoffRequests.LeaveLost(s, c, context),
        AnnounceAbsence c => Absences.Announce(s, c, context),
        RequestCallBack c => Absences.CallBack(s, c, context),
        ResolveConversation c => Endings.Resolve(s, c, context),
        ReopenConversation c => Endings.Reopen(s, c, context),
        CloseConversation c => Endings.Close(s, c, context),
        RateConversation c => Surveys.Rate(s, c, context),
        AbsorbConversation c => Merges.Absorb(s, c, context),
        BlockConversation c => Merges.Block(s, c, context),
        ValueConversation c => Priorities.Value(s, c, context),
        MoveToCustomer c => Identifying.Move(s, c, context),
        EraseConversation c => Erasing.Erase(s, c, context),
        ReportDelivery c => Deliveries.Report(s, c, context, FoldAll),
        ConfirmDelivery c => Deliveries.Confirm(s, c, context, FoldAll),
        RedactMessage c => Redacting.Redact(s, c, context),
        FinishRedaction c => Redacting.Finish(s, c, context),
        SettleConversationEffect c => s.Pending.Has(c.Effect) ? Decision.Accept(Checks.Settled(s.At(context), c.Effect)) : Decision.Already(s.Current),
        TickConversation => Tick(s, context),
        _ when !command.By.IsStaff && command.By.Role != CallerRole.System => Decision.Refuse(Refusal.Forbidden("Only staff may do this.")),
        LabelConversation c => Labelling.Label(s, c, context),
        SetFields c => Labelling.Set(s, c, context),
        SetPriority c => Priorities.Prioritise(s, c, context),
        SnoozeConversation c => Pauses.Snooze(s, c, context),
        UnsnoozeConversation c => Pauses.Unsnooze(s, c, context),
        HoldConversation c => Pauses.Hold(s, c, context),
        MergeConversation c => Merges.Merge(s, c, context),
        MarkSpam c => Merges.Spam(s, c, context),
        RunMacro c => Macros.Run(s, c, context, FoldAll),
        TakeOverConversation c => Transfers.TakeOver(s, c, context),
        JoinConversation c => Transfers.Join(s, c, context),
        LeaveConversation c => Transfers.Leave(s, c, context),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    /// <summary>A human is asked for: a snooze ends with it, and after the end the next episode begins.</summary>
    private static Decision Requested(ConversationState s, RequestHandoff c, ConversationContext context)
    {
        var asked = HandoffRequests.Request(s, c, context);
        if (asked.Events.Count == 0) return asked;
        var a = c.By.Actor;
        if (s.Status == ConversationStatus.Snoozed)
        {
            var back = Pauses.Return(s, s.At(context), a, c.By.Role == CallerRole.Customer ? "customer" : "agent", context);
            return HandoffRequests.Explained(s, c, context) is { } explained ? Decision.Accept([.. back, explained], back.Length - 1) : Decision.Accept(back);
        }
        return s.IsOver ? Decision.Accept([Endings.Next(s, a, context), .. asked.Events]) : asked;
    }

    /// <summary>The first timer that is due.</summary>
    private static Decision Tick(ConversationState s, ConversationContext context)
    {
        if (Offers.Expired(s, context) is { Count: > 0 } expired) return Decision.Accept(expired);
        if (Endings.CloseInTime(s, context) is { } closed) return closed;
        var now = s.At(context);
        if (Deliveries.Resumed(s, context) is { } resumed) return Decision.Accept(resumed);
        if (s.Pause.SnoozedUntil <= context.Now) return Decision.Accept(Pauses.Return(s, now, Actor.System, "due", context));
        if (s.Sla is { } sla && Clocks.Fire(s, sla, now, context, FoldAll) is { Count: > 0 } late) return Decision.Accept(late);
        if (s.Rules.Timers.Find(t => t.DueAt <= context.Now) is { } timer) return Decision.Accept(RuleEngine.Fire(s, timer, now, context, FoldAll));
        return Decision.Already(s.Current);
    }

    /// <summary>
    /// The decision with what follows from it by the workspace's rules, then its service levels. What a client asked for keeps its place, and so its
    /// receipt.
    /// </summary>
    private static Decision WithConsequences(ConversationState s, Decision decision, ConversationContext context)
    {
        var settings = context.Settings ?? ServiceSettings.None;
        if (settings.Rules.Count == 0 && settings.Policies.Count == 0 && s.Sla is null && s.Rules.Timers.IsEmpty) return decision;
        // The grid's own bookkeeping concerns nobody's rules or clocks.
        if (decision.Events is [ConversationEffectSettled]) return decision;

        var now = decision.Events[^1].At;
        var events = new List<ConversationEvent>(decision.Events);
        var after = Folded(s, events);
        // Nothing is written into an erased conversation, also not by a rule.
        var runsRules = (settings.Rules.Count > 0 || !s.Rules.Timers.IsEmpty) && events[^1] is not Erased;
        if (runsRules) after = RuleEngine.Run(after, events, now, settings, context, FoldAll);
        events.AddRange(Clocks.Follow(after, events, now, settings));
        return decision with { Events = events };
    }
}
