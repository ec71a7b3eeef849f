using System.Text.Json.Nodes;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Erasures;

/// <inheritdoc cref="ISettingScrub"/>
internal sealed class SettingScrub(IJournalStore store, ISnapshots snapshots) : ISettingScrub
{
    public async Task<int> RemoveMemberAsync(string workspace, string kind, string member, CancellationToken cancel = default)
    {
        var stream = StreamId.OfWorkspace(workspace);
        var type = EventCodec.NameOf(typeof(SettingSaved));
        var rows = await store.Database.QueryAsync(
            new("select seq, structure from events where stream = $1 and type = $2", stream.ToString(), type), row =>
                (Seq: row.Int64(0), Structure: row.Bytes(1)),
            cancel);
        var (writes, changed) = (new WriteSet(), 0);
        foreach (var (seq, structure) in rows)
        {
            if (EventCodec.Decode(type, structure, default) is not SettingSaved saved || saved.Kind != kind || Without(saved.Body, member) is not { } body)
                continue;
            writes.Run("update events set structure = $3 where stream = $1 and seq = $2", stream.ToString(), seq,
                EventCodec.Encode(saved with { Body = body }).Structure);
            changed++;
        }
        if (changed == 0) return 0;
        await store.Database.WriteAsync(writes, cancel);
        // A snapshot holds the settings as they were.
        await snapshots.RemoveAsync(stream, cancel);
        store.ForgetRecent();
        await store.ScrubAsync(events: true, cancel);
        return changed;
    }

    /// <summary>The body without the member, however its name is written; null where it has none.</summary>
    private static string? Without(string body, string member)
    {
        if (JsonNode.Parse(body) is not JsonObject json) return null;
        var found = json.Select(p => p.Key).Where(key => key.Equals(member, StringComparison.OrdinalIgnoreCase)).ToList();
        foreach (var key in found) json.Remove(key);
        return found.Count == 0 ? null : json.ToJsonString();
    }
}
