using System.Collections.Immutable;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Conversations;

/// <summary>What staff and rules mark a conversation with: labels, fields, priority; and its customer's value.</summary>
public sealed record LabelsState : ISubState
{
    public static readonly LabelsState Empty = new();

    /// <summary>The labels in order.</summary>
    public ImmutableList<string> Names { get; init; } = [];

    /// <summary>Custom fields in order of their names.</summary>
    public ImmutableList<CustomField> Fields { get; init; } = [];

    /// <summary>0 to 3.</summary>
    public int Priority { get; init; }

    /// <summary>What the customer is worth to the company, 0 to 3.</summary>
    public int Value { get; init; }
}
