namespace ConversationGrid.Client.Hubs;

/// <summary>Takes what a connection brings. Called by the thread that reads the wire, one call at a time: return quickly, never throw.</summary>
public interface IHubSink
{
    /// <param name="target">Name of the pushed method, UTF-8.</param>
    /// <param name="argument">JSON of its first argument, valid during the call.</param>
    void Push(HubSocket connection, ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument);

    /// <summary>The connection is over; every call that waited has failed already. Called once.</summary>
    void Closed(HubSocket connection, Exception? reason);
}
