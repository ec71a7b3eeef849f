using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Gateway.Sessions;

namespace ConversationGrid.Gateway.Desk;

/// <summary>
/// Reads what a customer is typing, before it is sent, where the workspace allows: staff who look at the conversation see that it is urgent or angry, and
/// supervisors are told of danger at once. The draft is looked at and forgotten.
/// </summary>
/// <param name="understanding">Null: nothing is read.</param>
internal sealed class DraftReader(IGrid grid, IUnderstanding? understanding = null)
{
    /// <summary>From this priority on staff see it, and from the other one on supervisors are told.</summary>
    private const int ShownFrom = 2;
    private const int ToldFrom = 3;

    private const string Text = "What is being typed may tell of danger to people, or of fraud.";

    /// <summary>What was told of by a connection, in its items.</summary>
    private static readonly object Told = new();

    public async Task ReadAsync(CallerIn me, EntityId conversation, ConversationView view, string draft, IDictionary<object, object?> items,
        CancellationToken cancel)
    {
        if (understanding is null || !me.Workspace.ReadsTyping || !me.Workspace.ReadsSentiment) return;
        if (understanding.Analyse(me.Workspace.Name, draft, view.Value ?? 0) is not { } read) return;
        if (read.Priority < ShownFrom && read.Angry != true) return;
        var stream = new StreamId(EntityKind.Conversation, conversation);
        await grid.SignalAsync(stream, new DraftSignal(conversation.Id, me.Caller.Actor, read.Sentiment.Label, read.Sentiment.Score, read.Priority), cancel);
        if (read.Priority < ToldFrom || (items.TryGetValue(Told, out var last) && conversation.Id.Equals(last))) return;
        // Once for what a connection types in a conversation: it is typed on for a while.
        items[Told] = conversation.Id;
        await grid.SignalAsync(
            StreamId.OfWorkspace(me.Workspace.Name), new AlertSignal(conversation.Id, view.LastSeq, AlertKind.Urgent.Word(), Text, view.Agent?.Id), cancel);
    }
}
