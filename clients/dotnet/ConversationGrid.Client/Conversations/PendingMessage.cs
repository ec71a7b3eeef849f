using ConversationGrid.Client.Wire;

namespace ConversationGrid.Client.Conversations;

/// <summary>A message that the server has not confirmed yet. It keeps its clientId through every attempt, so it appears once.</summary>
public sealed class PendingMessage
{
    private readonly TaskCompletionSource<Receipt> _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PendingMessage(string clientId, string text, bool note) => (ClientId, Text, IsNote) = (clientId, text, note);

    public string ClientId { get; }

    public string Text { get; }

    /// <summary>A note of an agent rather than a message.</summary>
    public bool IsNote { get; }

    /// <summary>Times that it was sent so far.</summary>
    public int Attempts { get; internal set; }

    /// <summary>Comes when the message is durable, be it by the answer or by the event itself; fails when the server refused it permanently.</summary>
    public Task<Receipt> Receipt => _receipt.Task;

    internal bool Confirm(Receipt receipt) => _receipt.TrySetResult(receipt);

    internal void Refuse(Exception reason) => _receipt.TrySetException(reason);
}
