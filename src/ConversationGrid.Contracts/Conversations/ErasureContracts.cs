namespace ConversationGrid.Contracts;

/// <summary>Why what was said in a conversation was removed.</summary>
public enum ErasureReason
{
    None = 0,
    /// <summary>Its customer was erased.</summary>
    Customer,
    /// <summary>It was kept as long as its workspace keeps conversations.</summary>
    Retention,
}

/// <summary>
/// Removes from a conversation what its people said and are called; the key of its events is destroyed before. It closes, and nothing more is written
/// in it. Idempotent.
/// </summary>
/// <param name="KeptLabels">Labels that stay for the figures, because so many other conversations have them that they name nobody.</param>
public sealed record EraseConversation(ErasureReason Why, IReadOnlyList<string> KeptLabels) : ConversationCommand(Caller.System);

/// <summary>What was said in the conversation was removed. Its structure, times and figures stay.</summary>
/// <param name="Labels">Labels that stay.</param>
[Event("erased", Audience.Everyone)]
public sealed record Erased(ErasureReason Why, [property: SeenBy(Audience.Staff)] IReadOnlyList<string> Labels) : ConversationEvent;
