using ConversationGrid.Contracts;

namespace ConversationGrid.Engine.Ports;

/// <summary>A cache of folded state. Losing, repeating or delaying a write costs time, never truth: the journal rebuilds it.</summary>
public interface ISnapshots
{
    /// <summary>The newest snapshot at hand, or null.</summary>
    Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default);

    /// <summary>Keeps a snapshot unless a newer one is there.</summary>
    Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default);

    /// <summary>Forgets the stream's snapshot.</summary>
    Task RemoveAsync(StreamId stream, CancellationToken cancel = default);
}

/// <summary>A state after its event <paramref name="Seq"/>.</summary>
/// <param name="Version">Version of the state's shape; another one is ignored and rebuilt.</param>
public sealed record Snapshot(long Seq, int Version, byte[] State);
