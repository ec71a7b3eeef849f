using System.Text.Json;
using ConversationGrid.Client.Hubs;
using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client;

/// <summary>A supervisor on <c>/hubs/supervisor</c>: the live board, and conversations watched.</summary>
public sealed class SupervisorClient(HubTransport transport, GridClientOptions options, Func<CancellationToken, ValueTask<string>> token)
    : GridClient(transport, options, "/hubs/supervisor", token)
{
    /// <summary>The live picture, at most once a second.</summary>
    public event Action<JsonElement>? BoardChanged;

    public Task<JsonElement> BoardAsync(CancellationToken cancel = default) => Link.InvokeAsync("Board", WireJson.Default.JsonElement, cancel);

    /// <summary>Stops watching a conversation.</summary>
    public Task LeaveAsync(string conversationId, CancellationToken cancel = default)
    {
        Forget(conversationId);
        return CallAsync("Leave", new ConversationRequest(conversationId), WireJson.Default.ConversationRequest, WireJson.Default.JsonElement, cancel);
    }

    protected override Task<Slice> LoadAsync(string conversationId, long after) =>
        CallAsync("Watch", new ResumeRequest(conversationId, after), WireJson.Default.ResumeRequest, WireJson.Default.Slice, Stopping);

    protected override void OnPush(ReadOnlySpan<byte> target, ReadOnlySpan<byte> argument)
    {
        if (target.SequenceEqual("board"u8)) BoardChanged?.Invoke(JsonElement.Parse(argument));
    }
}
