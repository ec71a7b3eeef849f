using System.Globalization;

namespace ConversationGrid.Faults.TestGrids;

/// <summary>
/// A network namespace for each silo, joined by a bridge. Packets are dropped inside a silo's namespace, so a cut is silent: nobody is
/// told, connections just hear nothing more.
/// </summary>
internal sealed class Namespaces : IAsyncDisposable
{
    /// <summary>Where the namespaces find PostgreSQL.</summary>
    public const string Here = Net + "1";

    private const string Net = "10.213.77.";
    private const string Bridge = "gridfb";
    private const int FirstHost = 11;
    private readonly int _count;

    private Namespaces(int count) => _count = count;

    public static string? Missing => Shell.NotRoot ?? Shell.Missing(("ip", "iproute2"), ("nft", "nftables"));

    public static async Task<Namespaces> CreateAsync(int count)
    {
        var made = new Namespaces(count);
        await made.DisposeAsync(); // What a killed run left behind.
        await Shell.RunAsync("ip", "link", "add", Bridge, "type", "bridge");
        await Shell.RunAsync("ip", "addr", "add", Here + "/24", "dev", Bridge);
        await Shell.RunAsync("ip", "link", "set", Bridge, "up");
        for (var i = 0; i < count; i++) await AddAsync(i);
        return made;
    }

    public static string AddressOf(int index) => Net + (FirstHost + index).ToString(CultureInfo.InvariantCulture);

    /// <summary>Words that make a command run in there.</summary>
    public static string[] Inside(int index) => ["ip", "netns", "exec", Name(index)];

    /// <summary>Drops every packet from and to the addresses; none of them cuts it off from everything.</summary>
    public static async Task CutAsync(int index, IReadOnlyList<string> from)
    {
        string[] nft = [.. Inside(index), "nft"];
        var (source, target) = from.Count == 0 ? ("iif != lo", "oif != lo")
            : ($"ip saddr {{ {string.Join(", ", from)} }}", $"ip daddr {{ {string.Join(", ", from)} }}");
        await Shell.RunAsync([.. nft, "add", "table", "inet", "cut"]);
        await Shell.RunAsync([.. nft, "add chain inet cut in { type filter hook input priority 0; }"]);
        await Shell.RunAsync([.. nft, "add chain inet cut out { type filter hook output priority 0; }"]);
        await Shell.RunAsync([.. nft, $"add rule inet cut in {source} drop"]);
        await Shell.RunAsync([.. nft, $"add rule inet cut out {target} drop"]);
    }

    public static Task HealAsync(int index) => Shell.RunAsync([.. Inside(index), "nft", "delete", "table", "inet", "cut"]);

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < _count; i++) await Shell.TryAsync("ip", "netns", "del", Name(i));
        await Shell.TryAsync("ip", "link", "del", Bridge);
    }

    private static string Name(int index) => $"gridf{index}";

    private static async Task AddAsync(int index)
    {
        var (name, here, there) = (Name(index), $"gridfv{index}", $"gridfp{index}");
        await Shell.RunAsync("ip", "netns", "add", name);
        await Shell.RunAsync("ip", "link", "add", here, "type", "veth", "peer", "name", there);
        await Shell.RunAsync("ip", "link", "set", there, "netns", name);
        await Shell.RunAsync("ip", "link", "set", here, "master", Bridge);
        await Shell.RunAsync("ip", "link", "set", here, "up");
        await Shell.RunAsync("ip", "-n", name, "addr", "add", AddressOf(index) + "/24", "dev", there);
        await Shell.RunAsync("ip", "-n", name, "link", "set", there, "up");
        await Shell.RunAsync("ip", "-n", name, "link", "set", "lo", "up");
    }
}
