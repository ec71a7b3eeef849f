using ConversationGrid.Contracts;

namespace ConversationGrid.Grains.Watches;

/// <summary>One process's end of a watch, as an activation sees it.</summary>
internal interface IWatcher : IEventFeed
{
    void OnWatchEnded(StreamId stream);
}
