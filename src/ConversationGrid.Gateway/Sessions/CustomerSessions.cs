using System.Security.Claims;
using ConversationGrid.Contracts;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>Whether customers' sessions were ended, wherever that happened: the customer's own entity knows.</summary>
public sealed class CustomerSessions(IGrid grid)
{
    /// <summary>Whether the session of a principal was ended, or its customer is somebody else now.</summary>
    public async Task<bool> IsEndedAsync(CallerIn customer, ClaimsPrincipal principal, CancellationToken cancel)
    {
        if (!customer.Entity(customer.Id).IsWellFormed) return false;
        var view = await grid.Customer(customer.Entity(customer.Id)).ViewAsync(cancel);
        return view.JoinedInto is not null || view.EndedSessions.Contains(Tokens.SessionOf(principal));
    }
}
