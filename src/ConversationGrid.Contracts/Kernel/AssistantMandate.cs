namespace ConversationGrid.Contracts;

/// <summary>What a customer's own assistant may do in the customer's name.</summary>
/// <param name="Tools">Names of what it may call at the door, and of the tasks that it may have done.</param>
/// <param name="AmountMax">A task whose value <c>amount</c> is larger is not done; null: no limit.</param>
public sealed record AssistantMandate(IReadOnlyList<string> Tools, decimal? AmountMax)
{
    public bool Allows(string tool) => Tools.Contains(tool);
}
