using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Transcripts;

/// <summary>Leads from an offer to its conversation and to the choice that made it. An offer's id is opaque: both are looked up.</summary>
public sealed class OfferReader(IGrid grid, IJournal journal)
{
    /// <summary>Events of an agent or a queue that are looked at, newest first.</summary>
    private const int EventsMax = 1_000;
    private const int ReadMax = 250;

    /// <summary>The conversation of an offer to this agent, or of one that stands in a queue; null where there is no such offer, or it ended too
    /// long ago.</summary>
    /// <param name="queues">Queues whose offers to others the caller may know of.</param>
    public async Task<EntityId?> ConversationOfAsync(EntityId agent, string offerId, IReadOnlyList<string> queues, CancellationToken cancel = default)
    {
        var slots = (await grid.Agent(agent).ViewAsync(cancel)).Slots;
        var conversation = slots.FirstOrDefault(slot => slot.OfferId == offerId)?.ConversationId
            ?? (await LastAsync<SlotReleased>(new(EntityKind.Agent, agent), e => e.OfferId == offerId, cancel))?.ConversationId;
        foreach (var queue in queues)
            conversation ??= await grid.Queue(new(agent.Workspace, queue)).ConversationOfAsync(offerId, cancel);
        return conversation is null ? null : new(agent.Workspace, conversation);
    }

    /// <summary>The choice that led to an offer; null where it is not found any more.</summary>
    public async Task<AgentPicked?> PickOfAsync(string workspace, Offered offer, CancellationToken cancel = default)
    {
        var queue = new StreamId(EntityKind.Queue, new(workspace, offer.Queue));
        // Offers of older versions do not say where their choice is.
        if (offer.Pick == 0) return await LastAsync<AgentPicked>(queue, e => e.OfferId == offer.OfferId, cancel);
        return await journal.ReadAsync(queue, offer.Pick - 1, 1, cancel) is [{ Event: AgentPicked pick }] && pick.OfferId == offer.OfferId ? pick : null;
    }

    private async Task<T?> LastAsync<T>(StreamId stream, Func<T, bool> isMeant, CancellationToken cancel) where T : DomainEvent
    {
        var (upTo, seen) = (long.MaxValue, 0);
        while (seen < EventsMax)
        {
            var read = await journal.ReadBackwardsAsync(stream, upTo, ReadMax, cancel);
            if (read.Select(e => e.Event).OfType<T>().FirstOrDefault(isMeant) is { } found) return found;
            if (read.Count < ReadMax) return null;
            (upTo, seen) = (read[^1].Seq - 1, seen + read.Count);
        }
        return null;
    }
}
