using System.Net;
using System.Net.Sockets;

namespace ConversationGrid.Engine.Outbound;

/// <summary>
/// Connections to addresses that somebody else named, which must not reach what only this machine or its network can: names are resolved here, every address
/// that a name resolves to must be allowed, and the connection goes to the very address that was checked. No redirects, no proxy, no cookies, no credentials.
/// </summary>
/// <param name="allows">Whether a host and port may be reached although an address of it is not public.</param>
/// <param name="resolve">Resolves names.</param>
public sealed class CheckedConnections(
    Func<string, int, IPAddress, bool> allows, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    /// <summary>A handler that connects so.</summary>
    /// <param name="keepFor">How long a connection is used again. Its address was checked when it was made.</param>
    public SocketsHttpHandler Handler(TimeSpan keepFor) => new()
    {
        AllowAutoRedirect = false, UseProxy = false, UseCookies = false, PooledConnectionLifetime = keepFor, ConnectCallback = ConnectAsync,
    };

    /// <summary>The addresses of a host, all of them allowed.</summary>
    /// <exception cref="AddressRefusedException">One of them is neither public nor allowed.</exception>
    /// <exception cref="SocketException">The name is not known.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, int port, CancellationToken cancel)
    {
        var addresses = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await _resolve(host, cancel);
        if (addresses.Length == 0) throw new IOException("The name has no address.");
        // One inner address among public ones is enough: which of them is taken would be somebody else's choice.
        return addresses.All(address => PublicAddress.Is(address) || allows(host, port, address)) ? addresses : throw new AddressRefusedException();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancel);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address is not on the public internet, and nothing allows it.</summary>
public sealed class AddressRefusedException() : Exception("It leads to an address that is not on the public internet.");
