using System.Text.Json;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client;

/// <summary>An agent on <c>/hubs/agent</c>. The host keeps its presence through breaks.</summary>
public sealed class AgentClient(HubTransport transport, GridClientOptions options, Func<CancellationToken, ValueTask<string>> token)
    : GridClient(transport, options, "/hubs/agent", token)
{
    /// <summary>A conversation is offered. May come twice for the same offer, e.g. after a break.</summary>
    public event Action<Offer>? Offered;

    public event Action<OfferGone>? OfferWithdrawn;

    public event Action<AlertPush>? Alerted;

    public event Action<TypingPush>? TypingSeen;

    /// <param name="status"><c>online</c>, <c>away</c> or <c>offline</c>; it lasts until another is set.</param>
    public Task<PresenceAnswer> SetPresenceAsync(string status, CancellationToken cancel = default) =>
        CallAsync("SetPresence", new PresenceRequest(status), WireJson.Default.PresenceRequest, WireJson.Default.PresenceAnswer, cancel);

    public Task<Inbox> InboxAsync(CancellationToken cancel = default) => Link.InvokeAsync("Inbox", WireJson.Default.Inbox, cancel);

    public Task<Receipt> AcceptAsync(string offerId, CancellationToken cancel = default) =>
        CallAsync("Accept", new OfferRequest(offerId), WireJson.Default.OfferRequest, WireJson.Default.Receipt, cancel);

    public Task<Receipt> DeclineAsync(string offerId, string? reason = null, CancellationToken cancel = default) =>
        CallAsync("Decline", new OfferRequest(offerId, reason), WireJson.Default.OfferRequest, WireJson.Default.Receipt, cancel);

    /// <summary>A page of what follows a seq, as the server gives it; subscribes this connection.</summary>
    public Task<Slice> OpenAsync(string conversationId, long after, CancellationToken cancel = default) =>
        CallAsync("Open", new ResumeRequest(conversationId, after), WireJson.Default.ResumeRequest, WireJson.Default.Slice, cancel);

    public Task<Suggestions> SuggestAsync(string conversationId, CancellationToken cancel = default) =>
        CallAsync("Suggest", new ConversationRequest(conversationId), WireJson.Default.ConversationRequest, WireJson.Default.Suggestions, cancel);

    public Task<Receipt> TransferAsync(TransferRequest request, CancellationToken cancel = default) =>
        CallAsync("Transfer", request, WireJson.Default.TransferRequest, WireJson.Default.Receipt, cancel);

    public Task<Receipt> ResolveAsync(string conversationId, string? disposition = null, CancellationToken cancel = default) =>
        CallAsync("Resolve", new ResolveRequest(conversationId, disposition), WireJson.Default.ResolveRequest, WireJson.Default.Receipt, cancel);

    public Task<Receipt> ReopenAsync(string conversationId, CancellationToken cancel = default) =>
        CallAsync("Reopen", new ConversationRequest(conversationId), WireJson.Default.ConversationRequest, WireJson.Default.Receipt, cancel);

    public Task TypingAsync(string conversationId, CancellationToken cancel = default) =>
        CallAsync("Typing", new TypingRequest(conversationId), WireJson.Default.TypingRequest, WireJson.Default.JsonElement, cancel);

    /// <summary>Stops following a conversation.</summary>
    public Task LeaveAsync(string conversationId, CancellationToken cancel = default)
    {
        Forget(conversationId);
        return CallAsync("Leave", new ConversationRequest(conversationId), WireJson.Default.ConversationRequest, WireJson.Default.JsonElement, cancel);
    }

    protected override Task<Slice> LoadAsync(string conversationId, long after) => OpenAsync(conversationId, after, Stopping);

    protected override void OnConnected() => _ = RestoreAsync();

    protected override void OnPush(ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
        if (target.SequenceEqual("offer"u8)) Raise(JsonSerializer.Deserialize(argument, WireJson.Default.Offer), Offered);
        else if (target.SequenceEqual("offerWithdrawn"u8)) Raise(JsonSerializer.Deserialize(argument, WireJson.Default.OfferGone), OfferWithdrawn);
        else if (target.SequenceEqual("alert"u8)) Raise(JsonSerializer.Deserialize(argument, WireJson.Default.AlertPush), Alerted);
        else if (target.SequenceEqual("typing"u8)) Raise(JsonSerializer.Deserialize(argument, WireJson.Default.TypingPush), TypingSeen);
    }

    /// <summary>The offers that were made before this connection.</summary>
    private async Task RestoreAsync()
    {
        try
        {
            var inbox = await InboxAsync(Stopping);
            foreach (var offer in inbox.Offers) Offered?.Invoke(offer);
        }
        catch (Exception e) when (e is GridException or OperationCanceledException)
        {
            // The next connection does it again.
        }
    }

    private static void Raise<T>(T? what, Action<T>? to)
        where T : class
    {
        if (what is not null) to?.Invoke(what);
    }
}
