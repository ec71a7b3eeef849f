namespace ConversationGrid.Attachments.Files;

/// <summary>Where files lie, by names with <c>/</c> between their parts. What lies there is encrypted already.</summary>
internal interface IFiles
{
    /// <summary>Writes a file as a whole: nobody sees a part of it. One of that name is replaced.</summary>
    Task WriteAsync(string name, Func<Stream, Task> write, CancellationToken cancel);

    /// <summary>A file to read; null where there is none.</summary>
    Task<Stream?> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Removes a file, or all whose names begin with a text that ends with <c>/</c>.</summary>
    Task RemoveAsync(string name, CancellationToken cancel);

    /// <summary>Names of all files that were last written before a moment.</summary>
    IAsyncEnumerable<string> WrittenBeforeAsync(DateTimeOffset moment, CancellationToken cancel);

    Task<bool> ExistsAsync(string name, CancellationToken cancel);
}
