using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Journal;

/// <summary>
/// Encrypts what is personal on its way into the tables and decrypts it on its way out, so that nobody beyond the store knows of it. Without keys
/// everything is written in clear; what is encrypted under a key that is not at hand reads as erased.
/// </summary>
internal sealed class EventSeal(IDataKeys? keys)
{
    /// <summary>An append ready for the writer.</summary>
    public ValueTask<PendingAppend> PendingAsync(in AppendRequest request, CancellationToken cancel)
    {
        var append = PendingAppend.Of(request);
        return keys is null || !append.IsPersonal || !IDataKeys.Cover(request.Stream)
            ? new(append)
            : SealAsync(keys.ForWritingAsync(request.Stream, request.ExpectedSeq == 0 ? request.Events[0] : null, cancel), append);
    }

    /// <summary>One stream's events as they were stored, decrypted and decoded.</summary>
    public async ValueTask<IReadOnlyList<Committed>> OpenAsync(StreamId stream, IReadOnlyList<StoredEvent> rows, CancellationToken cancel)
    {
        var events = new Committed[rows.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = rows[i].IsSealed ? rows[i].Decode(await PersonalAsync(stream, rows[i], cancel), leniently: false) : rows[i].Open;
        return events;
    }

    /// <summary>The events of several streams, in their order. What cannot be decoded comes as an <see cref="UnreadableEvent"/>.</summary>
    public async ValueTask<IReadOnlyList<T>> OpenAllAsync<T>(
        IReadOnlyList<(StreamId Stream, StoredEvent Row, T Item)> rows, Func<T, Committed, T> with, CancellationToken cancel)
    {
        if (keys is not null)
        {
            var streams = rows.Where(r => r.Row.IsSealed).Select(r => r.Stream).ToHashSet();
            if (streams.Count > 1) await keys.PrepareAsync(streams, cancel);
        }
        var events = new T[rows.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var (stream, row, item) = rows[i];
            events[i] = with(item, row.IsSealed ? row.Decode(await PersonalAsync(stream, row, cancel), leniently: true) : row.Open);
        }
        return events;
    }

    private async ValueTask<byte[]?> PersonalAsync(StreamId stream, StoredEvent row, CancellationToken cancel) =>
        keys is not null && await keys.ForReadingAsync(stream, row.Key!, cancel) is { } key ? key.Open(row.Personal, row.Seq, row.Structure) : null;

    private static ValueTask<PendingAppend> SealAsync(ValueTask<IDataKey?> finding, PendingAppend append)
    {
        return finding.IsCompletedSuccessfully ? new(append.Under(finding.Result)) : Awaited(finding, append);

        static async ValueTask<PendingAppend> Awaited(ValueTask<IDataKey?> finding, PendingAppend append) => append.Under(await finding);
    }
}

/// <summary>A row of the events: decoded already where nothing of it is encrypted, else as it lies there.</summary>
internal readonly struct StoredEvent
{
    private StoredEvent(Committed open) => (Seq, Open) = (open.Seq, open);

    private StoredEvent(long seq, string type, byte[] structure, byte[] personal, string key) =>
        (Seq, Type, Structure, Personal, Key) = (seq, type, structure, personal, key);

    public long Seq { get; }
    public Committed Open { get; }
    public string? Type { get; }
    public byte[]? Structure { get; }
    public byte[]? Personal { get; }
    public string? Key { get; }
    public bool IsSealed => Key is not null;

    /// <summary>An event that is at hand.</summary>
    public static StoredEvent Of(long seq, DomainEvent e) => new(new Committed(seq, e));

    /// <summary>A row without anything encrypted.</summary>
    /// <param name="leniently">Whether what cannot be decoded is no failure.</param>
    public static StoredEvent InClear(long seq, string type, ReadOnlySpan<byte> structure, ReadOnlySpan<byte> personal, bool leniently) =>
        new(Decode(seq, type, structure, personal, leniently));

    /// <summary>A row whose personal part is encrypted.</summary>
    public static StoredEvent Sealed(long seq, string type, byte[] structure, byte[] personal, string key) => new(seq, type, structure, personal, key);

    /// <summary>The event of an encrypted row.</summary>
    /// <param name="personal">What was decrypted; null for what was erased.</param>
    public Committed Decode(byte[]? personal, bool leniently) => Decode(Seq, Type!, Structure, personal, leniently);

    private static Committed Decode(long seq, string type, ReadOnlySpan<byte> structure, ReadOnlySpan<byte> personal, bool leniently) =>
        leniently ? Leniently.Read(seq, type, structure, personal) : new(seq, EventCodec.Decode(type, structure, personal));
}
