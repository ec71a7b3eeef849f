namespace ConversationGrid.Understanding.Priority;

/// <summary>What is known beside the text. Every member can only raise the priority as it grows.</summary>
/// <param name="ContactsBefore">How often this customer wrote about it before; 0 for the first time.</param>
/// <param name="CustomerValue">0 ordinary, 1 valued, 2 and above most valued.</param>
/// <param name="OutageKnown">True when the workspace has an open incident that touches this customer.</param>
public sealed record PriorityCircumstances(int ContactsBefore = 0, int CustomerValue = 0, bool OutageKnown = false)
{
    /// <summary>A first contact of an ordinary customer.</summary>
    public static PriorityCircumstances Ordinary { get; } = new();
}

/// <summary>How soon a message needs somebody, and why.</summary>
/// <param name="Priority">0 whenever, 1 in turn, 2 soon, 3 now.</param>
/// <param name="Urgency">The same before rounding, 0..3, so that a queue can order equals.</param>
/// <param name="Reasons">What raised it, strongest first: intent, feeling, circumstances, signals of the text.</param>
public sealed record PriorityReading(int Priority, double Urgency, IReadOnlyList<string> Reasons)
{
    /// <summary>Nobody needs to see to it.</summary>
    public static PriorityReading Whenever { get; } = new(0, 0, []);
}
