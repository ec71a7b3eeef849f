using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Effects;

/// <summary>Reads what was said in a conversation from the journal.</summary>
public sealed class TranscriptReader(IJournal journal)
{
    /// <summary>Events looked at for the assistant, newest first.</summary>
    private const int EventsMax = 200;

    /// <summary>The messages of the episode that <paramref name="upTo"/> belongs to, oldest first.</summary>
    public async Task<IReadOnlyList<TranscriptLine>> EpisodeAsync(EntityId conversation, long upTo, CancellationToken cancel = default)
    {
        var events = await journal.ReadBackwardsAsync(new(EntityKind.Conversation, conversation), upTo, EventsMax, cancel);
        var lines = new List<TranscriptLine>(events.Count);
        foreach (var (seq, e) in events)
        {
            if (e is MessagePosted { Text: { } text } message) lines.Add(new(seq, message.ByKind, text, message.Analysis));
            if (e is Reopened or ConversationStarted) break;
        }
        lines.Reverse();
        return lines;
    }

    /// <summary>One event of a conversation; null if there is none.</summary>
    public async Task<ConversationEvent?> EventAsync(EntityId conversation, long seq, CancellationToken cancel = default) =>
        (await journal.ReadAsync(new(EntityKind.Conversation, conversation), seq - 1, 1, cancel)) is [var (_, e)] ? (ConversationEvent)e : null;
}
