using System.Collections.Concurrent;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Which staff look at which conversation from this process, so that colleagues see each other there before they collide. Told as
/// <c>presence</c> pushes, to staff alone: a client announces itself when it opens, and the clients that are there answer.
/// </summary>
internal sealed partial class Viewers(IServiceProvider services, ILogger<Viewers> log)
{
    private readonly ConcurrentDictionary<StreamId, ConcurrentDictionary<string, Actor>> _viewers = new();

    /// <summary>Late, because the grid publishes to what this answers.</summary>
    private IGrid Grid => services.GetRequiredService<IGrid>();

    /// <summary>A connection opened a conversation.</summary>
    public Task OpenAsync(StreamId stream, string connectionId, Actor viewer)
    {
        _viewers.GetOrAdd(stream, _ => new())[connectionId] = viewer;
        return TellAsync(stream, viewer, ViewerState.Opened);
    }

    /// <summary>A connection left it.</summary>
    public Task LeaveAsync(StreamId stream, string connectionId)
    {
        if (!_viewers.TryGetValue(stream, out var here) || !here.TryRemove(connectionId, out var viewer)) return Task.CompletedTask;
        if (here.IsEmpty) _viewers.TryRemove(new(stream, here));
        // The same person may look at it from another window.
        return here.Values.Any(v => v.Id == viewer.Id) ? Task.CompletedTask : TellAsync(stream, viewer, ViewerState.Left);
    }

    /// <summary>A connection ended.</summary>
    public async Task DisconnectAsync(string connectionId)
    {
        foreach (var (stream, here) in _viewers)
            if (here.ContainsKey(connectionId)) await LeaveAsync(stream, connectionId);
    }

    /// <summary>Somebody opened it: those who look at it from here say that they do. Returns at once.</summary>
    public void OnSignal(StreamId stream, Signal signal)
    {
        if (signal is not ViewerSignal { State: ViewerState.Opened } || !_viewers.TryGetValue(stream, out var here)) return;
        foreach (var viewer in here.Values.Where(v => v.Id != signal.SenderId).DistinctBy(v => v.Id)) _ = AnswerAsync(stream, viewer);
    }

    private async Task AnswerAsync(StreamId stream, Actor viewer)
    {
        // Off the turn on which the signal came.
        await Task.Yield();
        await TellAsync(stream, viewer, ViewerState.Viewing);
    }

    private async Task TellAsync(StreamId stream, Actor viewer, ViewerState state)
    {
        try
        {
            await Grid.SignalAsync(stream, new ViewerSignal(stream.Id.Id, viewer, state));
        }
        catch (Exception failure)
        {
            // A sign of a colleague is a courtesy; the next one who opens asks again.
            NotTold(log, stream, failure);
        }
    }

    [LoggerMessage(4002, LogLevel.Debug, "Viewers of {Stream} were not told.")]
    private static partial void NotTold(ILogger log, LoggedStream stream, Exception failure);
}
