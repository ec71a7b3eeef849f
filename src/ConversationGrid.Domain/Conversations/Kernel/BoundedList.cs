using System.Collections.Immutable;

namespace ConversationGrid.Domain.Conversations;

/// <summary>Lists that keep the newest items only.</summary>
internal static class BoundedList
{
    /// <summary>The list with one item more, and without the oldest where it would be longer than <see cref="ConversationState.PastMax"/>.</summary>
    public static ImmutableList<string> AddLast(this ImmutableList<string> list, string item) =>
        (list.Count < ConversationState.PastMax ? list : list.RemoveAt(0)).Add(item);
}
