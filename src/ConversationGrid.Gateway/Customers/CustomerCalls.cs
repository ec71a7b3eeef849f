using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Transcripts;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Delivery;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Gateway.Throttling;
using ConversationGrid.Gateway.Wire;

namespace ConversationGrid.Gateway.Customers;

/// <summary>What a customer can do, by whatever door it comes: within its quotas, and with what is its own.</summary>
public sealed class CustomerCalls
{
    private readonly IGrid _grid;
    private readonly Quotas _quotas;
    private readonly MemoryShed _memory;
    private readonly ConversationPages _pages;
    private readonly IAttachments _attachments;

    internal CustomerCalls(IGrid grid, Quotas quotas, MemoryShed memory, ConversationPages pages, IAttachments attachments) =>
        (_grid, _quotas, _memory, _pages, _attachments) = (grid, quotas, memory, pages, attachments);

    /// <summary>Begins a conversation; the same client id gives the same one.</summary>
    /// <param name="channel">By which door it comes.</param>
    /// <param name="address">From which network address, as quotas count it.</param>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<ConversationReceipt> StartAsync(CallerIn me, StartRequest request, string channel, string address, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(request.ClientId)) throw new RefusedException(Refusal.Invalid("A clientId is missing."));
        _memory.ThrowIfShort();
        await _quotas.TakeConversationAsync(me, address, request.Text, cancel);
        var known = await _grid.Customer(me.Entity(me.Id)).ViewAsync(cancel);
        return await RunAsync(
            StartedAs(me, request.ClientId, known), new StartConversation(
                me.Caller, request.ClientId, channel, Locales.OrEnglish(request.Locale), request.Text, request.Topic, known.Value), cancel);
    }

    /// <summary>Writes a message; the same client id gives the same receipt.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<PostReceipt> PostAsync(CallerIn me, PostRequest request, string address, CancellationToken cancel)
    {
        await _quotas.TakeMessageAsync(me, address, request.Text, cancel);
        var id = Mine(me, request.ConversationId);
        var receipt = await _attachments.PostAsync(id, me.Id, request.Attachments, files => _grid.Conversation(id).RunAsync(
            new PostMessage(me.Caller, request.ClientId ?? "", request.Text ?? "", Attachments: files), cancel), cancel);
        return new(id.Id, receipt.Seq, receipt.At);
    }

    /// <summary>Asks for a human.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task<ConversationReceipt> RequestHumanAsync(CallerIn me, ReasonRequest request, string address, CancellationToken cancel)
    {
        await _quotas.TakeHandoverAsync(me, address, cancel);
        return await RunAsync(Mine(me, request.ConversationId), new RequestHandoff(me.Caller, request.Reason), cancel);
    }

    /// <summary>Ends a conversation.</summary>
    /// <exception cref="RefusedException">It is refused.</exception>
    public Task<ConversationReceipt> CloseAsync(CallerIn me, string? conversationId, CancellationToken cancel) =>
        RunAsync(Mine(me, conversationId), new CloseConversation(me.Caller), cancel);

    /// <summary>A conversation as the customer sees it.</summary>
    /// <exception cref="RefusedException">There is none, or it is another customer's.</exception>
    public async Task<ConversationView> ViewAsync(CallerIn me, string? conversationId, CancellationToken cancel) =>
        await _grid.Conversation(Mine(me, conversationId)).ViewAsync(me.Caller, cancel) ?? throw new RefusedException(Refusal.NotFound("conversation"));

    /// <summary>Events of a conversation that the customer may see, behind one of them.</summary>
    /// <exception cref="RefusedException">There is none, or it is another customer's.</exception>
    public async Task<TranscriptPage> ReadAsync(CallerIn me, string? conversationId, long after, int limit, CancellationToken cancel)
    {
        var view = await ViewAsync(me, conversationId, cancel);
        return (await _pages.ReadAsync(Mine(me, conversationId), () => me.Caller, view, after, limit, follower: null, cancel)).Page;
    }

    /// <summary>The id of a conversation in the caller's workspace.</summary>
    /// <exception cref="RefusedException">It is missing, or no id.</exception>
    public static EntityId Mine(CallerIn me, string? conversationId)
    {
        if (string.IsNullOrEmpty(conversationId)) throw new RefusedException(Refusal.Invalid("A conversationId is missing."));
        var id = me.Entity(conversationId);
        return id.IsWellFormed ? id : throw new RefusedException(Refusal.NotFound("conversation"));
    }

    /// <summary>The conversation that a client id names, also where the customer began it before it signed in.</summary>
    private static EntityId StartedAs(CallerIn me, string clientId, CustomerView known)
    {
        var before = known.Absorbed.Select(former => ClientKeys.ConversationId(me.Workspace.Name, former, clientId))
            .FirstOrDefault(known.Conversations.Contains);
        return me.Entity(before ?? ClientKeys.ConversationId(me.Workspace.Name, me.Id, clientId));
    }

    private async Task<ConversationReceipt> RunAsync(EntityId id, ConversationCommand command, CancellationToken cancel) =>
        new(id.Id, (await _grid.Conversation(id).RunAsync(command, cancel)).Seq);
}
