using System.Net;
using System.Net.Sockets;

namespace ConversationGrid.Engine.Outbound;

/// <summary>Tells addresses of the public internet from all others: this machine, private networks, link-local ones with their metadata services, and what only
/// wraps such a one.</summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] Inner =
    [
        .. ((string[])["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"]).Select(IPNetwork.Parse),
    ];

    /// <summary>Of IPv6 only what is given out for the internet is public, and none of what carries an IPv4 address within, is documentation or a
    /// benchmark.</summary>
    private static readonly IPNetwork Internet6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] Special6 = [.. ((string[])["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]).Select(IPNetwork.Parse)];

    /// <summary>Whether an address is one of the public internet.</summary>
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Inner.Any(network => network.Contains(address)),
            AddressFamily.InterNetworkV6 => Internet6.Contains(address) && !Special6.Any(network => network.Contains(address)),
            _ => false,
        };
    }
}
