using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Transcripts;

/// <summary>Reads conversations from the journal: pages for an audience, with an unbroken chain of <c>prev</c>, and what was said for the assistant.</summary>
/// <param name="links">Addresses of attachments for those who read pages; null: none are shown.</param>
public sealed class TranscriptReader(IJournal journal, IAttachmentLinks? links = null)
{
    /// <summary>Events looked at for the assistant, newest first.</summary>
    private const int EventsMax = 200;

    /// <summary>Events looked at for the last one that an audience sees.</summary>
    private const int LookBack = 16;

    /// <summary>Events of a page that are read at once: few at first, then as many as fit by what the first ones needed.</summary>
    private const int ReadFirst = 32;
    private const int ReadMin = 8;
    private const int ReadMax = 500;

    /// <summary>The next events behind <paramref name="after"/>, as many as a page holds.</summary>
    /// <param name="upTo">The last event that may be read; null: all.</param>
    /// <returns>The page, and how far the journal was read for it.</returns>
    public async Task<TranscriptPage> PageAsync(
        EntityId conversation, Audience viewer, long after, PageSize size, CancellationToken cancel, long? upTo = null)
    {
        var last = upTo ?? long.MaxValue;
        after = Math.Clamp(after, 0, last);
        var prev = await LastVisibleAsync(conversation, viewer, after, cancel);
        var page = new TranscriptPage(conversation, viewer, prev, after, last, size);
        await FillAsync(page, cancel);
        return page;
    }

    /// <summary>Reads on to the end of the stream, or until the page is full.</summary>
    public async Task FillAsync(TranscriptPage page, CancellationToken cancel)
    {
        page.IsComplete = false;
        var count = ReadFirst;
        while (!page.IsFull)
        {
            var read = await journal.ReadAsync(StreamOf(page.Conversation), page.ReadTo, count, cancel);
            foreach (var (seq, e) in read)
            {
                if (page.IsFull || seq > page.UpTo) break;
                page.Add(seq, links?.WithLinks(page.Conversation, (ConversationEvent)e) ?? (ConversationEvent)e);
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
        page.Head = await LastVisibleAsync(page.Conversation, page.Viewer, page.UpTo, cancel);
    }

    /// <summary>The last event up to <paramref name="seq"/> that the audience may see; 0 if there is none.</summary>
    public async Task<long> LastVisibleAsync(EntityId conversation, Audience viewer, long seq, CancellationToken cancel)
    {
        while (seq > 0)
        {
            var read = await journal.ReadBackwardsAsync(StreamOf(conversation), seq, LookBack, cancel);
            foreach (var (at, e) in read)
                if (viewer.Sees(Audiences.Of((ConversationEvent)e))) return at;
            if (read.Count < LookBack) return 0;
            seq = read[^1].Seq - 1;
        }
        return 0;
    }

    /// <summary>The messages of the episode that <paramref name="upTo"/> belongs to, oldest first.</summary>
    public async Task<IReadOnlyList<TranscriptLine>> EpisodeAsync(EntityId conversation, long upTo, CancellationToken cancel = default) =>
        (await ReadAsync(conversation, upTo, cancel)).Lines;

    /// <summary>The same for a model that helps staff, with what models charged for this episode, as far as these events tell.</summary>
    public async Task<AssistantRequest> RequestAsync(EntityId conversation, ConversationView view, CancellationToken cancel = default)
    {
        var (lines, tokens) = await ReadAsync(conversation, view.LastSeq, cancel);
        return new(conversation, view.Language ?? view.Locale, lines)
        {
            ReplyTo = lines.LastOrDefault(line => line.By == ActorKind.Customer)?.Seq ?? 0,
            Memory = new() { Tokens = tokens },
            CustomerId = _ => Task.FromResult<string?>(view.CustomerId),
        };
    }

    private async Task<(List<TranscriptLine> Lines, int Tokens)> ReadAsync(EntityId conversation, long upTo, CancellationToken cancel)
    {
        var events = await journal.ReadBackwardsAsync(StreamOf(conversation), upTo, EventsMax, cancel);
        var (lines, tokens) = (new List<TranscriptLine>(events.Count), 0);
        var handedOver = new HashSet<EffectId>();
        foreach (var (seq, e) in events)
        {
            if (e is HandoffRequested { Answering: { } effect }) handedOver.Add(effect);
            if (e is AbsenceAnnounced && lines.Count > 0 && lines[^1].Seq == seq + 1) lines[^1] = lines[^1] with { IsNotice = true };
            if (e is MessagePosted { Text: { } text } message)
                lines.Add(new(seq, message.ByKind, text, message.Analysis, IsNotice: message is { ByKind: ActorKind.Bot, Answering: { } answering }
                    && handedOver.Contains(answering), Files: message.Attachments?.Select(a => a.Name).ToList())
                {
                    ViaAssistant = message.ViaAssistant == true,
                });
            if (e is DecisionRecorded { Decision.Tokens: var spent }) tokens += spent;
            if (e is Reopened or ConversationStarted) break;
        }
        lines.Reverse();
        return (lines, tokens);
    }

    /// <summary>One event of a conversation; null if there is none.</summary>
    public async Task<ConversationEvent?> EventAsync(EntityId conversation, long seq, CancellationToken cancel = default) =>
        (await journal.ReadAsync(StreamOf(conversation), seq - 1, 1, cancel)) is [var (_, e)] ? (ConversationEvent)e : null;

    private static StreamId StreamOf(EntityId conversation) => new(EntityKind.Conversation, conversation);
}
