using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Demo.Traffic;

/// <summary>How far the demo's traffic is.</summary>
/// <param name="Planned">Conversations of this run.</param>
/// <param name="Started">Of these, how many began.</param>
/// <param name="Finished">Of these, how many are over.</param>
public sealed record TrafficStatus(bool Running, int Planned, int Started, int Finished, DateTimeOffset? StartedAt);

/// <summary>
/// Sends written dialogues through the engine as customers of the demo workspace, one run at a time in this process. A run starts its
/// conversations evenly over <see cref="DemoOptions.TrafficFor"/> and ends for certain <see cref="LongestPlay"/> later.
/// </summary>
internal sealed partial class DemoTraffic(
    IGrid grid, IJournal journal, WorkspaceDirectory workspaces, IOptions<DemoOptions> options, TimeProvider time, ILogger<DemoTraffic> log) : IHostedService,
    IDisposable
{
    /// <summary>Who is played beside the customers.</summary>
    private const string ColleagueId = "ben";
    private static readonly TimeSpan LongestPlay = TimeSpan.FromMinutes(5);

    private readonly IReadOnlyList<DemoDialogue> _dialogues = DemoDialogue.ReadAll();
    private readonly Lock _lock = new();
    private Run? _run;
    private int _next;

    public TrafficStatus Status
    {
        get
        {
            lock (_lock)
                return _run is { } run ? new(!run.Task.IsCompleted, run.Planned, run.Started, run.Finished, run.StartedAt) : new(false, 0, 0, 0, null);
        }
    }

    /// <summary>Begins a run, unless one is under way.</summary>
    public TrafficStatus Start(int conversations)
    {
        lock (_lock)
        {
            if (_run is null or { Task.IsCompleted: true })
            {
                _run?.Dispose();
                var run = new Run(conversations, time.GetUtcNow(), new CancellationTokenSource(options.Value.TrafficFor + LongestPlay, time));
                run.Task = Task.Run(() => RunAsync(run));
                _run = run;
            }
        }
        return Status;
    }

    /// <summary>Ends the run: nobody new comes, and who is there leaves. Returns when all have left; without a run, at once.</summary>
    public async Task<TrafficStatus> StopAsync()
    {
        Run? run;
        lock (_lock)
            run = _run;
        if (run is { Task.IsCompleted: false })
        {
            await run.Stop.CancelAsync();
            await run.Task;
        }
        return Status;
    }

    Task IHostedService.StartAsync(CancellationToken cancel) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancel) => StopAsync().WaitAsync(cancel);

    public void Dispose() => _run?.Dispose();

    private async Task RunAsync(Run run)
    {
        var workspace = workspaces.Find(DemoWorkspace.Name)!;
        var colleague = new DemoColleague(grid, time, workspace, workspace.FindById(ColleagueId)!);
        var (plays, stop) = (new List<Task>(run.Planned), run.Stop.Token);
        try
        {
            await colleague.ArriveAsync(options.Value.TrafficFor + LongestPlay, stop);
            for (var i = 0; i < run.Planned; i++)
            {
                if (i > 0) await Task.Delay(options.Value.TrafficFor / run.Planned, time, stop);
                plays.Add(PlayAsync(run, colleague, _dialogues[_next++ % _dialogues.Count], stop));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: those who came leave by themselves.
        }
        catch (Exception failure)
        {
            TrafficFailed(log, failure);
        }
        await Task.WhenAll(plays);
        await QuietlyAsync(colleague.LeaveAsync);
    }

    private async Task PlayAsync(Run run, DemoColleague colleague, DemoDialogue dialogue, CancellationToken stop)
    {
        run.Begin();
        await QuietlyAsync(() => new DemoPlay(grid, journal, time, DemoWorkspace.Name, dialogue, colleague).RunAsync(stop));
        run.End();
    }

    /// <summary>One customer's trouble ends no run.</summary>
    private async Task QuietlyAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
        catch (Exception failure)
        {
            TrafficFailed(log, failure);
        }
    }

    [LoggerMessage(4090, LogLevel.Warning, "The demo's traffic met a failure; the rest of it goes on.")]
    private static partial void TrafficFailed(ILogger log, Exception failure);

    private sealed class Run(int planned, DateTimeOffset startedAt, CancellationTokenSource stop) : IDisposable
    {
        private int _started;
        private int _finished;

        public int Planned => planned;
        public DateTimeOffset StartedAt => startedAt;
        public CancellationTokenSource Stop => stop;
        public Task Task { get; set; } = Task.CompletedTask;
        public int Started => _started;
        public int Finished => _finished;

        public void Begin() => Interlocked.Increment(ref _started);
        public void End() => Interlocked.Increment(ref _finished);
        public void Dispose() => stop.Dispose();
    }
}
