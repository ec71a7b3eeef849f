using System.Buffers.Binary;
using System.Data.Common;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace ConversationGrid.Grains.Snapshots;

/// <summary>
/// Snapshots in Orleans' grain storage. A cache like the journal's own table, with one more round trip: a write needs the tag of what is
/// there. Whatever goes wrong here costs a longer read of the journal, never truth.
/// </summary>
internal sealed partial class GrainStorageSnapshots(IGrainStorage storage, ILogger<GrainStorageSnapshots> log) : ISnapshots
{
    private const string StateName = "entity";
    private static readonly GrainType Type = GrainType.Create("snapshot");

    public async Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default)
    {
        try
        {
            return (await ReadAsync(stream)).State?.Snapshot;
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or FormatException)
        {
            Unread(log, stream, failure);
            return null;
        }
    }

    public async Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default)
    {
        try
        {
            var stored = await ReadAsync(stream);
            if (stored.State?.Snapshot is { } there && there.Seq >= snapshot.Seq) return;
            stored.State = new() { Snapshot = snapshot };
            await storage.WriteStateAsync(StateName, Id(stream), stored);
        }
        catch (InconsistentStateException)
        {
            // Another activation wrote meanwhile. Its snapshot is as good.
        }
        catch (Exception failure) when (failure is DbException or TimeoutException)
        {
            throw new JournalUnavailableException("The grain storage did not answer.", failure);
        }
    }

    public async Task RemoveAsync(StreamId stream, CancellationToken cancel = default)
    {
        try
        {
            var stored = await ReadAsync(stream);
            if (stored.RecordExists) await storage.ClearStateAsync(StateName, Id(stream), stored);
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or InconsistentStateException or FormatException)
        {
            throw new JournalUnavailableException("The grain storage did not answer.", failure);
        }
    }

    private async Task<GrainState<StoredSnapshot>> ReadAsync(StreamId stream)
    {
        var state = new GrainState<StoredSnapshot>(new());
        await storage.ReadStateAsync(StateName, Id(stream), state);
        return state;
    }

    private static GrainId Id(StreamId stream) => GrainId.Create(Type, stream.ToString());

    [LoggerMessage(3002, LogLevel.Warning, "{Stream}: its snapshot could not be read; the journal rebuilds the state.")]
    private static partial void Unread(ILogger log, LoggedStream stream, Exception failure);
}

/// <summary>What the grain storage keeps: nothing, or a snapshot.</summary>
internal sealed class StoredSnapshot
{
    public Snapshot? Snapshot { get; init; }
}

/// <summary>A snapshot as bytes: its sequence number (8), its version (4), its state.</summary>
internal sealed class SnapshotSerializer : IGrainStorageSerializer
{
    private const int HeadBytes = 12;

    public BinaryData Serialize<T>(T? input)
    {
        if (input is not StoredSnapshot { Snapshot: { } snapshot }) return BinaryData.FromBytes(ReadOnlyMemory<byte>.Empty);
        var bytes = new byte[HeadBytes + snapshot.State.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, snapshot.Seq);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), snapshot.Version);
        snapshot.State.CopyTo(bytes, HeadBytes);
        return BinaryData.FromBytes(bytes);
    }

    public T Deserialize<T>(BinaryData input)
    {
        var bytes = input.ToMemory().Span;
        var stored = bytes.Length switch
        {
            0 => new StoredSnapshot(),
            < HeadBytes => throw new FormatException($"A stored snapshot of {bytes.Length} bytes is too short."),
            _ => new StoredSnapshot
            {
                Snapshot = new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]), bytes[HeadBytes..].ToArray()),
            },
        };
        return (T)(object)stored;
    }
}
