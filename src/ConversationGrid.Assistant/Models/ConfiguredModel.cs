using Microsoft.Extensions.AI;

namespace ConversationGrid.Assistant.Models;

/// <summary>The model that this host has; none where no endpoint is configured.</summary>
public sealed record ConfiguredModel(IChatClient? Client);
