using ConversationGrid.Grains.Hosting;

namespace ConversationGrid.Silo;

/// <summary>Settings of the cluster that follow from the host's other settings.</summary>
internal static class ClusterDefaults
{
    /// <summary>Silos find each other in the journal's database, unless the cluster names another one. Without PostgreSQL this silo is alone.</summary>
    public static void Apply(ClusterOptions cluster, IConfiguration configuration)
    {
        cluster.ConnectionString ??= configuration["Grid:Postgres:ConnectionString"];
        TakeStablePorts(cluster, configuration["urls"]);
    }

    /// <summary>
    /// Derives ports from the web port where none are set. They stay the same from start to start: a host that restarts after a crash at
    /// its old address replaces its dead entry at once; at a new address it would first wait until the other silos have declared it dead.
    /// </summary>
    private static void TakeStablePorts(ClusterOptions cluster, string? urls)
    {
        if (cluster.ConnectionString is null || !Uri.TryCreate(urls?.Split(';')[0], UriKind.Absolute, out var address) || address.Port == 0) return;
        if (cluster.SiloPort == 0) cluster.SiloPort = Shift(address.Port, 10_000);
        if (cluster.GatewayPort == 0) cluster.GatewayPort = Shift(address.Port, 20_000);

        static int Shift(int port, int by) => port + by <= ushort.MaxValue ? port + by : port - by;
    }
}
