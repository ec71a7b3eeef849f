using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Transcripts;

/// <summary>Reads what was said in a conversation from the journal.</summary>
public sealed class TranscriptReader(IJournal journal)
{
    /// <summary>Events looked at for the assistant, newest first.</summary>
    private const int EventsMax = 200;

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
        var events = await journal.ReadBackwardsAsync(new(EntityKind.Conversation, conversation), upTo, EventsMax, cancel);
        var (lines, tokens) = (new List<TranscriptLine>(events.Count), 0);
        var handedOver = new HashSet<EffectId>();
        foreach (var (seq, e) in events)
        {
            if (e is HandoffRequested { Answering: { } effect }) handedOver.Add(effect);
            if (e is AbsenceAnnounced && lines.Count > 0 && lines[^1].Seq == seq + 1) lines[^1] = lines[^1] with { IsNotice = true };
            if (e is MessagePosted { Text: { } text } message)
                lines.Add(new(seq, message.ByKind, text, message.Analysis, IsNotice: message is { ByKind: ActorKind.Bot, Answering: { } answering }
                    && handedOver.Contains(answering)));
            if (e is DecisionRecorded { Decision.Tokens: var spent }) tokens += spent;
            if (e is Reopened or ConversationStarted) break;
        }
        lines.Reverse();
        return (lines, tokens);
    }

    /// <summary>One event of a conversation; null if there is none.</summary>
    public async Task<ConversationEvent?> EventAsync(EntityId conversation, long seq, CancellationToken cancel = default) =>
        (await journal.ReadAsync(new(EntityKind.Conversation, conversation), seq - 1, 1, cancel)) is [var (_, e)] ? (ConversationEvent)e : null;
}
