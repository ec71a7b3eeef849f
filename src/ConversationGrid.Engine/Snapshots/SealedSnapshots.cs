using System.Text;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Snapshots;

/// <summary>
/// Encrypts snapshots of conversations and customers, pending effects and all, with the key of their stream. One that cannot be opened is none: the
/// journal rebuilds the state.
/// </summary>
public sealed class SealedSnapshots(ISnapshots inner, IDataKeys? keys) : ISnapshots
{
    /// <summary>Begins what is encrypted; a state in clear is JSON and begins otherwise.</summary>
    private static ReadOnlySpan<byte> Mark => "\u0001sealed"u8;

    public async Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default)
    {
        var snapshot = await inner.LoadAsync(stream, cancel);
        if (snapshot is null || !snapshot.State.AsSpan().StartsWith(Mark)) return snapshot;
        var (length, head) = (snapshot.State.ElementAtOrDefault(Mark.Length), Mark.Length + 1);
        if (keys is null || snapshot.State.Length < head + length) return null;
        var key = await keys.ForReadingAsync(stream, Encoding.ASCII.GetString(snapshot.State, head, length), cancel);
        return key?.Open(snapshot.State.AsSpan(head + length), Place(snapshot.Seq), []) is { } state ? snapshot with { State = state } : null;
    }

    public async Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default)
    {
        if (keys is null || !IDataKeys.Cover(stream))
        {
            await inner.SaveAsync(stream, snapshot, cancel);
            return;
        }
        // What was erased is not kept as a state either.
        if (await keys.ForWritingAsync(stream, first: null, cancel) is not { } key) return;
        var (id, state) = (Encoding.ASCII.GetBytes(key.Id), key.Seal(snapshot.State, Place(snapshot.Seq), []));
        await inner.SaveAsync(stream, snapshot with { State = [.. Mark, (byte)id.Length, .. id, .. state] }, cancel);
    }

    public Task RemoveAsync(StreamId stream, CancellationToken cancel = default) => inner.RemoveAsync(stream, cancel);

    /// <summary>No event has such a number: what was encrypted as one is never opened as the other.</summary>
    private static long Place(long seq) => -1 - seq;
}
