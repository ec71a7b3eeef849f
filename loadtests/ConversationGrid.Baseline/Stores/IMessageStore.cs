namespace ConversationGrid.Baseline.Stores;

/// <summary>A database that writes many messages in one durable commit.</summary>
internal interface IMessageStore
{
    Task OpenAsync();

    /// <summary>Returns when all of them are on the disk. Called one at a time.</summary>
    Task WriteAsync(IReadOnlyList<Message> messages);
}
