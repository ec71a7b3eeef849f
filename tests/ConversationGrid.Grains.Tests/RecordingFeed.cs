using System.Collections.Concurrent;
using ConversationGrid.Contracts;

namespace ConversationGrid.Grains.Tests;

/// <summary>Another process's end of its watches.</summary>
internal sealed class RecordingFeed : IEventFeed
{
    public ConcurrentQueue<(StreamId Stream, Committed Event)> Seen { get; } = new();

    public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
    {
        foreach (var e in events) Seen.Enqueue((stream, e));
    }

    public void OnSignal(StreamId stream, Signal signal)
    {
    }
}
