using System.Text.Json;
using System.Text.Json.Serialization;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Projections.Settings;

namespace ConversationGrid.Projections.Conversations;

/// <summary>The table of the conversations, and those beside it that it is found by.</summary>
internal static class ConversationTable
{
    public static readonly Table Table = new("conversations", 2,
        Text("workspace"), Text("id"), Number("seq"), Number("state"), Text("customer_id"), Text("channel"), Text("queue"), Text("agent"), Text("topic"),
        Text("waits_in"), Text("offered_to"),
        Number("started_at"), Number("updated_at"), Number("waiting_since"), Number("due_at"), Number("rating"), Number("mood"), Number("warned"),
        Number("pending"), Number("erased"),
        new("body", ColumnKind.Bytes));

    public static readonly Table Agents = new("conversation_agents", 4, Text("workspace"), Text("agent"), Number("started_at"), Text("id"), Number("left_seq"));

    public static readonly Table Labels = new("conversation_labels", 4, Text("workspace"), Text("label"), Number("started_at"), Text("id"));

    public static object?[] Row(ConversationFold c) =>
    [
        c.Workspace, c.Id, c.Seq, (long)c.State, c.Parties.CustomerId, c.Channel, c.Queue, AgentOf(c), c.Intent, c.Parties.WaitsIn, c.Parties.OfferedTo,
        Times.Micros(c.StartedAt), Times.Micros(c.UpdatedAt), c.IsWaiting ? Times.Micros(c.HandedOffAt) : null, c.IsOpen ? Times.Micros(c.DueAt) : null,
        (long?)c.Rating,
        (long)Math.Round(c.Mood * 1000), c.IsBreached ? 2L : c.IsWarned ? 1L : 0L, c.Unsearched.Count > 0 ? 1L : 0L, c.IsErased ? 1L : 0L,
        JsonSerializer.SerializeToUtf8Bytes(c, FoldJson.Default.ConversationFold),
    ];

    /// <summary>Who has it, or had it last when it ended: that is whom a list by agent shows.</summary>
    public static string? AgentOf(ConversationFold c) => c.Agent?.Id ?? (c.IsOpen ? null : c.Episode.Agent);

    public static ConversationFold Read(string workspace, string id, byte[] body)
    {
        var fold = JsonSerializer.Deserialize(body, FoldJson.Default.ConversationFold) ?? throw new JsonException($"The row of conversation '{id}' is null.");
        (fold.Workspace, fold.Id) = (workspace, id);
        return fold;
    }

    private static Column Text(string name) => new(name, ColumnKind.Text);
    private static Column Number(string name) => new(name, ColumnKind.Number);
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(ConversationFold))]
internal sealed partial class FoldJson : JsonSerializerContext;
