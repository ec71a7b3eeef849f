using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>
/// Records each event for the hooks that ask for it, in the transaction that takes it into the read models: once, whatever crashes when. What is recorded
/// names the event and holds nothing of it.
/// </summary>
internal sealed class RecordedDeliveries(WebhookStore hooks, TimeProvider time) : IEventRows
{
    /// <summary>Something was recorded.</summary>
    public event Action? Recorded;

    private bool _hasAdded;

    public async Task AddAsync(WriteSet writes, IReadOnlyList<GlobalEvent> events, CancellationToken cancel)
    {
        var workspaces = events.Where(e => e.Stream.Kind == EntityKind.Conversation).Select(e => e.Stream.Id.Workspace).Distinct().ToList();
        if (workspaces.Count == 0) return;
        // Read only after the events: a hook that was answered before one of them was written is among these.
        var wanting = (await hooks.EnabledAsync(workspaces, cancel)).ToLookup(hook => hook.Workspace);
        if (wanting.Count == 0) return;
        var now = time.GetUtcNow();
        var deliveries = (
            from e in events
            where e.Stream.Kind == EntityKind.Conversation
            from hook in wanting[e.Stream.Id.Workspace]
            where e.Committed.Event.At >= hook.Since && hook.Events.ViewerOf(e.Committed.Event) is not null
            let id = Delivery.IdOf(hook.Workspace, hook.Id, e.Stream.Id.Id, e.Committed.Seq)
            select new Delivery(hook.Workspace, hook.Id, e.Stream.Id.Id, e.Committed.Seq, id, EventAttribute.Of(e.Committed.Event.GetType()).Name,
                DeliveryState.Waiting, 0, now)).ToList();
        if (deliveries.Count == 0) return;
        DeliveryStore.Add(writes, deliveries);
        _hasAdded = true;
    }

    public void Written()
    {
        if (!_hasAdded) return;
        _hasAdded = false;
        Recorded?.Invoke();
    }
}
