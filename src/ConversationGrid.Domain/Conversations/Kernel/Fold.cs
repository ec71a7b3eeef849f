using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>
/// The state after events that are not appended yet. The root passes it to the slices that decide step by step, because only the root knows how all
/// slices evolve.
/// </summary>
internal delegate ConversationState Fold(ConversationState s, IEnumerable<ConversationEvent> events);
