using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Demo;

/// <summary>Where the demo may run: its staff have a password that everybody knows, so only this machine reaches it.</summary>
public static class DemoPlace
{
    /// <summary>Refuses to go on where the demo would be reached from elsewhere with the secrets that everybody knows.</summary>
    /// <exception cref="OptionsValidationException">The message names the address and the keys.</exception>
    public static void Check(IConfiguration configuration)
    {
        var options = configuration.GetSection("Grid:Demo").Get<DemoOptions>() ?? new();
        var known = new DemoOptions();
        if (!options.Enabled || options.AnyAddress || (options.Password != known.Password && options.IdentitySecret != known.IdentitySecret)) return;
        if (Addresses(configuration).FirstOrDefault(address => !IsLoopback(address)) is not { } open) return;
        throw new OptionsValidationException("Grid:Demo", typeof(DemoOptions),
        [
            $"Grid:Demo:Enabled: the demo does not listen on '{open}', because everybody knows the password of its administrators. Use a loopback address " +
            "(--urls http://127.0.0.1:5080), or switch it off, or set Grid:Demo:Password and Grid:Demo:IdentitySecret.",
        ]);
    }

    /// <summary>Whether this machine alone reaches the host.</summary>
    public static bool IsLoopbackOnly(IConfiguration configuration) => Addresses(configuration).All(IsLoopback);

    /// <summary>Every way in which an address to listen on is configured.</summary>
    internal static IEnumerable<string> Addresses(IConfiguration configuration)
    {
        foreach (var address in (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return address;
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
            if (endpoint["Url"] is { Length: > 0 } url) yield return url;
        // Ports alone mean every address of the machine; they count only where no address is given.
        if (string.IsNullOrEmpty(configuration["urls"]))
            foreach (var key in (string[])["http_ports", "https_ports"])
                if (configuration[key] is { Length: > 0 } ports) yield return $"*:{ports}";
    }

    internal static bool IsLoopback(string address)
    {
        if (address.StartsWith("http://unix:", StringComparison.OrdinalIgnoreCase)) return true;
        var from = address.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? scheme + 3 : 0;
        var rest = address[from..].Split('/')[0];
        var host = rest.StartsWith('[') ? rest[1..Math.Max(1, rest.IndexOf(']'))] : rest.Split(':')[0];
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
    }
}
