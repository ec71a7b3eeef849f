using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Following;

/// <summary>Something that each process keeps in memory, made of the whole journal from its beginning.</summary>
public interface IJournalFold
{
    /// <summary>Takes the journal's next event in. One call at a time, in the journal's order; what it throws costs it this event only.</summary>
    void Apply(GlobalEvent e);
}
