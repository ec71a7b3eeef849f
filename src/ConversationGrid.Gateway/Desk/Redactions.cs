using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Sessions;

namespace ConversationGrid.Gateway.Desk;

/// <summary>Has the text of one message removed, over REST and the hub alike. Written down before it happens.</summary>
public sealed class Redactions(IGrid grid, TranscriptReader transcripts, ISecurityLog security)
{
    /// <summary>The receipt of the order; the text goes within a moment, and everybody who has the conversation open hears of it.</summary>
    /// <exception cref="RefusedException">There is no such message for the caller, or it may not.</exception>
    public async Task<Receipt> RedactAsync(CallerIn me, EntityId id, long seq, CancellationToken cancel)
    {
        if (!id.IsWellFormed || await grid.Conversation(id).ViewAsync(me.Caller, cancel) is not { } view)
            throw new RefusedException(Refusal.NotFound("conversation"));
        if (!me.Caller.Has(Rights.Redact)) throw new RefusedException(Refusal.Forbidden("Only who has the right to redact removes a message."));
        var found = seq >= 1 && seq <= view.LastSeq ? await transcripts.EventAsync(id, seq, cancel) : null;
        if (found is not (MessagePosted or NotePosted)) throw new RefusedException(Refusal.NotFound("message"));
        await security.AddAsync(me.Workspace.Name, new(me.Id, SecurityActions.MessageRedacted, view.CustomerId, $"{id.Id}.{seq}"));
        return await grid.Conversation(id).RunAsync(new RedactMessage(me.Caller, seq, found is NotePosted), cancel);
    }
}
