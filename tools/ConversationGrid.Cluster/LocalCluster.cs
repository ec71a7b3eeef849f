using ConversationGrid.LocalPostgres;

namespace ConversationGrid.Cluster;

/// <summary>
/// Several silos on one machine, on a private PostgreSQL unless one is named. It ends only what it started: a signal drains the silos,
/// then stops the database. A silo that dies is reported and not replaced, so that a fault can be watched.
/// </summary>
internal sealed class LocalCluster(ClusterArguments arguments, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var postgres = arguments.Postgres is null ? await PrivatePostgres.StartAsync("data/postgres", time, cancel: stop) : null;
        var connection = arguments.Postgres ?? await postgres!.CreateDatabaseAsync("grid", stop);
        if (postgres is not null) await output.WriteLineAsync($"PostgreSQL: 127.0.0.1:{postgres.Port}, data in {postgres.Folder}");

        var silos = new List<SiloProcess>();
        try
        {
            for (var i = 0; i < arguments.Silos; i++)
            {
                silos.Add(Start(i, connection));
                await output.WriteLineAsync($"silo {i}: {silos[i].Address.GetLeftPart(UriPartial.Authority)} (process {silos[i].Id})");
                // One after another: the first one makes the tables, and the ports speak in the order of the list.
                await silos[i].WaitReadyAsync(time, stop);
            }
            await output.WriteLineAsync($"{arguments.Silos} silos are ready.");
            await Task.WhenAll(silos.Select((silo, i) => ReportEndAsync(silo, i, stop))).WaitAsync(stop);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        finally
        {
            await DrainAsync(silos);
        }
    }

    private SiloProcess Start(int index, string connection) =>
        SiloProcess.Start(
            new(arguments.Host, new($"http://127.0.0.1:{arguments.BasePort + index}"), connection, arguments.Rest) { HasDemo = arguments.HasDemo });

    private async Task ReportEndAsync(SiloProcess silo, int index, CancellationToken stop)
    {
        await silo.WaitForExitAsync(stop);
        await output.WriteLineAsync($"silo {index} (process {silo.Id}) ended with {silo.ExitCode}.");
    }

    private async Task DrainAsync(List<SiloProcess> silos)
    {
        foreach (var silo in silos.Where(s => !s.HasExited)) await silo.SignalAsync("TERM");
        using var patience = new CancellationTokenSource(DrainTimeout, time);
        foreach (var silo in silos)
        {
            try
            {
                await silo.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                silo.Kill();
            }
            silo.Dispose();
        }
    }
}
