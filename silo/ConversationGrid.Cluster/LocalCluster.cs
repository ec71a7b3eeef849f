using System.Diagnostics;
using System.Globalization;
using ConversationGrid.Journal.Postgres;

namespace ConversationGrid.Cluster;

/// <summary>
/// Several silos on one machine, on a private PostgreSQL unless one is named. It ends only what it started: a signal drains the silos,
/// then stops the database. A silo that dies is reported and not replaced, so that a fault can be watched.
/// </summary>
internal sealed class LocalCluster(ClusterArguments arguments, TimeProvider time, TextWriter output)
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        await using var postgres = arguments.Postgres is null ? await PrivatePostgres.StartAsync("data/postgres", time, cancel: stop) : null;
        var connection = arguments.Postgres ?? await postgres!.CreateDatabaseAsync("grid", stop);
        if (postgres is not null) await output.WriteLineAsync($"PostgreSQL: 127.0.0.1:{postgres.Port}, data in {postgres.Folder}");

        var silos = new List<Process>();
        try
        {
            for (var i = 0; i < arguments.Silos; i++)
            {
                silos.Add(Start(i, connection));
                await output.WriteLineAsync($"silo {i}: http://127.0.0.1:{arguments.BasePort + i} (process {silos[i].Id})");
                // One after another: the first one makes the tables, and the ports speak in the order of the list.
                await WaitReadyAsync(arguments.BasePort + i, silos[i], stop);
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

    private Process Start(int index, string connection)
    {
        var port = arguments.BasePort + index;
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        string[] settings =
        [
            arguments.Host, "--urls", $"http://127.0.0.1:{port}", "--Grid:Demo:Enabled", "true", .. arguments.Rest,
        ];
        foreach (var setting in settings)
            start.ArgumentList.Add(setting);
        // A connection string holds a password: the environment is read by its owner only, a command line by everyone.
        start.Environment["Grid__Postgres__ConnectionString"] = connection;
        return Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
    }

    private async Task WaitReadyAsync(int port, Process silo, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < ReadyTimeout)
        {
            if (silo.HasExited) throw new InvalidOperationException($"The silo on port {port} ended with {silo.ExitCode} before it was ready.");
            try
            {
                using var answer = await client.GetAsync($"http://127.0.0.1:{port}/health/ready", stop);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, stop);
        }
        throw new InvalidOperationException($"The silo on port {port} was not ready within {ReadyTimeout.TotalSeconds} s.");
    }

    private async Task ReportEndAsync(Process silo, int index, CancellationToken stop)
    {
        await silo.WaitForExitAsync(stop);
        await output.WriteLineAsync($"silo {index} (process {silo.Id}) ended with {silo.ExitCode}.");
    }

    private async Task DrainAsync(List<Process> silos)
    {
        foreach (var silo in silos.Where(s => !s.HasExited))
            using (var kill = Process.Start("kill", ["-TERM", Text(silo.Id)]))
                await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(DrainTimeout, time);
        foreach (var silo in silos)
        {
            try
            {
                await silo.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                silo.Kill(entireProcessTree: true);
            }
            silo.Dispose();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
