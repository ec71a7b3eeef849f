using ConversationGrid.Engine.Entities;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Engine.Following;

/// <summary>Reads the whole journal once for all that is folded from it, and then follows it: a moment behind, never wrong.</summary>
public sealed partial class JournalFollower(IJournal journal, IEnumerable<IJournalFold> folds, EngineOptions options, TimeProvider time, ILogger<JournalFollower> log)
{
    private const int ReadMax = 2_000;

    private readonly IReadOnlyList<IJournalFold> _folds = [.. folds];
    private GlobalPosition _position;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await ReadOnAsync(cancel);
                await Task.Delay(options.FollowEvery, time, cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
            catch (JournalUnavailableException failure)
            {
                FollowFailed(log, failure);
                await Task.Delay(options.FollowRetry, time, cancel);
            }
        }
    }

    /// <summary>Reads on to the end of the journal. One caller at a time.</summary>
    /// <exception cref="JournalUnavailableException">The store did not answer; what was read stays.</exception>
    public async Task ReadOnAsync(CancellationToken cancel = default)
    {
        for (var more = true; more;)
        {
            var page = await journal.ReadAllAsync(_position, ReadMax, cancel);
            foreach (var e in page)
                Apply(e);
            if (page.Count > 0) _position = page[^1].Position;
            more = page.Count == ReadMax;
        }
    }

    /// <summary>One event that cannot be read or folded costs its own stream a figure, and nobody else anything.</summary>
    private void Apply(GlobalEvent e)
    {
        if (e.Committed.Event is UnreadableEvent unreadable) Unreadable(log, e.Stream, e.Committed.Seq, unreadable.Type);
        foreach (var fold in _folds)
        {
            try
            {
                fold.Apply(e);
            }
            catch (Exception failure)
            {
                ApplyFailed(log, e.Stream, e.Committed.Seq, fold.GetType().Name, failure);
            }
        }
    }

    [LoggerMessage(1030, LogLevel.Warning, "The journal could not be followed; trying again.")]
    private static partial void FollowFailed(ILogger log, Exception failure);

    [LoggerMessage(1031, LogLevel.Error, "{Stream}: event {Seq} is a '{Type}' that this version cannot read; what is folded goes on without it.")]
    private static partial void Unreadable(ILogger log, LoggedStream stream, long seq, string type);

    [LoggerMessage(1032, LogLevel.Error, "{Stream}: event {Seq} could not be folded into {Fold}; it goes on without it.")]
    private static partial void ApplyFailed(ILogger log, LoggedStream stream, long seq, string fold, Exception failure);
}
