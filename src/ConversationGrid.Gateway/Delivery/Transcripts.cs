using System.Buffers;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>Reads what one audience may see of a conversation, with an unbroken chain of <c>prev</c>.</summary>
public sealed class Transcripts(IJournal journal, IOptions<GatewayOptions> options)
{
    private const int LookBack = 16;

    /// <summary>Events read from the journal at once: few at first, then as many as fit a page by what the first ones needed.</summary>
    private const int ReadFirst = 32;
    private const int ReadMin = 8;
    private const int ReadMax = 500;

    /// <summary>The next events behind <paramref name="after"/>, as many as a page holds.</summary>
    /// <param name="upTo">The last event that may be read; null: all.</param>
    /// <returns>The page, and how far the journal was read for it.</returns>
    internal async Task<Page> ReadAsync(StreamId stream, Audience viewer, long after, int limit, CancellationToken cancel, long? upTo = null)
    {
        var last = upTo ?? long.MaxValue;
        after = Math.Clamp(after, 0, last);
        var prev = await LastVisibleAsync(stream, viewer, after, cancel);
        var page = new Page(stream.Id.Id, viewer, prev, after, limit, options.Value.PageBytesMax, last);
        await FillAsync(stream, page, cancel);
        return page;
    }

    /// <summary>Reads on to the end of the stream, or until the page is full.</summary>
    internal async Task FillAsync(StreamId stream, Page page, CancellationToken cancel)
    {
        page.IsComplete = false;
        var count = ReadFirst;
        while (!page.IsFull)
        {
            var read = await journal.ReadAsync(stream, page.ReadTo, count, cancel);
            foreach (var (seq, e) in read)
            {
                if (page.IsFull || seq > page.UpTo) break;
                page.Add(seq, (ConversationEvent)e);
            }
            // What follows is not for this reader: the page ends, and the stream goes on.
            if (!page.IsFull && read.Count > 0 && read[^1].Seq > page.UpTo) return;
            if (read.Count < count && (read.Count == 0 || page.ReadTo == read[^1].Seq))
            {
                page.IsComplete = true;
                return;
            }
            count = Math.Clamp(page.EventsThatFit, ReadMin, ReadMax);
        }
        // The reader is told how much there is, or it would take a full page for all.
        page.Head = await LastVisibleAsync(stream, page.Viewer, page.UpTo, cancel);
    }

    /// <summary>The last event up to <paramref name="seq"/> that the audience may see; 0 if there is none.</summary>
    internal async Task<long> LastVisibleAsync(StreamId stream, Audience viewer, long seq, CancellationToken cancel)
    {
        while (seq > 0)
        {
            var read = await journal.ReadBackwardsAsync(stream, seq, LookBack, cancel);
            foreach (var (at, e) in read)
                if (viewer.Sees(Audiences.Of((ConversationEvent)e))) return at;
            if (read.Count < LookBack) return 0;
            seq = read[^1].Seq - 1;
        }
        return 0;
    }

    /// <summary>What was read: the events as JSON, and the chain's state behind them.</summary>
    internal sealed class Page(string conversationId, Audience viewer, long last, long readTo, int eventsMax, int bytesMax, long upTo)
    {
        private int _bytes;

        public Audience Viewer => viewer;

        /// <summary>The last event that may be read.</summary>
        public long UpTo => upTo;

        /// <summary>Whether nothing more goes into it.</summary>
        public bool IsFull => Events.Count >= eventsMax || _bytes >= bytesMax;

        /// <summary>Events for which there is room, if they are like those that are there.</summary>
        public int EventsThatFit =>
            (int)Math.Min(eventsMax - Events.Count, Events.Count == 0 ? eventsMax : (bytesMax - _bytes) / (_bytes / (double)Events.Count));

        public List<JsonElement> Events { get; } = [];

        /// <summary>The last event that the audience has seen after this page.</summary>
        public long Last { get; private set; } = last;

        /// <summary>The last event that there is for the audience, on this page or behind it.</summary>
        public long Head
        {
            get => Math.Max(field, Last);
            set;
        }

        /// <summary>The last event of the stream, visible or not, that went into it.</summary>
        public long ReadTo { get; private set; } = readTo;

        /// <summary>Whether the stream ended here when it was read.</summary>
        public bool IsComplete { get; set; }

        public void Add(long seq, ConversationEvent e)
        {
            ReadTo = seq;
            if (!viewer.Sees(Audiences.Of(e))) return;
            var buffer = new ArrayBufferWriter<byte>(512);
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = ContractsJson.Options.Encoder, SkipValidation = true }))
                EventWire.Write(json, conversationId, seq, Last, e, viewer);
            _bytes += buffer.WrittenCount;
            Events.Add(JsonElement.Parse(buffer.WrittenSpan));
            Last = seq;
        }
    }
}
