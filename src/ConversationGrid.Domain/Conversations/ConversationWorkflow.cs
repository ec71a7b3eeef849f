using System.Diagnostics;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations;

/// <content>The working day: labels, fields, urgency, snooze, hold, merge, spam, macros, and what supervisors may.</content>
public static partial class Conversation
{
    /// <summary>Longest snooze.</summary>
    private static readonly TimeSpan SnoozeMax = TimeSpan.FromDays(366);

    private static Decision DecideWorkflow(ConversationState s, ConversationCommand command, ConversationContext context)
    {
        if (command is AbsorbConversation or BlockConversation or ValueConversation) return DecideForGrid(s, command, context);
        if (!command.By.IsStaff && command.By.Role != CallerRole.System) return Decision.Refuse(Refusal.Forbidden("Only staff may do this."));
        return command switch
        {
            LabelConversation c => Label(s, c, context),
            SetFields c => Set(s, c, context),
            SetPriority c => Prioritise(s, c, context),
            SnoozeConversation c => Snooze(s, c, context),
            UnsnoozeConversation c => Unsnooze(s, c, context),
            HoldConversation c => Hold(s, c, context),
            MergeConversation c => Merge(s, c, context),
            MarkSpam c => Spam(s, c, context),
            RunMacro c => Run(s, c, context),
            TakeOverConversation c => TakeOver(s, c, context),
            JoinConversation c => Join(s, c, context),
            LeaveConversation c => s.Beside.Contains(c.By.Actor.Id)
                ? Decision.Accept(new Left { At = At(s, context), By = c.By.Actor })
                : Decision.Already(Current(s)),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    private static Decision DecideForGrid(ConversationState s, ConversationCommand command, ConversationContext context)
    {
        var (now, a) = (At(s, context), Actor.System);
        switch (command)
        {
            case AbsorbConversation c:
                return s.Absorbed.Contains(c.From)
                    ? Decision.Already(Current(s))
                    : Decision.Accept(new Absorbed(c.From, [.. c.Labels.Except(s.Labels).Take(Labels.Max - s.Labels.Count)]) { At = now, By = a });
            case BlockConversation c when c.Blocked == s.IsBlocked:
                return Decision.Already(Current(s));
            case BlockConversation c:
                var changed = new BlockChanged(c.Blocked) { At = now, By = a };
                return c.Blocked && s.Status != ConversationStatus.Closed
                    ? Decision.Accept(changed, new Closed("blocked") { At = now, By = a })
                    : Decision.Accept(changed);
            case ValueConversation { Value: < 0 or > Limits.CustomerValueMax } c:
                return Decision.Refuse(Refusal.Invalid($"A value is 0 to {Limits.CustomerValueMax}, not {c.Value}."));
            case ValueConversation c:
                return c.Value == s.Value || s.IsOver ? Decision.Already(Current(s)) : Decision.Accept(new ValueChanged(c.Value, NewPlace(s)) { At = now, By = a });
            default:
                throw new UnreachableException(command.GetType().Name);
        }
    }

    /// <summary>Why nobody may write or ask here any more; null if they may.</summary>
    private static Refusal? Shut(ConversationState s, Caller by)
    {
        if (s.MergedInto is { } into) return Refusal.Conflict($"Conversation '{s.Id.Id}' goes on in '{into}'.");
        return s.IsBlocked && by.Role == CallerRole.Customer ? Refusal.Forbidden("This customer may not write here.") : null;
    }

    private static Decision Label(ConversationState s, LabelConversation c, ConversationContext context)
    {
        var (add, remove) = (c.Add ?? [], c.Remove ?? []);
        if (add.Concat(remove).FirstOrDefault(l => !Labels.IsLabel(l)) is not null) return Decision.Refuse(Refusal.Invalid($"A label is {Labels.Rule}"));
        string[] added = [.. add.Distinct().Except(s.Labels)];
        string[] removed = [.. remove.Distinct().Intersect(s.Labels).Except(add)];
        if (s.Labels.Count + added.Length - removed.Length > Labels.Max) return Decision.Refuse(Refusal.TooLarge($"A conversation has at most {Labels.Max} labels."));
        if (added.Length + removed.Length == 0) return Decision.Already(Current(s));
        var a = c.By.Actor;
        return Decision.Accept(new Labelled(added, removed) { At = At(s, context), By = a });
    }

    private static Decision Set(ConversationState s, SetFields c, ConversationContext context)
    {
        if (c.Fields is not { Count: > 0 and <= Labels.Max }) return Decision.Refuse(Refusal.Invalid($"1 to {Labels.Max} fields are set at a time."));
        if (c.Fields.Any(f => !Labels.IsLabel(f.Name))) return Decision.Refuse(Refusal.Invalid($"A field's name is {Labels.Rule}"));
        if (c.Fields.FirstOrDefault(f => f.Value?.Length > Limits.ShortTextMax) is { } longOne)
            return Decision.Refuse(Refusal.TooLarge($"A field has at most {Limits.ShortTextMax} characters, not {longOne.Value!.Length}."));
        // An empty value is none.
        CustomField[] changed = [.. c.Fields.Select(f => f.Value == "" ? f with { Value = null } : f).Where(f => s.Fields.Find(x => x.Name == f.Name)?.Value != f.Value)];
        if (changed.Length == 0) return Decision.Already(Current(s));
        if (s.Fields.Count + changed.Length > 2 * Labels.Max) return Decision.Refuse(Refusal.TooLarge($"A conversation has at most {2 * Labels.Max} fields."));
        var a = c.By.Actor;
        return Decision.Accept(new FieldsSet(changed) { At = At(s, context), By = a });
    }

    private static Decision Prioritise(ConversationState s, SetPriority c, ConversationContext context)
    {
        if (c.Priority is < 0 or > 3) return Decision.Refuse(Refusal.Invalid($"A priority is 0 to 3, not {c.Priority}."));
        return c.Priority == s.Priority ? Decision.Already(Current(s)) : Decision.Accept(PriorityEvent(s, At(s, context), c.By.Actor, c.Priority));
    }

    /// <summary>Where the conversation waits in a line, the new urgency takes a new place there.</summary>
    internal static PriorityChanged PriorityEvent(ConversationState s, DateTimeOffset now, Actor a, int priority) =>
        new(priority, NewPlace(s)) { At = now, By = a };

    /// <summary>Number of another place in the same line; 0 where it waits in none.</summary>
    private static long NewPlace(ConversationState s) => s.Status == ConversationStatus.Waiting ? s.Ticket + 1 : 0;

    private static Decision Snooze(ConversationState s, SnoozeConversation c, ConversationContext context)
    {
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (c.Until <= context.Now || c.Until > context.Now + SnoozeMax) return Decision.Refuse(Refusal.Invalid("A snooze ends in the future, within a year."));
        if (s.SnoozedUntil == c.Until) return Decision.Already(Current(s));
        if (s.Status is not (ConversationStatus.Assigned or ConversationStatus.Waiting or ConversationStatus.Snoozed))
            return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; only one that is waiting or assigned is snoozed."));
        var a = c.By.Actor;
        return Decision.Accept(new Snoozed(c.Until) { At = At(s, context), By = a });
    }

    private static Decision Unsnooze(ConversationState s, UnsnoozeConversation c, ConversationContext context) =>
        s.Status == ConversationStatus.Snoozed ? Decision.Accept(Return(s, At(s, context), c.By.Actor, "agent", context)) : Decision.Already(Current(s));

    /// <summary>Back from a snooze into the line, first for the agent who had it.</summary>
    private static ConversationEvent[] Return(ConversationState s, DateTimeOffset now, Actor a, string reason, ConversationContext context) =>
        [new Unsnoozed(reason) { At = now, By = a }, HandoffEvent(s, now, Actor.System, "back from a snooze", context.QueueOrHome(s.Queue))];

    private static Decision Hold(ConversationState s, HoldConversation c, ConversationContext context)
    {
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}."));
        var a = c.By.Actor;
        return s.OnHold == c.OnHold ? Decision.Already(Current(s)) : Decision.Accept(new HoldChanged(c.OnHold) { At = At(s, context), By = a });
    }

    /// <summary>A hold ends when the customer writes, or when the conversation leaves the agent who set it: else its clocks would stand still unnoticed.</summary>
    private static Decision WithHoldEnded(ConversationState s, Decision decision)
    {
        if (!s.OnHold || !decision.Events.Any(EndsHold) || !Folded(s, decision.Events).OnHold) return decision;
        return decision with { Events = [.. decision.Events, HoldEnded(decision.Events[^1].At)] };
    }

    private static bool EndsHold(ConversationEvent e) =>
        e is MessagePosted { ByKind: ActorKind.Customer } or HandoffRequested or Unassigned or Assigned or ReturnedToAssistant or Snoozed;

    internal static HoldChanged HoldEnded(DateTimeOffset now) => new(OnHold: false) { At = now, By = Actor.System };

    private static Decision Merge(ConversationState s, MergeConversation c, ConversationContext context)
    {
        if (s.MergedInto is { } before)
            return before == c.Into ? Decision.Already(s.Ended) : Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' goes on in '{before}' already."));
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (c.Into == s.Id.Id) return Decision.Refuse(Refusal.Invalid("A conversation is not merged into itself."));
        if (c.IntoCustomerId != s.CustomerId) return Decision.Refuse(Refusal.Conflict("Only conversations of the same customer are merged."));
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; there is nothing to go on with."));
        var a = c.By.Actor;
        var now = At(s, context);
        return Decision.Accept(new Merged(c.Into) { At = now, By = a }, new Closed("merged") { At = now, By = a });
    }

    private static Decision Spam(ConversationState s, MarkSpam c, ConversationContext context)
    {
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.Status == ConversationStatus.Closed) return Decision.Already(s.Ended);
        var a = c.By.Actor;
        var now = At(s, context);
        return Decision.Accept(new MarkedSpam { At = now, By = a }, new Closed("spam") { At = now, By = a });
    }

    private static Decision Run(ConversationState s, RunMacro c, ConversationContext context)
    {
        if (CheckClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        var key = ClientKeys.Of(c.By.Actor.Id, c.ClientId);
        if (s.Posts.Find(key) is { } known) return Decision.Already(known);
        if (context.Settings?.Macro(c.MacroId) is not { } macro) return Decision.Refuse(Refusal.NotFound("macro"));
        if (MayHandle(s, c.By) is { } forbidden) return Decision.Refuse(forbidden);
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; reopen it first."));
        if (s.Posts.Count >= Limits.PostsPerConversationMax) return Decision.Refuse(Full(s));
        var a = c.By.Actor;
        var now = At(s, context);
        var reply = macro.Definition.Render(TemplateValues.Of(s, a.Name));
        if (reply?.Missing is { Count: > 0 } missing)
            return Decision.Refuse(Refusal.Invalid($"Macro '{macro.Id}' has no value for {string.Join(", ", missing)} here; set it, or give it a default as in {{{{customer|dear customer}}}}."));
        var events = new List<ConversationEvent> { new MacroApplied(macro.Id, macro.Version, key) { At = now, By = a } };
        if (reply is { Text: { Length: > 0 } text })
        {
            if (s.Assignment?.AgentId != a.Id && !s.Beside.Contains(a.Id))
                return Decision.Refuse(Refusal.Forbidden($"Conversation '{s.Id.Id}' is not assigned to '{a.Id}', so the macro's text is not its to send."));
            events.Add(new MessagePosted(text, c.ClientId, 0) { At = now, By = a });
        }
        events.AddRange(Acts.All(Folded(s, events), macro.Definition.Actions ?? [], a, now, context));
        return Decision.Accept(events, receiptIndex: 0);
    }

    private static Decision TakeOver(ConversationState s, TakeOverConversation c, ConversationContext context)
    {
        if (!c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors take a conversation over."));
        if (s.IsOver) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; reopen it first."));
        if (s.Assignment is { } mine && mine.AgentId == c.AgentId) return Decision.Already(new(mine.Fence, mine.At));
        var a = c.By.Actor;
        var now = At(s, context);
        var events = new List<ConversationEvent>(3);
        if (s.Assignment is { } held) events.Add(new Unassigned(held.AgentId, held.Name) { At = now, By = a });
        if (s.Offer is { } offer) events.Add(new OfferWithdrawn(offer.OfferId, offer.AgentId, "withdrawn") { At = now, By = a });
        var fence = s.Seq + events.Count + 1;
        events.Add(new Assigned(c.AgentId, c.AgentName, $"{s.Id.Id}.order{fence}", fence) { At = now, By = a });
        return Decision.Accept(events);
    }

    private static Decision Join(ConversationState s, JoinConversation c, ConversationContext context)
    {
        if (!c.By.SeesWholeWorkspace) return Decision.Refuse(Refusal.Forbidden("Only supervisors join a conversation."));
        var a = c.By.Actor;
        if (s.Beside.Contains(a.Id)) return Decision.Already(Current(s));
        if (s.Status != ConversationStatus.Assigned) return Decision.Refuse(Refusal.Conflict($"Conversation '{s.Id.Id}' is {Name(s.Status)}; nobody is there to join."));
        return s.Beside.Count >= ConversationState.PastMax
            ? Decision.Refuse(Refusal.TooLarge($"At most {ConversationState.PastMax} supervisors join a conversation."))
            : Decision.Accept(new Joined { At = At(s, context), By = a });
    }

    /// <summary>The state after events that are not appended yet.</summary>
    internal static ConversationState Folded(ConversationState s, IEnumerable<ConversationEvent> events)
    {
        foreach (var e in events)
            s = Evolve(s, s.Seq + 1, e);
        return s;
    }
}
