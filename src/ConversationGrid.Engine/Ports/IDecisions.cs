using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>The records of what the assistant decided.</summary>
public interface IDecisions
{
    /// <summary>One decision by its id, <c>conversation.seq</c>; null if there is none.</summary>
    Task<DecisionRecorded?> FindAsync(string workspace, string id, CancellationToken cancel = default);

    /// <summary>The decisions of one conversation, oldest first.</summary>
    Task<IReadOnlyList<(string Id, DecisionRecorded Decision)>> OfAsync(EntityId conversation, CancellationToken cancel = default);

    /// <summary>Makes the decision again from its record: the same rules over the same inputs, with what the model wrote then.</summary>
    Task<ReExecution?> ExecuteAgainAsync(string workspace, string id, CancellationToken cancel = default);
}

/// <summary>A decision made again.</summary>
/// <param name="Same">Whether it came to the same bytes; null when it could not be made again, and <paramref name="Why"/> says why.</param>
public sealed record ReExecution(bool? Same, string OutputHash, string? AgainHash, string? Output, string? Why);
