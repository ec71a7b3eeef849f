using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Clients;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Delivery;

/// <summary>
/// Reads the pages of Open, Watch, Resume and REST. A call may wait long for its turn, so access is decided by a view that is taken after the page was
/// read: no page and no head reaches beyond the last event of that view.
/// </summary>
internal sealed class ConversationPages(
    IGrid grid, TranscriptReader transcripts, Watches watches, IOptions<GatewayOptions> options, ISecurityLog security)
{
    /// <summary>Readings that may reach beyond the view, because events are added meanwhile; later ones end where the view ends.</summary>
    private const int OpenReadingsMax = 5;

    /// <param name="caller">Who calls, by the directory at the time of the call.</param>
    /// <param name="before">What the caller saw before it waited for its turn.</param>
    /// <param name="follower">The connection that follows the conversation from the page on, while it may; null to read only.</param>
    /// <returns>The page, and the conversation as the caller sees it after the reading.</returns>
    public async Task<(ConversationView View, TranscriptPage Page)> ReadAsync(
        EntityId id, Func<Caller> caller, ConversationView before, long after, int limit, SendBuffer? follower, CancellationToken cancel)
    {
        var stream = new StreamId(EntityKind.Conversation, id);
        var viewer = caller().Role == CallerRole.Customer ? Audience.Everyone : Audience.Staff;
        var size = new PageSize(limit, options.Value.PageBytesMax);
        var seen = before;
        for (var readings = 1; ; readings++)
        {
            var follows = seen.ReadableTo is null;
            var bounded = readings > OpenReadingsMax;
            var page = follows && !bounded && follower is not null
                ? await watches.FollowAsync(follower, stream, viewer, after, size, cancel)
                : await transcripts.PageAsync(id, viewer, after, size, cancel, bounded ? seen.LastSeq : seen.ReadableTo);
            var now = await grid.Conversation(id).ViewAsync(caller(), cancel);
            if (follower is not null && now is not { ReadableTo: null }) await watches.EndAsync(stream, follower);
            if (now is null) throw new RefusedException(Refusal.NotFound("conversation"));
            if (page.Head <= now.LastSeq && (now.ReadableTo is null) == follows)
            {
                Note(id, caller(), now, after);
                return (now, page);
            }
            seen = now;
        }
    }

    /// <summary>Who of the staff read whose conversation; pages behind the first are the same reading.</summary>
    private void Note(EntityId id, Caller caller, ConversationView view, long after)
    {
        if (after == 0 && caller.IsStaff)
            _ = security.AddAsync(id.Workspace, new(caller.Actor.Id, SecurityActions.ConversationRead, view.CustomerId, id.Id));
    }
}
