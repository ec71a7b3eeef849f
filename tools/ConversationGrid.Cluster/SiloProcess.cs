using System.Diagnostics;
using System.Globalization;

namespace ConversationGrid.Cluster;

/// <summary>How a silo is started.</summary>
/// <param name="Host">The host's program.</param>
/// <param name="Address">Where it serves clients.</param>
/// <param name="Settings">Configuration for its command line.</param>
internal sealed record SiloStart(string Host, Uri Address, string? Connection, IReadOnlyList<string> Settings)
{
    /// <summary>Words before the command that replace themselves by it, e.g. to run it in another network namespace.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Whether it has the demo workspace, beside what the settings say.</summary>
    public bool HasDemo { get; init; } = true;

    /// <summary>Beside what this process has.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets each line that the silo writes; null leaves them on the console.</summary>
    public Action<string>? Output { get; init; }
}

/// <summary>One silo as a process of its own.</summary>
internal sealed class SiloProcess : IDisposable
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(90);
    private readonly Process _process;

    private SiloProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static SiloProcess Start(SiloStart silo)
    {
        string[] demo = silo.HasDemo ? ["--Grid:Demo:Enabled", "true"] : [];
        string[] command = [.. silo.Before, "dotnet", silo.Host, "--urls", silo.Address.GetLeftPart(UriPartial.Authority), .. demo, .. silo.Settings];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardOutput = silo.Output is not null,
            RedirectStandardError = silo.Output is not null,
        };
        foreach (var (name, value) in silo.Environment) start.Environment[name] = value;
        // A connection string holds a password: the environment is read by its owner only, a command line by everyone.
        if (silo.Connection is not null) start.Environment["Grid__Postgres__ConnectionString"] = silo.Connection;
        var process = Process.Start(start) ?? throw new InvalidOperationException("The host did not start.");
        if (silo.Output is { } output)
        {
            process.OutputDataReceived += (_, line) => Pass(line.Data, output);
            process.ErrorDataReceived += (_, line) => Pass(line.Data, output);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        return new(process, silo.Address);
    }

    /// <exception cref="InvalidOperationException">It ended, or did not become ready in time.</exception>
    public async Task WaitReadyAsync(TimeProvider time, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < ReadyTimeout)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The silo on port {Address.Port} ended with {_process.ExitCode} before it was ready.");
            try
            {
                using var answer = await client.GetAsync(new Uri(Address, "/health/ready"), stop);
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, stop);
        }
        throw new InvalidOperationException($"The silo on port {Address.Port} was not ready within {ReadyTimeout.TotalSeconds} s.");
    }

    /// <param name="signal">As <c>kill</c> names it, e.g. <c>TERM</c>.</param>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public Task WaitForExitAsync(CancellationToken cancel) => _process.WaitForExitAsync(cancel);

    /// <summary>SIGKILL, also to what it started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public void Dispose() => _process.Dispose();

    private static void Pass(string? line, Action<string> output)
    {
        if (line is not null) output(line);
    }
}
