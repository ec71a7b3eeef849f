using System.Diagnostics;

namespace ConversationGrid.Benchmarks.Servers;

/// <summary>A server in a process of its own on a loopback port, started, awaited and stopped.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly Queue<string> _tail = new();

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <param name="program">The dll.</param>
    /// <param name="options">Settings of the runtime, the same for everyone.</param>
    public static async Task<ServerProcess> StartAsync(string program, IReadOnlyList<string> arguments, Uri address, BenchOptions options, TimeProvider time)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add(address.GetLeftPart(UriPartial.Authority));
        start.Environment["DOTNET_gcServer"] = "0"; // Two cores: the same collector for everyone.
        if (options.FullJit) start.Environment["DOTNET_TieredCompilation"] = "0";
        if (options.Spin is { } limit)
            start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = limit.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        var server = new ServerProcess(process, address);
        process.OutputDataReceived += (_, e) => server.Remember(e.Data);
        process.ErrorDataReceived += (_, e) => server.Remember(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await server.WaitUntilReadyAsync(time);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using var term = Process.Start("kill", ["-TERM", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await term.WaitForExitAsync();
            using var patience = new CancellationTokenSource(_stopTimeout);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync(TimeProvider time)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < _startTimeout)
        {
            if (_process.HasExited) throw new InvalidOperationException($"The server ended at once: {Tail()}");
            try
            {
                using var answer = await http.GetAsync(new Uri(Address, "/health/ready"));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, CancellationToken.None);
        }
        throw new TimeoutException($"The server was not ready after {_startTimeout.TotalSeconds} s: {Tail()}");
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        lock (_tail)
        {
            _tail.Enqueue(line);
            while (_tail.Count > 20) _tail.Dequeue();
        }
    }

    private string Tail()
    {
        lock (_tail) return string.Join(" | ", _tail);
    }
}
