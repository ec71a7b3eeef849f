using System.Globalization;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.ServiceLevels;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// What may happen in a conversation. <c>Decide</c> turns a command into events or a refusal, <c>Evolve</c> folds events into state;
/// nothing else knows the rules. Pure: time, analysis and options come in with the context.
/// </summary>
public static partial class Conversation
{
    /// <summary>The reason of an offer that ran out before the agents had their time to come back after a break of the host.</summary>
    private const string Interrupted = "interrupted";

    public static Decision Decide(ConversationState s, ConversationCommand command, ConversationContext context) =>
        Reactions.Follow(s, WithHoldEnded(s, WithValuedAlert(s, DecideAlone(s, command, context), context)), context);

    private static Decision DecideAlone(ConversationState s, ConversationCommand command, ConversationContext context)
    {
        if (command is StartConversation start) return Start(s, start, context);
        var access = ConversationAccess.Of(s.Parties, command.By);
        if (!access.Sees) return Stranger(s, command);
        if (!access.Follows && !IsOpenToPast(command))
            return Decision.Refuse(Refusal.Forbidden($"Conversation '{s.Id.Id}' went to others; '{command.By.Actor.Id}' may read what it had."));
        return command switch
        {
            PostMessage c => Post(s, c, context),
            PostNote c => Note(s, c, context),
            PostAnswer c => Answer(s, c, context),
            PostToolResult c => ToolResult(s, c, context),
            PostSummary c => Summary(s, c, context),
            RecordDecision c => Record(s, c, context),
            RequestHandoff c => Handoff(s, c, context),
            OfferToAgent c => Offer(s, c, context),
            AcceptOffer c => Accept(s, c, context),
            DeclineOffer c => Decline(s, c, context),
            GiveBackConversation c => GiveBack(s, c, context),
            TransferConversation c => Transfer(s, c, context),
            OverflowConversation c => Overflow(s, c, context),
            LeaveLostQueue c => LeaveLost(s, c, context),
            AnnounceAbsence c => Announce(s, c, context),
            RequestCallBack c => CallBack(s, c, context),
            ResolveConversation c => Resolve(s, c, context),
            ReopenConversation c => Reopen(s, c, context),
            CloseConversation c => Close(s, c, context),
            RateConversation c => Rate(s, c, context),
            SettleConversationEffect c => Settle(s, c, context),
            TickConversation => Tick(s, context),
            _ => DecideWorkflow(s, command, context),
        };
    }

    /// <summary>When a timer of this conversation fires next.</summary>
    public static DateTimeOffset? DueAt(ConversationState s)
    {
        var due = Earlier(s.Offer?.ExpiresAt ?? s.ClosesAt, s.SnoozedUntil);
        if (s.Sla is { } sla) due = Earlier(due, Clocks.DueAt(sla));
        foreach (var timer in s.RuleTimers)
            due = Earlier(due, timer.DueAt);
        return due;

        static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b ?? a : a;
    }

    /// <summary>What an agent may still order from whom the conversation went: a note for the colleague, and whatever may be the retry of what arrived before.</summary>
    private static bool IsOpenToPast(ConversationCommand command) => command is PostNote or PostMessage or AcceptOffer or DeclineOffer;

    /// <summary>An agent who was once offered the conversation is told that the offer is gone; anyone else that there is nothing.</summary>
    private static Decision Stranger(ConversationState s, ConversationCommand command) => command switch
    {
        AcceptOffer c when s.PastOffers.Contains(c.OfferId) => Decision.Refuse(OfferGone(c.OfferId)),
        DeclineOffer c when s.PastOffers.Contains(c.OfferId) => Decision.Refuse(OfferGone(c.OfferId)),
        _ => Decision.Refuse(Refusal.NotFound("conversation")),
    };

    private static Decision Start(ConversationState s, StartConversation c, ConversationContext context)
    {
        if (s.Exists) return s.CustomerId == c.By.Actor.Id ? Decision.Already(s.Start) : Decision.Refuse(Refusal.NotFound("conversation"));
        if (CheckClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        if (CheckShort(c.Topic, "topic") is { } badTopic) return Decision.Refuse(badTopic);
        var text = c.Text?.Trim();
        if (text is not null && CheckText(text) is { } badText) return Decision.Refuse(badText);

        if (c.Value is < 0 or > Limits.CustomerValueMax) return Decision.Refuse(Refusal.Invalid($"A value is 0 to {Limits.CustomerValueMax}, not {c.Value}."));

        var a = c.By.Actor;
        var now = context.Now;
        var events = new List<ConversationEvent>(4)
        {
            new ConversationStarted(a.Id, c.Channel, c.Locale, context.Options.AssistantEnabled, c.Topic) { At = now, By = a },
        };
        var receipt = 0;
        var known = s with { Channel = c.Channel, Value = c.Value };
        if (c.Value > 0) events.Add(new ValueChanged(c.Value, Ticket: 0) { At = now, By = Actor.System });
        if (text is not null)
        {
            AddMessage(events, known, context, c.By, text, c.ClientId, clientKey: 0);
            receipt = events.Count - 1;
        }
        if (!context.Options.AssistantEnabled)
            events.Add(HandoffEvent(known, now, Actor.System, "the assistant is off", QueueFor(Heard(known with { Language = c.Locale }, events), context), c.Locale));
        return Decision.Accept(events, receipt);
    }

    private static Decision Post(ConversationState s, PostMessage c, ConversationContext context)
    {
        if (CheckClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        var key = ClientKeys.Of(c.By.Actor.Id, c.ClientId);
        if (s.Posts.Find(key) is { } known) return Decision.Already(known);
        var text = c.Text?.Trim() ?? "";
        if (CheckText(text) is { } badText) return Decision.Refuse(badText);
        if (s.Posts.Count >= Limits.PostsPerConversationMax) return Decision.Refuse(Full(s));
        if (Shut(s, c.By) is { } shut) return Decision.Refuse(shut);
        return c.By.Role == CallerRole.Customer
            ? CustomerPosts(s, c, text, key, context)
            : AgentPosts(s, c, text, key, context);
    }

    private static Decision CustomerPosts(ConversationState s, PostMessage c, string text, long key, ConversationContext context)
    {
        var a = c.By.Actor;
        var events = new List<ConversationEvent>(2);
        var now = s;
        // Thanks for what is over begins nothing anew: it stays as it ended, and so does its survey.
        var begins = s.IsOver && context.Understanding?.IsCourtesy(text) != true;
        if (begins)
        {
            events.Add(Anew(s, a, context));
            // The message belongs to the new episode, whose mood, risk and alerts begin anew.
            now = Evolve(s, s.Seq + 1, events[0]);
        }
        AddMessage(events, now, context, c.By, text, c.ClientId, key);
        var receipt = events.Count - 1;
        if (s.Status == ConversationStatus.Snoozed) events.AddRange(Return(s, At(s, context), Actor.System, "customer", context));
        if (begins && !context.Options.AssistantEnabled)
            events.Add(HandoffEvent(s, At(s, context), Actor.System, "the assistant is off", QueueFor(Heard(s, events), context)));
        return Decision.Accept(events, receipt);
    }

    private static Decision AgentPosts(ConversationState s, PostMessage c, string text, long key, ConversationContext context)
    {
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; reopen it first."));
        // One responder at a time: whoever wants to answer takes the conversation first. A supervisor may join the one who has it.
        if (s.Assignment?.AgentId != c.By.Actor.Id && !s.Beside.Contains(c.By.Actor.Id))
            return Decision.Refuse(Refusal.Forbidden($"Conversation '{s.Id.Id}' is not assigned to '{c.By.Actor.Id}'."));
        var a = c.By.Actor;
        return Decision.Accept(new MessagePosted(text, c.ClientId, key, Course: CourseAfter(s, context, fromCustomer: false, text)) { At = At(s, context), By = a, Suggestion = c.Suggestion });
    }

    private static Decision Note(ConversationState s, PostNote c, ConversationContext context)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Only staff write notes."));
        if (c.Whisper && !c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors whisper."));
        if (CheckClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        var key = ClientKeys.Of(c.By.Actor.Id, c.ClientId);
        if (s.Posts.Find(key) is { } known) return Decision.Already(known);
        var text = c.Text?.Trim() ?? "";
        if (CheckText(text) is { } badText) return Decision.Refuse(badText);
        if (s.Posts.Count >= Limits.PostsPerConversationMax) return Decision.Refuse(Full(s));
        var a = c.By.Actor;
        return Decision.Accept(new NotePosted(text, c.ClientId, key, c.Whisper) { At = At(s, context), By = a });
    }

    private static Decision Answer(ConversationState s, PostAnswer c, ConversationContext context)
    {
        // An answer to a question that was withdrawn, or already answered, is dropped: another one is on its way or has arrived.
        if (!s.Pending.Has(c.Answering)) return Decision.Already(Current(s));
        var a = c.By.Actor;
        var now = At(s, context);
        var text = c.Text?.Trim();
        if (s.Status != ConversationStatus.Bot || (string.IsNullOrEmpty(text) && c.HandoffReason is null && c.Step is null))
            return Decision.Accept(Settled(now, c.Answering));

        var events = new List<ConversationEvent>(4);
        if (c.Step is not null && !AddStep(events, s, c, now))
            return Decision.Accept(Settled(now, c.Answering), HandoffEvent(s, now, a, "a task broke its rules", QueueFor(s, context)));
        var step = events.Count;
        if (!string.IsNullOrEmpty(text))
        {
            if (text.Length > Limits.MessageTextMax) text = text[..Limits.MessageTextMax];
            events.Add(new MessagePosted(text, null, 0,
                Citations: c.Citations, QuickReplies: c.QuickReplies, Answering: c.Answering, Course: CourseAfter(s, context, fromCustomer: false, text),
                ClosesAt: c.HandoffReason is null && !IsTaskOpen(s, c) ? QuietUntil(now, context) : null) { At = now, By = a });
        }
        if (c.HandoffReason is { } reason)
            events.Add(HandoffEvent(s, now, a, reason, QueueFor(s, context)) with { Answering = c.Answering });
        if (events.Count == step) events.Add(Settled(now, c.Answering));
        if (c.Decision is { } decision) events.Add(new DecisionRecorded(decision, c.DecisionTexts) { At = now, By = a });
        return Decision.Accept(events, step);
    }

    private static Decision Record(ConversationState s, RecordDecision c, ConversationContext context)
    {
        if (!c.By.IsStaff) return Decision.Refuse(Refusal.Forbidden("Models help staff here, and nobody else records it."));
        var a = c.By.Actor;
        if (s.Posts.Find(KeyOf(a.Id, c.Decision)) is { } known) return Decision.Already(known);
        if (s.Posts.Count >= Limits.PostsPerConversationMax) return Decision.Refuse(Full(s));
        return Decision.Accept(new DecisionRecorded(c.Decision, c.Texts) { At = At(s, context), By = a });
    }

    /// <summary>The same call of a model is recorded once: no two end at the same instant for the same person and message.</summary>
    private static long KeyOf(string byId, AiDecision d) => ClientKeys.Of(byId, string.Create(CultureInfo.InvariantCulture, $"{d.Kind} {d.ReplyTo} {d.Now.UtcTicks} {d.OutputHash}"));

    private static Decision Summary(ConversationState s, PostSummary c, ConversationContext context)
    {
        if (!s.Pending.Has(c.Answering)) return Decision.Already(Current(s));
        var a = c.By.Actor;
        return string.IsNullOrWhiteSpace(c.Text)
            ? Decision.Accept(Settled(At(s, context), c.Answering))
            : Decision.Accept(new Summarised(c.Text.Trim(), c.Answering, c.Lines) { At = At(s, context), By = a });
    }

    private static Decision Settle(ConversationState s, SettleConversationEffect c, ConversationContext context) =>
        s.Pending.Has(c.Effect) ? Decision.Accept(Settled(At(s, context), c.Effect)) : Decision.Already(Current(s));

    private static Decision Tick(ConversationState s, ConversationContext context)
    {
        var (now, system) = (At(s, context), Actor.System);
        if (s.Offer is { } offer && offer.ExpiresAt <= context.Now)
        {
            var reason = offer.ExpiresAt < context.AgentsBackBy ? Interrupted : "expired";
            return Decision.Accept(new OfferWithdrawn(offer.OfferId, offer.AgentId, reason) { At = now, By = system });
        }
        if (s.ClosesAt <= context.Now && s.Status == ConversationStatus.Bot)
            return Decision.Accept(
                new Closed(ClosedReasons.Quiet) { At = now, By = Actor.Assistant }, new SurveyOffered { At = now, By = new(system.Kind, system.Id) });
        if (s.ClosesAt <= context.Now)
            return Decision.Accept(new Closed(null) { At = now, By = system });
        if (s.SnoozedUntil <= context.Now) return Decision.Accept(Return(s, now, system, "due", context));
        if (s.Sla is { } sla && Clocks.Fire(s, sla, now, context) is { Count: > 0 } late) return Decision.Accept(late);
        if (s.RuleTimers.Find(t => t.DueAt <= context.Now) is { } timer) return Decision.Accept(Reactions.Fire(s, timer, now, context));
        return Decision.Already(Current(s));
    }
}
