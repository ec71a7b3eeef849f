using System.Buffers;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>Reads what one audience may see of a conversation, with an unbroken chain of <c>prev</c>.</summary>
public sealed class Transcripts(IJournal journal)
{
    private const int LookBack = 16;
    private const int ReadMax = 500;

    /// <summary>The next events behind <paramref name="after"/>.</summary>
    /// <param name="upTo">The last event that may be read; null: all.</param>
    /// <returns>The page, and how far the journal was read for it.</returns>
    internal async Task<Page> ReadAsync(StreamId stream, Audience viewer, long after, int limit, CancellationToken cancel, long? upTo = null)
    {
        var last = upTo ?? long.MaxValue;
        after = Math.Clamp(after, 0, last);
        var prev = await LastVisibleAsync(stream, viewer, after, cancel);
        var page = new Page(stream.Id.Id, viewer, prev, after);
        while (page.Events.Count < limit)
        {
            var read = await journal.ReadAsync(stream, page.ReadTo, ReadMax, cancel);
            foreach (var (seq, e) in read)
            {
                if (page.Events.Count == limit || seq > last) break;
                page.Add(seq, (ConversationEvent)e);
            }
            if (read.Count > 0 && read[^1].Seq > last && page.Events.Count < limit) return page;
            if (read.Count < ReadMax && (read.Count == 0 || page.ReadTo == read[^1].Seq))
            {
                page.IsComplete = true;
                return page;
            }
        }
        // The reader is told how much there is, or it would take a full page for all.
        page.Head = await LastVisibleAsync(stream, viewer, last, cancel);
        return page;
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
    internal sealed class Page(string conversationId, Audience viewer, long last, long readTo)
    {
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
            Events.Add(JsonElement.Parse(buffer.WrittenSpan));
            Last = seq;
        }
    }
}
