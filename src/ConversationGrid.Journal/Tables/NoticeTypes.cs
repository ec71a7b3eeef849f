using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;

namespace ConversationGrid.Journal.Tables;

/// <summary>The rare events that every process must hear of. Their index names them too, and an index is used only where the condition is the same.</summary>
internal static class NoticeTypes
{
    private static readonly Type[] Types = [typeof(CustomerSessionEnded), typeof(SettingSaved), typeof(SettingRemoved), typeof(Erased), typeof(CustomerErased),
        typeof(MessageRedacted), typeof(NoteRedacted)];

    /// <summary>The condition by which both stores find them.</summary>
    public static readonly string Sql = $"type in ({string.Join(", ", Types.Select(t => $"'{EventCodec.NameOf(t)}'"))})";
}
