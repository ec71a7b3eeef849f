using ConversationGrid.Contracts;

namespace ConversationGrid.Grains.Watches;

/// <summary>A process that watches entities of other processes.</summary>
[Alias("grid.feed")]
internal interface IFeedObserver : IGrainObserver
{
    /// <summary>Delivers what happened to watched entities, in order. The sender waits for the answer before it sends more.</summary>
    /// <param name="lost">Whether something before this could not be delivered: a gap that the journal fills.</param>
    [Alias("deliver")]
    Task DeliverAsync([Immutable] FeedItem[] items, bool lost);
}

/// <summary>Something about one watched entity: events, something fleeting, or the end of the watch.</summary>
/// <param name="Stream">The journal's key of the stream.</param>
/// <param name="First">Sequence number of the first event; the others follow without holes.</param>
/// <param name="Trace">The span behind it (W3C traceparent); null where it is not traced.</param>
[GenerateSerializer, Immutable, Alias("grid.feedItem")]
internal sealed record FeedItem(
    [property: Id(0)] string Stream, [property: Id(1)] long First, [property: Id(2)] DomainEvent[]? Events, [property: Id(3)] Signal? Signal,
    [property: Id(4)] string? Trace = null);
