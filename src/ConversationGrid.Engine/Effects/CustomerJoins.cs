using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Effects;

/// <summary>
/// Gives what an anonymous customer has to the one that it turned out to be: the known one remembers it, its conversations become the known one's, and so do
/// the keys of their texts, so that the known one's erasure destroys them. Each step may be done twice.
/// </summary>
/// <param name="grid">Late, because the grid hosts the entities.</param>
/// <param name="keys">The keys of personal data; null where they are kept in clear.</param>
public sealed class CustomerJoins(Func<IGrid> grid, IDataKeys? keys)
{
    /// <exception cref="RefusedException">It must be tried again later.</exception>
    public async Task CarryOutAsync(EntityId from, string into, IReadOnlyList<string> conversations, CancellationToken cancel = default)
    {
        var customer = grid().Customer(new(from.Workspace, into));
        var absorbed = await customer.ExecuteAsync(new AbsorbCustomer(from.Id), cancel);
        if (absorbed.Refusal is { Retryable: true } later) throw new RefusedException(later);
        if (absorbed.Refusal is not null) return;
        var name = (await customer.ViewAsync(cancel)).Name;
        foreach (var id in conversations)
        {
            var conversation = new EntityId(from.Workspace, id);
            var moved = await grid().Conversation(conversation).ExecuteAsync(new MoveToCustomer(from.Id, into, name), cancel);
            if (moved.Refusal is { Retryable: true } refusal) throw new RefusedException(refusal);
            if (keys is not null) await keys.GiveAsync(new(EntityKind.Conversation, conversation), from.Id, into, cancel);
        }
    }
}
