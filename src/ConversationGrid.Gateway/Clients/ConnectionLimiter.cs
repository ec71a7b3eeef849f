using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Clients;

/// <summary>
/// Counts the hub connections that are open, by address and by user, and lets no more in than the options say: each one costs memory, also
/// when it never speaks. A request without an id lasts as long as its connection. A connection with an id may have many requests: it counts until it
/// ends, and all its requests must come from who opened it.
/// </summary>
internal sealed class ConnectionLimiter(RequestDelegate next, ConnectionOwners owners, IOptions<GatewayOptions> options)
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
        var id = ConnectionOwners.IdOf(http);
        if (id is not null && !owners.Admits(id, http)) await NoConnection().ExecuteAsync(http);
        else if (id is null) await OneRequestAsync(http);
        else if (owners.IsOpen(id)) await next(http);
        // A connection begins with the request for what the host sends; nothing is sent to it, and nothing of it ended, before.
        else if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsConnect(http.Request.Method)) await FirstRequestAsync(http, id);
        else await NoConnection().ExecuteAsync(http);
    }

    private async Task OneRequestAsync(HttpContext http)
    {
        var (address, user) = KeysOf(http);
        if (!TryEnter(address, user))
        {
            await TooMany().ExecuteAsync(http);
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

    private async Task FirstRequestAsync(HttpContext http, string id)
    {
        var (address, user) = KeysOf(http);
        if (!TryEnter(address, user))
        {
            await TooMany().ExecuteAsync(http);
            return;
        }
        if (!owners.TryOpen(id, http, () => Leave(address, user)))
        {
            // Another request for it came at the same time.
            Leave(address, user);
            await NoConnection().ExecuteAsync(http);
            return;
        }
        try
        {
            await next(http);
        }
        finally
        {
            _ = owners.EndUnlessBegunAsync(id);
        }
    }

    private static (string Address, string User) KeysOf(HttpContext http) =>
        ($"address {RateLimits.Address(http)}", $"user {http.User.FindFirst(Sessions.Tokens.WorkspaceClaim)?.Value}/{http.User.Identity?.Name}");

    private static IResult TooMany() => Problems.Of(Refusal.RateLimited("Too many connections are open."));

    private static IResult NoConnection() => Problems.Of(Refusal.NotFound("connection"));

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
