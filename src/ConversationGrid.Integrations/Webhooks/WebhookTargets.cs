using System.Net;
using System.Net.Sockets;
using ConversationGrid.Engine.Outbound;

namespace ConversationGrid.Integrations.Webhooks;

/// <summary>Which addresses hooks may lead to: the public internet over https, and what the configuration allows.</summary>
internal sealed class WebhookTargets(WebhookOptions options)
{
    private const int LengthMax = 2_000;
    private static readonly TimeSpan ResolveWithin = TimeSpan.FromSeconds(3);

    private readonly CheckedConnections _connections = new((host, port, address) => IsAllowed(options, host, port, address));

    /// <summary>A handler that connects to nothing else, at every attempt.</summary>
    public SocketsHttpHandler Handler()
    {
        var handler = _connections.Handler(keepFor: TimeSpan.FromMinutes(1));
        // The answer's status is all that is wanted: a body is not read, and a long one ends the connection.
        handler.MaxResponseDrainSize = 16 * 1_024;
        handler.ResponseDrainTimeout = TimeSpan.FromSeconds(1);
        handler.MaxResponseHeadersLength = 16;
        return handler;
    }

    /// <summary>What is wrong with an address; null: nothing. A name that is not known now may be later.</summary>
    public async Task<string?> WhatIsWrongAsync(string? url, CancellationToken cancel)
    {
        if (url is not { Length: > 0 and <= LengthMax } || !Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Host.Length == 0)
            return $"url is an address of at most {LengthMax} characters, with https:// before it.";
        if (target.Scheme is not ("http" or "https")) return "url begins with https://.";
        if (target.UserInfo.Length > 0) return "url has no name or password in it.";
        if (target.Fragment.Length > 0) return "url has nothing behind a #.";
        using var within = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        within.CancelAfter(ResolveWithin);
        try
        {
            var addresses = await _connections.ResolveAsync(target.IdnHost, target.Port, within.Token);
            return target.Scheme == "https" || addresses.All(address => IsAllowed(options, target.IdnHost, target.Port, address)) ? null
                : "Events are sent in clear: an address that is not this machine's begins with https://.";
        }
        catch (AddressRefusedException)
        {
            return "url leads to an address that is not on the public internet (Grid:Webhooks:InnerHosts, Grid:Webhooks:AllowLoopback).";
        }
        catch (Exception unknown) when (unknown is SocketException or IOException || (unknown is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return target.Scheme == "https" ? null : "The name of url is not known, and in clear nothing is sent to the internet: begin with https://.";
        }
    }

    private static bool IsAllowed(WebhookOptions options, string host, int port, IPAddress address) =>
        (options.AllowLoopback == true && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        || options.InnerHosts.Contains($"{host}:{port}", StringComparer.OrdinalIgnoreCase);
}
