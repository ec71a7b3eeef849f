using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Journal.Postgres;

/// <summary>
/// Keeps the process's wall clock by that of the database, which all processes of the grid ask. It is read before anything starts, and again
/// every <see cref="PostgresJournalOptions.ReadClockEvery"/>; between two readings, and while the database does not answer, the steady clock counts.
/// </summary>
internal sealed partial class PostgresTime(PostgresStore store, SharedTime time, PostgresJournalOptions options, ILogger<PostgresTime> log) : BackgroundService,
    IHostedLifecycleService
{
    /// <summary>The first answers come over fresh connections, so the quickest of a few is taken.</summary>
    private const int FirstReadings = 4;

    private static readonly TimeSpan WorthAWord = TimeSpan.FromSeconds(1);

    public async Task StartingAsync(CancellationToken cancel)
    {
        var best = await ReadAsync(cancel);
        for (var i = 1; i < FirstReadings; i++)
        {
            var next = await ReadAsync(cancel);
            if (next.Answered - next.Asked < best.Answered - best.Asked) best = next;
        }
        Take(best);
    }

    public Task StartedAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(options.ReadClockEvery, time);
        while (await timer.WaitForNextTickAsync(cancel))
        {
            try
            {
                Take(await ReadAsync(cancel));
            }
            catch (JournalUnavailableException)
            {
                // The steady clock goes on; the store itself says that it does not answer.
            }
        }
    }

    private async Task<Reading> ReadAsync(CancellationToken cancel)
    {
        var asked = time.GetTimestamp();
        var said = await store.ReadClockAsync(cancel);
        return new(said, asked, time.GetTimestamp());
    }

    private void Take(Reading reading)
    {
        var ahead = time.Take(reading.Said, reading.Asked, reading.Answered);
        if (ahead.Duration() > WorthAWord) ClocksApart(log, ahead);
    }

    [LoggerMessage(2030, LogLevel.Warning, "The time here was {Ahead} ahead of the database's. That of "
        + "the database counts; look after the clocks of both machines.")]
    private static partial void ClocksApart(ILogger log, TimeSpan ahead);

    private readonly record struct Reading(DateTimeOffset Said, long Asked, long Answered);
}
