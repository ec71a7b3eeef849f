using ConversationGrid.Contracts;

namespace ConversationGrid.Domain;

/// <summary>What a command leads to: events, an earlier receipt, or a refusal.</summary>
/// <param name="Events">Empty when nothing changes.</param>
/// <param name="ReceiptIndex">Which of the events answers the command.</param>
/// <param name="Known">The receipt of the same command, carried out before.</param>
public readonly record struct Decision<TEvent>(IReadOnlyList<TEvent> Events, int ReceiptIndex, Receipt? Known, Refusal? Refusal)
    where TEvent : DomainEvent
{
    public static Decision<TEvent> Accept(params IReadOnlyList<TEvent> events) => new(events, events.Count - 1, null, null);

    /// <summary>Accepts events of which not the last one answers the command.</summary>
    public static Decision<TEvent> Accept(IReadOnlyList<TEvent> events, int receiptIndex) => new(events, receiptIndex, null, null);

    /// <summary>The command was carried out before.</summary>
    public static Decision<TEvent> Already(Receipt receipt) => new([], 0, receipt, null);

    public static Decision<TEvent> Refuse(Refusal refusal) => new([], 0, null, refusal);
}
