namespace ConversationGrid.Contracts;

/// <summary>Who may see an event. Each wider audience sees all that a narrower one sees.</summary>
public enum Audience
{
    None = 0,
    Everyone,
    Staff,
    /// <summary>Nobody: the grid's own bookkeeping.</summary>
    Internal,
}

/// <summary>Who sees what.</summary>
public static class Audiences
{
    /// <summary>The audience of an event, from its <see cref="EventAttribute"/>.</summary>
    public static Audience Of(DomainEvent e) => EventAttribute.Of(e.GetType()).Audience;

    /// <summary>Whether <paramref name="viewer"/>, one of Everyone or Staff, sees what <paramref name="audience"/> may see.</summary>
    public static bool Sees(this Audience viewer, Audience audience) => audience != Audience.Internal && audience <= viewer;
}
