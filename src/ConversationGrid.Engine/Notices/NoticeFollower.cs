using ConversationGrid.Contracts;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Notices;

/// <summary>Hears of the rare events that every process must know: settings, and sessions that ended.</summary>
public interface INoticed
{
    /// <summary>Takes an event. It returns at once; one that was heard already changes nothing.</summary>
    void Hear(StreamId stream, Committed committed);
}

/// <summary>
/// Looks in the journal for the rare events that every process must hear of, from the moment at which it starts. They have an index of their own, so that
/// looking costs the same however much else is written. It depends on no other process: who has lost a right loses it everywhere within a moment.
/// </summary>
public sealed partial class NoticeFollower(IJournalFeed feed, IEnumerable<INoticed> listeners, EngineOptions options, TimeProvider time,
    ILogger<NoticeFollower> log)
{
    private const int ReadMax = 500;

    private readonly IReadOnlyList<INoticed> _listeners = [.. listeners];
    private GlobalPosition? _position;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await ReadOnAsync(cancel);
                await Task.Delay(options.NoticesEvery, time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (JournalUnavailableException failure)
            {
                ReadFailed(log, failure);
                await Task.Delay(options.NoticesRetry, time, cancel);
            }
        }
    }

    /// <summary>Reads on to the end. The first call only notes where that is. One caller at a time.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer; what was read stays.</exception>
    public async Task ReadOnAsync(CancellationToken cancel = default)
    {
        _position ??= await feed.HeadAsync(cancel);
        for (var more = true; more;)
        {
            var page = await feed.NoticesAsync(_position.Value, ReadMax, cancel);
            foreach (var (_, stream, committed) in page)
                foreach (var listener in _listeners)
                    listener.Hear(stream, committed);
            if (page.Count > 0) _position = page[^1].Position;
            more = page.Count == ReadMax;
        }
    }

    [LoggerMessage(1030, LogLevel.Warning, "The journal could not be read for notices; trying again.")]
    private static partial void ReadFailed(ILogger log, Exception failure);
}
