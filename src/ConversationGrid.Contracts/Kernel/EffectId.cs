namespace ConversationGrid.Contracts;

/// <summary>A pending effect of one entity: the event that asked for it, and its place among that event's effects.</summary>
public readonly record struct EffectId(long Seq, int Index)
{
    public override string ToString() => $"{Seq}.{Index}";
}
