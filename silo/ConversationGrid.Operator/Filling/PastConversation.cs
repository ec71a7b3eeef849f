using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Operator.Filling;

/// <summary>
/// One conversation of the past, decided by the domain itself: each step is a command that the rules accept, and what the conversation asks of others is
/// settled, so that nothing of it is left to do.
/// </summary>
internal sealed class PastConversation(EntityId id, ConversationContext context, DateTimeOffset start)
{
    private ConversationState _state = ConversationState.Initial(id);
    private DateTimeOffset _now = start;

    public EntityId Id => id;
    public List<ConversationEvent> Events { get; } = [];
    public DateTimeOffset Now => _now;
    public ConversationState State => _state;

    public void Pass(TimeSpan time) => _now += time;

    /// <summary>Gives a command, and settles what it asks for. False where the rules refuse it.</summary>
    public bool Give(ConversationCommand command)
    {
        if (!Take(command)) return false;
        Settle();
        return true;
    }

    /// <summary>The assistant answers what was asked last, or gives the conversation to people.</summary>
    public bool Answer(string? text, IReadOnlyList<Citation>? citations, string? handoffReason = null)
    {
        if (_state.Pending.LastOrDefault(p => p.Effect is AskAssistant) is not { } asked) return false;
        var answered = Take(new PostAnswer(Caller.Assistant, asked.Id, text, citations, null, handoffReason));
        Settle();
        return answered;
    }

    /// <summary>Fires the timers that are due by now.</summary>
    public void Tick()
    {
        for (var before = -1; Events.Count != before;)
        {
            before = Events.Count;
            Take(new TickConversation());
        }
        Settle();
    }

    /// <summary>Closes what is still open by timers, at the time at which they would have fired.</summary>
    public void Finish(DateTimeOffset until)
    {
        while (Conversation.DueAt(_state) is { } due && due <= until)
        {
            if (due > _now) _now = due;
            var before = Events.Count;
            Tick();
            if (Events.Count == before) break;
        }
    }

    private bool Take(ConversationCommand command)
    {
        var decision = Conversation.Decide(_state, command, context with { Now = _now });
        foreach (var e in decision.Events)
        {
            Events.Add(e);
            _state = Conversation.Evolve(_state, Events.Count, e);
        }
        return decision.Refusal is null;
    }

    /// <summary>What the assistant is asked stays, until it answers; the rest is done at once.</summary>
    private void Settle()
    {
        foreach (var pending in _state.Pending.Where(p => p.Effect is not AskAssistant).ToList()) Take(new SettleConversationEffect(pending.Id));
    }
}
