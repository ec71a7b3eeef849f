using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy.Keys;

namespace ConversationGrid.Privacy.Erasures;

/// <inheritdoc cref="IRedactions"/>
/// <remarks>
/// The personal part of the event is replaced by one that holds nothing but the author's name, encrypted under the same key for the same place: so the check
/// of the journal holds, and finds whoever puts the old part back, because the record beside the keys says which message has none.
/// </remarks>
internal sealed class MessageRedaction(IJournalStore store, ISnapshots snapshots, DataKeys keys, RedactionLedger ledger, CustomerErasure erasure,
    IAttachments? attachments = null) : IRedactions
{
    /// <summary>What the grid writes about messages before them: it may hold their words.</summary>
    private static readonly string Derived = string.Join(", ", new[]
    {
        typeof(DecisionRecorded), typeof(Summarised), typeof(AlertRaised), typeof(TaskAdvanced), typeof(TaskEnded),
    }.Select(t => $"'{EventCodec.NameOf(t)}'"));

    public async Task RemoveAsync(EntityId conversation, long messageSeq, string askedBy, CancellationToken cancel = default)
    {
        var stream = new StreamId(EntityKind.Conversation, conversation);
        await ledger.RecordAsync(stream, messageSeq, askedBy, cancel);
        // Afterwards nothing would say which they were.
        await RemoveFilesAsync(stream, messageSeq, cancel);
        await OverwriteAsync(stream, messageSeq, cancel);
        await snapshots.RemoveAsync(stream, cancel);
        store.ForgetRecent();
        await ledger.AppliedAsync(stream, messageSeq, isMissing: false, cancel);
    }

    public Task CleanAsync(CancellationToken cancel = default) => erasure.CleanAsync(events: true, cancel);

    /// <summary>Whether a personal part holds more than the author's name.</summary>
    internal static bool HoldsText(ReadOnlySpan<byte> personal)
    {
        if (personal.Length <= 2) return false;
        var reader = new Utf8JsonReader(personal);
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement.EnumerateObject().Any(p => p.Name != NameMember);
    }

    /// <summary>How the journal calls the author's name.</summary>
    private static readonly string NameMember = JsonNamingPolicy.CamelCase.ConvertName(nameof(ConversationEvent.ByName));

    private async Task RemoveFilesAsync(StreamId stream, long seq, CancellationToken cancel)
    {
        if (attachments is null || await store.Journal.ReadAsync(stream, seq - 1, 1,
            cancel) is not [{ Event: MessagePosted { Attachments: { } files } }]) return;
        foreach (var file in files) await attachments.RemoveAsync(stream.Id, file.AttachmentId, cancel);
    }

    private async Task OverwriteAsync(StreamId stream, long seq, CancellationToken cancel)
    {
        var rows = await store.Database.QueryAsync(
            new($"""
                select seq, type, structure, personal, personal_key from events
                where stream = $1 and (seq = $2 or (seq > $2 and type in ({Derived})))
                """, stream.ToString(), seq),
            row => new Row(row.Int64(0), row.Text(1), row.Bytes(2), row.IsNull(3) ? null : row.Bytes(3), row.TextOrNull(4)), cancel);
        var writes = new WriteSet();
        foreach (var row in rows) await AddAsync(writes, stream, row, cancel);
        if (!writes.IsEmpty) await store.Database.WriteAsync(writes, cancel);
    }

    private async Task AddAsync(WriteSet writes, StreamId stream, Row row, CancellationToken cancel)
    {
        if (row.Key is null)
        {
            // An earlier version wrote it in clear.
            var bare = ClearEvents.Bare(row.Type, row.Structure, row.Personal);
            if (row.Personal is null && bare.AsSpan().SequenceEqual(row.Structure)) return;
            writes.Run("update events set structure = $3, personal = null where stream = $1 and seq = $2", stream.ToString(), row.Seq, bare);
            return;
        }
        // Erased already, with the key.
        if (await keys.ForReadingAsync(stream, row.Key, cancel) is not { } key) return;
        var personal = NameOnly(key.Open(row.Personal ?? [], row.Seq, row.Structure));
        writes.Run("update events set personal = $3 where stream = $1 and seq = $2", stream.ToString(), row.Seq, key.Seal(personal, row.Seq, row.Structure));
    }

    /// <summary>Who wrote it is no part of what was written.</summary>
    private static byte[] NameOnly(byte[]? personal)
    {
        if (personal is not { Length: > 2 }) return "{}"u8.ToArray();
        using var json = JsonDocument.Parse(personal);
        return json.RootElement.TryGetProperty(NameMember, out var name)
            ? JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, JsonElement> { [NameMember] = name }, ContractsJson.Options)
            : "{}"u8.ToArray();
    }

    private sealed record Row(long Seq, string Type, byte[] Structure, byte[]? Personal, string? Key);
}
