using System.Runtime.InteropServices;
using ConversationGrid.Cluster;

// ./grid cluster N [--postgres CONN] [--base-port P] [--Grid:Key:Sub value]...   (the launcher puts the host's program in front)
const string Usage = "usage: ./grid cluster N [--postgres CONNECTION] [--base-port 5080] [--Grid:Key:Sub value]...   N silos on PostgreSQL, ports P, P+1, ...";

if (args.Length < 2 || args[1] is "--help" or "-h")
{
    Console.WriteLine(Usage);
    return args.Length >= 2 ? 0 : 2;
}
if (!ClusterArguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine($"{problem}\n{Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
// A second signal finds nothing left to do; the first one drains every silo.
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
try
{
    return await new LocalCluster(arguments, TimeProvider.System, Console.Out).RunAsync(stop.Token);
}
catch (Exception failure) when (failure is ConversationGrid.LocalPostgres.PostgresSetupException or InvalidOperationException)
{
    Console.Error.WriteLine(failure.Message);
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
