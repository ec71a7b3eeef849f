using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>The clocks of an episode, and the policy that set them.</summary>
public sealed record SlaState(string Policy, string Basis, ImmutableList<SlaClock> Clocks);
