using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>
/// Files that belong to messages, kept beside the journal and encrypted under the key of their conversation: whatever destroys that key has erased them,
/// in every copy. A file that no message took is removed after a while.
/// </summary>
public interface IAttachments
{
    /// <summary>Largest file, in bytes.</summary>
    long BytesMax { get; }

    /// <summary>Files of one message.</summary>
    int PerMessageMax { get; }

    /// <summary>Keeps a file that its sender will post.</summary>
    /// <param name="by">Id of the sender: nobody else can post it.</param>
    /// <param name="name">As the sender calls it; a path and what is not seen are taken off.</param>
    /// <exception cref="RefusedException"><c>too_large</c>, <c>invalid</c> for a file of a kind that is not taken or that is empty, <c>not_found</c> where the
    /// conversation was erased.</exception>
    Task<Attachment> KeepAsync(EntityId conversation, string by, string name, Stream content, CancellationToken cancel = default);

    /// <summary>Posts a message that takes files, in the order of their ids; none where no id is named. The same again gives the same.</summary>
    /// <param name="post">Throws <see cref="RefusedException"/> where the message is refused: then another one may take the files, or they are removed after
    /// a while.</param>
    /// <exception cref="RefusedException"><c>too_large</c> for too many, <c>not_found</c> where one is not there or another sender's, or as
    /// <paramref name="post"/>.</exception>
    Task<T> PostAsync<T>(
        EntityId conversation, string by, IReadOnlyList<string>? attachmentIds, Func<IReadOnlyList<Attachment>?, Task<T>> post,
        CancellationToken cancel = default);

    /// <summary>A file's description; null where it is not there or was erased.</summary>
    Task<Attachment?> FindAsync(EntityId conversation, string attachmentId, CancellationToken cancel = default);

    /// <summary>Writes what a file holds; false where it is not there or was erased.</summary>
    /// <exception cref="InvalidDataException">It was cut short or changed.</exception>
    Task<bool> WriteToAsync(EntityId conversation, string attachmentId, Stream target, CancellationToken cancel = default);

    /// <summary>Removes one file of a conversation, or all.</summary>
    Task RemoveAsync(EntityId conversation, string? attachmentId = null, CancellationToken cancel = default);
}

/// <summary>Addresses at which attachments are read for a while.</summary>
public interface IAttachmentLinks
{
    /// <summary>The event with an address for each of its attachments; the same event where it has none.</summary>
    ConversationEvent WithLinks(EntityId conversation, ConversationEvent e);
}
