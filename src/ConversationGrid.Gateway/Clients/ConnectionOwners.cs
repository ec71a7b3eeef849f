using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using ConversationGrid.Gateway.Sessions;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Clients;

/// <summary>
/// Who opened each hub connection that requests name by an id (all but web sockets without negotiation). It belongs to the session of the token that
/// opened it, and every connection ends when that token expires, whatever token is used on it later.
/// </summary>
internal sealed class ConnectionOwners(TimeProvider time)
{
    /// <summary>How long after its first request a connection must run; a request for an unknown id opens none.</summary>
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromSeconds(10);

    /// <summary>Timers hold no longer than some weeks; tokens may.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Owner> _owners = new();

    /// <summary>The id by which requests of one connection name it; null for a web socket without negotiation, and for a negotiation.</summary>
    public static string? IdOf(HttpContext http) => http.Request.Query["id"] is [{ Length: > 0 } id] ? id : null;

    /// <summary>Whether a connection of this id was opened and still counts.</summary>
    public bool IsOpen(string id) => _owners.ContainsKey(id);

    /// <summary>Whether a request comes from who opened the connection, on the same hub, while the opener's token holds.</summary>
    public bool Admits(string id, HttpContext http) =>
        !_owners.TryGetValue(id, out var owner) || (owner.Key == Key.Of(http) && owner.ExpiresAt > time.GetUtcNow());

    /// <summary>Remembers who opens a connection; false if somebody did already.</summary>
    /// <param name="ended">Called once, when the connection ends or never began.</param>
    public bool TryOpen(string id, HttpContext http, Action ended) => _owners.TryAdd(id, new(Key.Of(http), ExpiryOf(http.User), ended));

    /// <summary>The opening request is over: the connection runs by itself from now on, or never will.</summary>
    public async Task EndUnlessBegunAsync(string id)
    {
        if (!_owners.TryGetValue(id, out var owner)) return;
        if (!owner.HasBegun) await Task.Delay(BeginsWithin, time);
        if (!owner.HasBegun) End(id, owner);
    }

    /// <summary>Runs a connection until it ends, at the latest when the token that opened it expires.</summary>
    public async Task RunAsync(ConnectionContext connection, Func<ConnectionContext, Task> run)
    {
        var http = connection.GetHttpContext();
        var id = http is null ? null : IdOf(http);
        Owner? owner = null;
        if (id is not null)
        {
            // It took too long to begin, and its id is free again.
            if (!_owners.TryGetValue(id, out owner))
            {
                connection.Abort();
                return;
            }
            owner.HasBegun = true;
        }
        using var over = new CancellationTokenSource();
        var expiry = AbortAtAsync(connection, owner?.ExpiresAt ?? (http is null ? DateTimeOffset.MaxValue : ExpiryOf(http.User)), over.Token);
        try
        {
            await run(connection);
        }
        finally
        {
            await over.CancelAsync();
            await expiry;
            if (owner is not null) End(id!, owner);
        }
    }

    private async Task AbortAtAsync(ConnectionContext connection, DateTimeOffset expiresAt, CancellationToken over)
    {
        try
        {
            for (var left = expiresAt - time.GetUtcNow(); left > TimeSpan.Zero; left = expiresAt - time.GetUtcNow())
                await Task.Delay(left < LookAgainAfter ? left : LookAgainAfter, time, over);
            connection.Abort();
        }
        catch (OperationCanceledException)
        {
            // The connection ended before its token.
        }
    }

    private void End(string id, Owner owner)
    {
        if (_owners.TryRemove(new(id, owner))) owner.Ended();
    }

    private static DateTimeOffset ExpiryOf(ClaimsPrincipal user) =>
        long.TryParse(user.FindFirstValue(JwtRegisteredClaimNames.Exp), CultureInfo.InvariantCulture, out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : DateTimeOffset.MinValue;

    private sealed class Owner(Key key, DateTimeOffset expiresAt, Action ended)
    {
        private volatile bool _hasBegun;

        public Key Key => key;
        public DateTimeOffset ExpiresAt => expiresAt;
        public Action Ended => ended;

        /// <summary>Whether the connection runs; it ends its entry itself then.</summary>
        public bool HasBegun
        {
            get => _hasBegun;
            set => _hasBegun = value;
        }
    }

    /// <summary>Whose a connection is: a session of a subject, on one hub.</summary>
    private sealed record Key(string Hub, string Workspace, string Subject, string Session)
    {
        public static Key Of(HttpContext http) => new(
            (http.Request.Path.Value ?? "").TrimEnd('/').ToLowerInvariant(), http.User.FindFirstValue(Tokens.WorkspaceClaim) ?? "",
            http.User.Identity?.Name ?? "",
            Tokens.SessionOf(http.User));
    }
}

/// <summary>The framework's handler of a hub's connections, which runs each one under its owner's token.</summary>
internal sealed class OwnedConnectionHandler<THub>(
    ConnectionOwners owners, HubLifetimeManager<THub> lifetimes, IHubProtocolResolver protocols, IOptions<HubOptions> options,
    IOptions<HubOptions<THub>> ofHub, ILoggerFactory log, IUserIdProvider users, Microsoft.Extensions.DependencyInjection.IServiceScopeFactory scopes)
    : HubConnectionHandler<THub>(lifetimes, protocols, options, ofHub, log, users, scopes)
    where THub : Hub
{
    public override Task OnConnectedAsync(ConnectionContext connection) => owners.RunAsync(connection, base.OnConnectedAsync);
}
