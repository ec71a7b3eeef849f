using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>Removes what is personal.</summary>
public interface IErasures
{
    /// <summary>Removes all personal data of a customer and says so to the customer's entity. Idempotent: after a crash it goes on.</summary>
    Task EraseAsync(EntityId customer, string erasureId, CancellationToken cancel = default);

    /// <summary>Removes what was said in one conversation. Idempotent.</summary>
    Task EraseAsync(EntityId conversation, ErasureReason why, CancellationToken cancel = default);

    /// <summary>Writes down that an erasure was asked for, before anything of it happens.</summary>
    Task RecordAsync(EntityId customer, string erasureId, string askedBy, string? why, CancellationToken cancel = default);

    /// <summary>How far an erasure of a workspace is; null if there is none of that id.</summary>
    Task<ErasureProgress?> FindAsync(string workspace, string erasureId, CancellationToken cancel = default);
}

/// <summary>How far an erasure is.</summary>
/// <param name="State"><c>running</c> or <c>done</c>.</param>
/// <param name="Conversations">Conversations of the customer; null while they are being counted.</param>
/// <param name="Erased">Those whose texts are removed already.</param>
public sealed record ErasureProgress(
    string ErasureId, string CustomerId, string State, DateTimeOffset AskedAt, string AskedBy, string? Why, DateTimeOffset? DoneAt, int? Conversations,
    int Erased);
