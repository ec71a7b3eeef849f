using System.Text.Json;
using ConversationGrid.Client.Conversations;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client;

/// <summary>A customer on <c>/hubs/customer</c>.</summary>
public sealed class CustomerClient(HubTransport transport, GridClientOptions options, Func<CancellationToken, ValueTask<string>> token)
    : GridClient(transport, options, "/hubs/customer", token)
{
    /// <summary>Someone types.</summary>
    public event Action<TypingPush>? TypingSeen;

    /// <summary>Starts a conversation, again and again until it stands: the same clientId never gives a second one.</summary>
    public async Task<ConversationThread> BeginAsync(StartRequest request, Action<Envelope>? applied = null, CancellationToken cancel = default)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var receipt = await CallAsync("Start", request, WireJson.Default.StartRequest, WireJson.Default.Receipt, cancel);
                return Follow(receipt.ConversationId, 0, applied);
            }
            catch (GridException e) when (e.Retryable)
            {
                if (!await ((IThreadWire)this).WaitAsync(attempt)) throw;
                cancel.ThrowIfCancellationRequested();
            }
        }
    }

    public Task<Receipt> RequestHumanAsync(string conversationId, string? reason = null, CancellationToken cancel = default) =>
        CallAsync("RequestHuman", new ReasonRequest(conversationId, reason), WireJson.Default.ReasonRequest, WireJson.Default.Receipt, cancel);

    public Task<Receipt> RateAsync(string conversationId, int score, string? comment = null, CancellationToken cancel = default) =>
        CallAsync("Rate", new RateRequest(conversationId, score, comment), WireJson.Default.RateRequest, WireJson.Default.Receipt, cancel);

    public Task<Receipt> CloseAsync(string conversationId, CancellationToken cancel = default) =>
        CallAsync("Close", new ConversationRequest(conversationId), WireJson.Default.ConversationRequest, WireJson.Default.Receipt, cancel);

    public Task TypingAsync(string conversationId, string? draft, CancellationToken cancel = default) =>
        CallAsync("Typing", new TypingRequest(conversationId, draft), WireJson.Default.TypingRequest, WireJson.Default.JsonElement, cancel);

    public Task ReadAsync(string conversationId, long seq, CancellationToken cancel = default) =>
        CallAsync("Read", new ReadRequest(conversationId, seq), WireJson.Default.ReadRequest, WireJson.Default.JsonElement, cancel);

    /// <summary>A page of what follows a seq, as the server gives it; subscribes this connection.</summary>
    public Task<Slice> ResumeAsync(string conversationId, long after, int? limit = null, CancellationToken cancel = default) =>
        CallAsync("Resume", new ResumeRequest(conversationId, after, limit), WireJson.Default.ResumeRequest, WireJson.Default.Slice, cancel);

    protected override Task<Slice> LoadAsync(string conversationId, long after) => ResumeAsync(conversationId, after, cancel: Stopping);

    protected override void OnPush(ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
        if (target.SequenceEqual("typing"u8) && JsonSerializer.Deserialize(argument, WireJson.Default.TypingPush) is { } typing) TypingSeen?.Invoke(typing);
    }
}
