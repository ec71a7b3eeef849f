namespace ConversationGrid.Contracts;

/// <summary>A file that belongs to a message.</summary>
/// <param name="Name">As its sender calls it.</param>
/// <param name="Type">Media type, e.g. <c>image/png</c>, by what the file holds.</param>
/// <param name="Size">Bytes.</param>
public sealed record Attachment(string AttachmentId, string Name, string Type, long Size)
{
    /// <summary>Where it is read for a while, below the address of the gateway; null where it is not shown to anybody.</summary>
    [NotStored]
    public string? Url { get; init; }
}
