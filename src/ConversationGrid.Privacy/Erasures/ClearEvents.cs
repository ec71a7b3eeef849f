using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Privacy.Erasures;

/// <summary>
/// Removes what is personal from events that earlier versions wrote in clear: no key can be destroyed for those, so their rows are written anew. What is
/// encrypted stays as it is.
/// </summary>
internal sealed class ClearEvents(IDatabase database)
{
    private const int StreamsMax = 32;

    /// <returns>Whether there were any.</returns>
    public async Task<bool> RewriteAsync(IReadOnlyCollection<StreamId> streams, CancellationToken cancel)
    {
        var any = false;
        foreach (var part in streams.Select(s => s.ToString()).Chunk(StreamsMax))
        {
            object?[] values = [.. Enumerable.Range(0, StreamsMax).Select(i => part[Math.Min(i, part.Length - 1)])];
            var names = string.Join(", ", values.Select((_, i) => $"${i + 1}"));
            var writes = new WriteSet();
            await database.ScanAsync(
                new($"select stream, seq, type, structure, personal from events where stream in ({names}) and personal_key is null", values),
                row => Add(writes, row.Text(0), row.Int64(1), row.Text(2), row.Bytes(3), row.IsNull(4) ? null : row.Bytes(4)), cancel);
            if (writes.IsEmpty) continue;
            await database.WriteAsync(writes, cancel);
            any = true;
        }
        return any;
    }

    private static void Add(WriteSet writes, string stream, long seq, string type, byte[] structure, byte[]? personal)
    {
        var bare = Bare(type, structure, personal);
        if (personal is null && bare.AsSpan().SequenceEqual(structure)) return;
        writes.Run("update events set structure = $3, personal = null where stream = $1 and seq = $2", stream, seq, bare);
    }

    /// <summary>The structure as this version writes it: without members that were not yet known to be personal.</summary>
    internal static byte[] Bare(string type, byte[] structure, byte[]? personal)
    {
        try
        {
            return EventCodec.Encode(EventCodec.Decode(type, structure, personal)).Structure;
        }
        catch (JsonException)
        {
            // Another version's event: what it kept apart goes, and nothing else is known of it.
            return structure;
        }
    }
}
