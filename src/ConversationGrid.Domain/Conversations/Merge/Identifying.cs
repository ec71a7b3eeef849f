using ConversationGrid.Contracts;
using Decision = ConversationGrid.Domain.Decision<ConversationGrid.Contracts.ConversationEvent>;

namespace ConversationGrid.Domain.Conversations.Merge;

/// <summary>The anonymous customer of a conversation turned out to be a known one.</summary>
internal static class Identifying
{
    public static Decision Move(ConversationState s, MoveToCustomer c, ConversationContext context) => s.CustomerId != c.From
        ? Decision.Already(s.Current)
        : Decision.Accept(new CustomerIdentified(c.To, c.From) { At = s.At(context), By = new(ActorKind.Customer, c.To, c.Name) });

    public static ConversationState Evolve(ConversationState s, long seq, CustomerIdentified e) => s with
    {
        CustomerId = e.CustomerId,
        CustomerName = e.ByName ?? s.CustomerName,
        Merge = s.Merge with { FormerCustomers = s.Merge.FormerCustomers.AddLast(e.FormerCustomerId) },
        // What holds for the known customer, e.g. a block, holds here from now on.
        Pending = s.IsErased ? s.Pending : s.Pending.WithoutAll<LinkToCustomer>().With(seq, e.At, new LinkToCustomer(e.CustomerId, s.Labels.Value)),
    };

    /// <summary>What was posted under a client id, also before its writer was known.</summary>
    public static Receipt? Posted(ConversationState s, Caller by, string clientId)
    {
        if (s.Messages.Posts.Find(ClientKeys.Of(by.Actor.Id, clientId)) is { } known) return known;
        if (by.Role != CallerRole.Customer) return null;
        foreach (var former in s.Merge.FormerCustomers)
            if (s.Messages.Posts.Find(ClientKeys.Of(former, clientId)) is { } earlier) return earlier;
        return null;
    }
}
