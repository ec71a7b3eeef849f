using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Rest;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Hubs;

/// <summary>
/// Counts the hub connections that are open, by address and by user, and lets no more in than the options say: each one costs memory, also
/// when it never speaks. A request to a hub lasts as long as its connection.
/// </summary>
internal sealed class HubDoor(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _open = [];

    public async Task InvokeAsync(HttpContext http)
    {
        if (!http.Request.Path.StartsWithSegments("/hubs"))
        {
            await next(http);
            return;
        }
        var address = $"address {RateLimits.Address(http)}";
        var user = $"user {http.User.FindFirst(Sessions.Tokens.WorkspaceClaim)?.Value}/{http.User.Identity?.Name}";
        if (!TryEnter(address, user))
        {
            await Problems.Of(Refusal.RateLimited("Too many connections are open.")).ExecuteAsync(http);
            return;
        }
        try
        {
            await next(http);
        }
        finally
        {
            Leave(address, user);
        }
    }

    private bool TryEnter(string address, string user)
    {
        lock (_lock)
        {
            var (fromAddress, ofUser) = (_open.GetValueOrDefault(address), _open.GetValueOrDefault(user));
            if (fromAddress >= options.Value.ConnectionsPerAddressMax || ofUser >= options.Value.ConnectionsPerUserMax) return false;
            (_open[address], _open[user]) = (fromAddress + 1, ofUser + 1);
            return true;
        }
    }

    private void Leave(params ReadOnlySpan<string> keys)
    {
        lock (_lock)
            foreach (var key in keys)
                if (--_open[key] == 0) _open.Remove(key);
    }
}
