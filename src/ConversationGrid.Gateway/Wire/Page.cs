namespace ConversationGrid.Gateway.Wire;

/// <summary>The shape of every list over REST.</summary>
/// <param name="Next">What gives the next page; null, and left out, on the last one.</param>
public record Page<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>Lists that are one page.</summary>
public static class Page
{
    /// <summary>All of them, on one page.</summary>
    public static Page<T> Of<T>(IEnumerable<T> items) => new([.. items]);
}
