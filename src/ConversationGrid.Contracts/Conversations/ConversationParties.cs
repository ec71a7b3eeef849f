namespace ConversationGrid.Contracts;

/// <summary>
/// Whose a conversation is and was, as far as it decides who may see it. The entity, each gateway that delivers and the list keep it by the
/// same fold (<c>ConversationAccess.After</c>), so that they never differ.
/// </summary>
/// <param name="Seq">The last event that it is made of.</param>
/// <param name="WaitsIn">The queue in which it waits for a human, offered or not; null while it waits in none.</param>
/// <param name="Agents">Agents who had it, in the order in which each got it first; bounded.</param>
public sealed record ConversationParties(long Seq, string CustomerId, string? WaitsIn, string? OfferedTo, IReadOnlyList<PastAgent> Agents)
{
    /// <summary>Before the first event.</summary>
    public static readonly ConversationParties None = new(0, "", null, null, []);
}

/// <summary>An agent who has or had the conversation.</summary>
/// <param name="LeftSeq">The event with which it went to others; null while it did not.</param>
public sealed record PastAgent(string AgentId, long? LeftSeq = null);
