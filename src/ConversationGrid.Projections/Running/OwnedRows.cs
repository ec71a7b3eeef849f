using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Projections.Running;

/// <summary>The condition for rows of conversations in some partitions.</summary>
internal static class OwnedRows
{
    public static string Of(DatabaseKind kind, IEnumerable<int> partitions) =>
        kind == DatabaseKind.Sqlite ? "" : $" and (hashtextextended('c/' || workspace || '/' || id, 0) & 7) in ({string.Join(", ", partitions)})";
}
