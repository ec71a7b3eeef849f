using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations.Handoff;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Messages;

/// <summary>A conversation starts, with or without a first message.</summary>
internal static class Opening
{
    public static Decision Start(ConversationState s, StartConversation c, ConversationContext context)
    {
        if (s.Exists) return s.CustomerId == c.By.Actor.Id ? Decision.Already(s.Start) : Decision.Refuse(Refusal.NotFound("conversation"));
        if (Checks.ClientId(c.ClientId) is { } badId) return Decision.Refuse(badId);
        if (Checks.Short(c.Topic, "topic") is { } badTopic) return Decision.Refuse(badTopic);
        var text = c.Text?.Trim();
        if (text is not null && Checks.Text(text) is { } badText) return Decision.Refuse(badText);
        if (Checks.Value(c.Value) is { } badValue) return Decision.Refuse(badValue);

        var (now, a) = (context.Now, c.By.Actor);
        var events = new List<ConversationEvent>(4)
        {
            new ConversationStarted(a.Id, c.Channel, c.Locale, Checks.AssistantSpeaks(s with { Channel = c.Channel }, context),
                VisibleText.IsBlank(c.Topic) ? null : c.Topic) 
            {
                Disclosure = Checks.AssistantSpeaks(s with { Channel = c.Channel }, context) && c.FiledBy is null ? AiDisclosures.Of(c.Locale) : null,
                EntryQueue = c.Queue, At = now, By = a, FiledById = c.FiledBy?.Id, FiledByName = c.FiledBy?.Name,
            },
        };
        var receipt = 0;
        var known = s with { Channel = c.Channel, EntryQueue = c.Queue, Labels = s.Labels with { Value = c.Value } };
        if (c.Value > 0) events.Add(new ValueChanged(c.Value, Ticket: 0) { At = now, By = Actor.System });
        if (text is not null)
        {
            Reading.AddMessage(events, known, context, c.By, text, c.ClientId, clientKey: 0, c.Origin, c.Automatic);
            receipt = events.Count - 1;
        }
        if (c.Automatic)
        {
            events.Add(new Closed(ClosedReasons.Automatic) { At = now, By = Actor.System });
        }
        else if (!Checks.AssistantSpeaks(known, context))
        {
            var heard = Reading.Heard(known with { Messages = known.Messages with { Language = c.Locale } }, events);
            events.Add(HandoffRequests.Event(known, now, Actor.System, "the assistant is off", HandoffRequests.QueueFor(heard, context), c.Locale));
        }
        return Decision.Accept(events, receipt);
    }
}
