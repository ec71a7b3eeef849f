using ConversationGrid.Cluster;
using ConversationGrid.Commands;

var (configuration, rest) = ConfigurationArguments.Split(args);
// A second signal finds nothing left to do; the first one drains every silo.
return await ClusterArguments.Command(configuration, RunAsync).RunAsync(rest, stopsItself: true);

static async Task<int> RunAsync(ClusterArguments arguments, CancellationToken stop)
{
    try
    {
        return await new LocalCluster(arguments, TimeProvider.System, Console.Out).RunAsync(stop);
    }
    catch (Exception failure) when (failure is ConversationGrid.LocalPostgres.PostgresSetupException or InvalidOperationException)
    {
        Console.Error.WriteLine(failure.Message);
        return 1;
    }
}
