using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ConversationGrid.Fuzz.Hosts;

/// <summary>
/// The real host as a process of its own with a demo workspace; its log is watched for errors, its memory can be read. It ends with this
/// process, also when that is interrupted or told to terminate.
/// </summary>
internal sealed class AttackedHost : IAsyncDisposable
{
    private const int ErrorsKept = 20;
    private const int LinesPerError = 12;
    private const int TailKept = 40;

    private readonly string _folder = Directory.CreateTempSubdirectory("grid-fuzz-").FullName;
    private readonly Process _process;
    private readonly PosixSignalRegistration[] _signals;
    private readonly Queue<string> _tail = new();
    private readonly List<string> _errors = [];
    private int _errorCount;
    private int _following;

    private AttackedHost(Uri address, IEnumerable<string> settings, string? clients)
    {
        Address = address;
        var bin = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var program = Environment.GetEnvironmentVariable("GRID_HOST")
            ?? Path.GetFullPath(Path.Combine(bin, "..", "..", "ConversationGrid.Silo", Path.GetFileName(bin), "ConversationGrid.Silo.dll"));
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            WorkingDirectory = _folder };
        string[] own =
        [
            program, "--urls", address.ToString(), "--Grid:Demo:Enabled", "true", "--Grid:Demo:AgentCapacity", "100", "--Grid:Data:Path",
            Path.Combine(_folder, "data"),
            "--Grid:Clients:Path", clients ?? Path.Combine(_folder, "none"),
        ];
        foreach (var argument in own.Concat(settings)) start.ArgumentList.Add(argument);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        _process.OutputDataReceived += (_, line) => OnLine(line.Data);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        // The signal then ends this process, as it would without us.
        _signals =
            [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, _ => End()))];
    }

    public Uri Address { get; }
    public bool HasExited => _process.HasExited;
    public TimeSpan ProcessorTime => HasExited ? default : Refreshed().TotalProcessorTime;
    public long MemoryBytes => HasExited ? 0 : Refreshed().WorkingSet64;
    public int ErrorCount => Volatile.Read(ref _errorCount);

    /// <summary>Limits so high that fuzz reaches the methods behind them.</summary>
    public static string[] Unlimited { get; } =
    [
        "--Grid:Gateway:CallsPerSecondPerConnection", "100000", "--Grid:Gateway:CallsBurstPerConnection", "1000000", "--Grid:Gateway:CallsPerSecondPerUser",
        "1000000",
        "--Grid:Gateway:SessionsPerSecondPerAddress", "100000", "--Grid:Gateway:SessionsBurstPerAddress", "1000000",
        "--Grid:Quotas:ConversationsPerCustomer", "1000000", "--Grid:Quotas:HandoversPerCustomer", "1000000",
        "--Grid:Quotas:BytesPerDayPerCustomer", "2000000000",
        "--Grid:Gateway:RequestsPerSecondPerAddress", "1000000",
        "--Grid:Gateway:RefusedSignInTakes", "00:00:00",
    ];

    public static async Task<AttackedHost> StartAsync(IEnumerable<string> settings, string? clients = null)
    {
        var host = new AttackedHost(new($"http://127.0.0.1:{FreePort()}"), settings, clients);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var i = 0; i < 900; i++)
        {
            if (host.HasExited) throw new InvalidOperationException($"The host ended at once:\n{host.Tail()}");
            try
            {
                if ((await http.GetAsync(new Uri(host.Address, "/health/ready"))).IsSuccessStatusCode) return host;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, CancellationToken.None);
        }
        await host.DisposeAsync();
        throw new TimeoutException($"The host was not ready within 90 seconds:\n{host.Tail()}");
    }

    /// <summary>What the host logged as an error or worse.</summary>
    public IReadOnlyList<string> Errors()
    {
        lock (_errors)
            return [.. _errors];
    }

    public string Tail()
    {
        lock (_tail)
            return string.Join('\n', _tail);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var signal in _signals) signal.Dispose();
        End();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Address} ({MemoryBytes >> 20} MiB)");

    private void End()
    {
        lock (_signals)
        {
            if (!Directory.Exists(_folder)) return;
            _process.Kill();
            _process.WaitForExit();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    private void OnLine(string? line)
    {
        if (line is null) return;
        lock (_tail)
        {
            _tail.Enqueue(line);
            if (_tail.Count > TailKept) _tail.Dequeue();
        }
        var isError = line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal)
            || line.StartsWith("Unhandled exception", StringComparison.Ordinal);
        if (isError) Interlocked.Increment(ref _errorCount);
        lock (_errors)
        {
            // The lines behind the first say what and where.
            if (isError && _errors.Count < ErrorsKept)
            {
                _errors.Add(line);
                _following = LinesPerError;
            }
            else if (!isError && _following-- > 0)
            {
                _errors[^1] += $"\n{line}";
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
