using ConversationGrid.Engine.Ports;
using ConversationGrid.Journal.Tables;

namespace ConversationGrid.Projections.Running;

/// <inheritdoc cref="IReadModels"/>
internal sealed class ReadModels(IDatabase database, IJournalFeed feed, TimeProvider time) : IReadModels
{
    /// <summary>Events looked at together for one that is missing.</summary>
    private const int LookedAtMax = 100;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int[] All => [.. Enumerable.Range(0, feed.Partitions)];
    private GlobalPosition? _wanted;
    private volatile bool _isCaughtUp;

    public bool IsCaughtUp => _isCaughtUp;

    public async Task<ReadModelsState> StateAsync(CancellationToken cancel = default)
    {
        await _turn.WaitAsync(cancel);
        try
        {
            _wanted ??= await feed.HeadAsync(cancel);
            var behind = (await Partitions.PositionsAsync(database, cancel)).OrderBy(p => p.Epoch).ThenBy(p => p.Offset).First();
            if ((behind.Epoch, behind.Offset).CompareTo((_wanted.Value.Epoch, _wanted.Value.Offset)) >= 0) _isCaughtUp = true;
            // Where nothing is left to read but other kinds of events, nothing is missing.
            var next = await feed.ReadAsync(All, behind, null, LookedAtMax, cancel);
            while (next is { Events.Count: 0, IsWhole: false }) next = await feed.ReadAsync(All, next.ReadTo, null, LookedAtMax, cancel);
            if (next.Events.Count == 0)
            {
                _isCaughtUp = true;
                return new(true, TimeSpan.Zero);
            }
            var age = time.GetUtcNow() - next.Events[0].Committed.Event.At;
            return new(_isCaughtUp, age > TimeSpan.Zero ? age : TimeSpan.Zero);
        }
        finally
        {
            _turn.Release();
        }
    }
}
