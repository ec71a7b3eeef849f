using System.Text.Json;
using System.Threading.Channels;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Grains.Watches;

namespace ConversationGrid.Grains.Tests;

/// <summary>A process of another version, in a rolling upgrade: what it cannot read is a gap for it, and never the end of what it is sent.</summary>
public class RemoteWatcherTests
{
    private static readonly StreamId Stream = new(EntityKind.Conversation, new("demo", "c1"));
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task DeliveryThatCannotBeRead_IsAGap_AndTheNextOneSaysSo()
    {
        var other = new OtherVersion();
        var watcher = new RemoteWatcher(other);
        watcher.OnSignal(Stream, new PlaceSignal("c1", 1));
        Assert.False(await other.NextAsync());
        watcher.OnSignal(Stream, new PlaceSignal("c1", 2));
        Assert.True(await other.NextAsync());
        watcher.OnSignal(Stream, new PlaceSignal("c1", 3));
        Assert.False(await other.NextAsync());
    }

    /// <summary>Cannot read the first delivery.</summary>
    private sealed class OtherVersion : IFeedObserver
    {
        private readonly Channel<bool> _deliveries = Channel.CreateUnbounded<bool>();
        private int _count;

        /// <summary>Whether the next delivery says that something before it was lost.</summary>
        public async Task<bool> NextAsync() => await _deliveries.Reader.ReadAsync().AsTask().WaitAsync(Within);

        public Task DeliverAsync(FeedItem[] items, bool lost)
        {
            _deliveries.Writer.TryWrite(lost);
            return ++_count == 1 ? Task.FromException(new JsonException("This version knows no contract type 'placeSignal'.")) : Task.CompletedTask;
        }
    }
}
