using ConversationGrid.Contracts;
using ConversationGrid.Engine.Effects;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Clients;

/// <summary>
/// Lets what an anonymous visitor said go along when it signs in: the proof of who it is and the anonymous session's own token come in one call, so nobody
/// takes what is another's. The anonymous session is over after it.
/// </summary>
internal sealed partial class AnonymousJoins(
    IGrid grid, CustomerJoins joins, Connections connections, IOptions<GatewayOptions> options, TimeProvider time, ILogger<AnonymousJoins> log)
{
    /// <returns>Whether the anonymous customer's conversations are the proven one's now. Where not, the sign-in is as good without it.</returns>
    public async Task<bool> TryAsync(string workspace, OlderSession anonymous, string into, CancellationToken cancel)
    {
        var from = new EntityId(workspace, anonymous.Id);
        var known = await grid.Customer(new(workspace, into)).ViewAsync(cancel);
        if (known.ErasureId is not null || known.Absorbed.Count >= AbsorbedMax) return false;
        var until = time.GetUtcNow() + options.Value.CustomerTokenLifetime + options.Value.AnonymousRenewalWindow;
        var outcome = await grid.Customer(from).ExecuteAsync(new JoinCustomer(into, anonymous.Session, until), cancel);
        if (outcome.Refusal is not null) return false;
        connections.EndSession(workspace, anonymous.Id, anonymous.Session);
        try
        {
            // The entity's effect does it as well; the client that asks is answered when it is done.
            var conversations = (await grid.Customer(from).ViewAsync(cancel)).Conversations;
            if (conversations.Count > 0) await joins.CarryOutAsync(from, into, conversations, cancel);
            return true;
        }
        catch (Exception failure) when (failure is RefusedException or JournalUnavailableException)
        {
            Later(log, failure);
            return false;
        }
    }

    /// <summary>Anonymous customers that one customer can have been: see the customer's own rule.</summary>
    private const int AbsorbedMax = Domain.Customers.CustomerState.AbsorbedMax;

    [LoggerMessage(4045, LogLevel.Warning, "The conversations of an anonymous customer who signed in move later.")]
    private static partial void Later(ILogger log, Exception failure);
}

/// <summary>An anonymous session that goes on, or whose conversations go along.</summary>
internal sealed record OlderSession(string Id, string Session, string? Name);
