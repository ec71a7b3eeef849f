using System.ComponentModel.DataAnnotations;

namespace ConversationGrid.Domain.Agents;

/// <summary>How agents are judged. Section <c>Grid:Agents</c>.</summary>
public sealed class AgentOptions
{
    /// <summary>Offers in a row that an agent lets run out before it is set away; 0 for never. Default: 2.</summary>
    [Range(0, 100)]
    public int MissedOffersMax { get; set; } = 2;
}

/// <summary>What a decision about an agent may know beside its state.</summary>
/// <param name="BackBy">Until when agents have time to come back after the last break of the host; default: there was none.</param>
public sealed record AgentContext(DateTimeOffset Now, AgentOptions Options, DateTimeOffset BackBy = default);
