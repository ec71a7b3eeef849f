using System.Collections.Concurrent;
using ConversationGrid.Domain.ServiceLevels;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Supervision;

/// <summary>Figures of the workspace's day and of the days before, kept for a moment: many look, and one reading of the store does for all.</summary>
internal sealed class TodayFigures(IReports reports, IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>How far objectives look back, in days.</summary>
    private const int DaysBack = 400;

    /// <summary>Days that are over hardly change any more.</summary>
    private static readonly TimeSpan DaysKept = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Kept<FiguresSince>> _today = new();
    private readonly ConcurrentDictionary<string, Kept<IReadOnlyList<DayFigures>>> _days = new();

    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public Task<FiguresSince> OfAsync(Workspace workspace, CancellationToken cancel)
    {
        var zone = workspace.Zone;
        var midnight = LocalDay.StartOf(LocalDay.Of(time.GetUtcNow(), zone), zone);
        return _today.GetOrAdd(workspace.Name, _ => new()).GetAsync(options.Value.BoardEvery, time, () => reports.SinceAsync(workspace.Name, midnight, cancel));
    }

    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    public Task<IReadOnlyList<DayFigures>> DaysAsync(Workspace workspace, CancellationToken cancel) =>
        _days.GetOrAdd(workspace.Name, _ => new()).GetAsync(
            DaysKept, time, () => reports.DaysAsync(workspace.Name, workspace.Zone, time.GetUtcNow().AddDays(-DaysBack), cancel));

    /// <summary>One answer, and when it was read. Answers that take long are kept longer, so that reading never takes more than a tenth of the time.</summary>
    private sealed class Kept<T> where T : class
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private T? _value;
        private long _readAt;
        private TimeSpan _took;

        public async Task<T> GetAsync(TimeSpan kept, TimeProvider time, Func<Task<T>> read)
        {
            await _turn.WaitAsync();
            try
            {
                var age = time.GetElapsedTime(_readAt);
                if (_value is not null && (age < kept || age < _took * 10)) return _value;
                var began = time.GetTimestamp();
                _value = await read();
                (_readAt, _took) = (time.GetTimestamp(), time.GetElapsedTime(began));
                return _value;
            }
            finally
            {
                _turn.Release();
            }
        }
    }
}
