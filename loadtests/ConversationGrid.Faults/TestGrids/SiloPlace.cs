using System.Globalization;
using ConversationGrid.Cluster;

namespace ConversationGrid.Faults.TestGrids;

/// <summary>A place for a silo: its process ends and is started again on the same address.</summary>
internal sealed class SiloPlace(int index, SiloStart start, string logFile, TimeProvider time) : IDisposable
{
    private readonly StreamWriter _log = new(logFile, append: true) { AutoFlush = true };
    private readonly Lock _gate = new();
    private SiloProcess? _process;
    private int _fenced;
    private bool _closed;

    public int Index => index;

    public Uri Address => start.Address;

    public bool IsAlive => _process is { HasExited: false };

    /// <summary>Writes of this silo that the journal refused because another activation had written since.</summary>
    public int Fenced => Volatile.Read(ref _fenced);

    /// <summary>Memory in use, in MiB.</summary>
    public double Rss => _process is null ? 0 : long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;

    public async Task StartAsync(CancellationToken cancel)
    {
        _process?.Dispose();
        _process = SiloProcess.Start(start with { Output = Write });
        await _process.WaitReadyAsync(time, cancel);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } process) return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    public Task SignalAsync(string signal) => _process is { HasExited: false } process ? process.SignalAsync(signal) : Task.CompletedTask;

    /// <summary>Its exit code, or null when it did not end in time.</summary>
    public async Task<int?> EndedAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience, time);
        try
        {
            await _process!.WaitForExitAsync(limit.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        lock (_gate)
        {
            _closed = true;
            _log.Dispose();
        }
    }

    private void Write(string line)
    {
        if (line.Contains("another activation wrote behind", StringComparison.Ordinal)) Interlocked.Increment(ref _fenced);
        lock (_gate)
        {
            if (!_closed) _log.WriteLine(line);
        }
    }
}
