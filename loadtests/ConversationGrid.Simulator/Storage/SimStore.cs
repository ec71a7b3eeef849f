using ConversationGrid.Contracts;
using ConversationGrid.Testing;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Cluster;

namespace ConversationGrid.Simulator.Storage;

/// <summary>
/// One process's way to the store that all share. Every call may be slow, fail before or after it was done, or be done long after its
/// caller gave up. Planted bugs override single members.
/// </summary>
internal class SimStore(World world, SimProcess process) : IJournal, IAgenda, ISnapshots
{
    public event Action<DateTimeOffset>? DueSet;

    protected World World => world;
    protected SimProcess Process => process;
    protected MemoryStore Shared => world.Store;

    public virtual async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
    {
        var result = await CallAsync(() => Append(request));
        if (result == AppendResult.Appended && request.Due is { Changes: true, At: { } due }) DueSet?.Invoke(due);
        return result;
    }

    public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default) =>
        CallAsync(() => Now(Shared.ReadAsync(stream, after, max, CancellationToken.None)));

    public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
        CallAsync(() => Now(Shared.ReadBackwardsAsync(stream, upTo, max, CancellationToken.None)));

    public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
        CallAsync(() => Now(Shared.ReadAllAsync(after, max, CancellationToken.None)));

    public virtual Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default) =>
        CallAsync(() => Now(Shared.ClaimAsync(now, lease, max, CancellationToken.None)));

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) => CallAsync(() => Now(Shared.NextDueAsync(CancellationToken.None)));

    public async Task SetDueAsync(StreamId stream, long expectedSeq, DateTimeOffset? due, CancellationToken cancel = default)
    {
        await CallAsync(() => Shared.SetDueAsync(stream, expectedSeq, due, CancellationToken.None).IsCompleted);
        if (due is { } at) DueSet?.Invoke(at);
    }

    public Task<Snapshot?> LoadAsync(StreamId stream, CancellationToken cancel = default) =>
        CallAsync(() => Now(Shared.LoadAsync(stream, CancellationToken.None)));

    public virtual Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default) =>
        CallAsync(() => Shared.SaveAsync(stream, snapshot, CancellationToken.None).IsCompleted);

    public Task RemoveAsync(StreamId stream, CancellationToken cancel = default) =>
        CallAsync(() => Shared.RemoveAsync(stream, CancellationToken.None).IsCompleted);

    /// <summary>Appends at this very moment, and has the checkers look at it.</summary>
    protected AppendResult Append(AppendRequest request)
    {
        var result = Now(Shared.AppendAsync(request).AsTask());
        if (result == AppendResult.Appended && request.Events.Count > 0) world.Committed(process, request.Stream, request.ExpectedSeq + 1, request.Events);
        else if (result == AppendResult.Conflict) world.Counts.Fenced++;
        return result;
    }

    /// <summary>Carries a call over to the store and its answer back, with what may go wrong on the way.</summary>
    protected Task<T> CallAsync<T>(Func<T> operation)
    {
        var (faults, dice) = (world.Faults, world.StoreDice);
        var delay = dice.Chance(faults.StoreSlow) ? dice.Ms(5, 800) : dice.Below(4) == 0 ? dice.Ms(1, 4) : TimeSpan.Zero;
        if (world.StoreDownUntil > world.Scheduler.Elapsed) return DownAsync(operation);
        if (dice.Chance(faults.StoreError)) return FailAsync<T>(delay + dice.Ms(0, 50), null, TimeSpan.Zero);
        if (dice.Chance(faults.StoreUnknown)) return FailAsync(delay + dice.Ms(1, 2_000), operation, delay);
        if (dice.Chance(faults.StoreLate)) return FailAsync(dice.Ms(1, 2_000), operation, dice.Ms(2_000, 30_000));
        // A third of the calls is answered at once: a store may do that, and it finds what relies on a pause.
        if (delay == TimeSpan.Zero && dice.Below(3) == 0) return Task.FromResult(operation());
        return ReachAsync(operation, delay);
    }

    protected static T Now<T>(Task<T> done) => done.IsCompleted ? done.GetAwaiter().GetResult()
        : throw new InvalidOperationException("The memory store answers at once.");

    private Task<T> ReachAsync<T>(Func<T> operation, TimeSpan delay)
    {
        var answer = new TaskCompletionSource<T>();
        world.Later(delay, () =>
        {
            var result = operation();
            world.Later(TimeSpan.Zero, () => answer.SetResult(result));
        });
        return answer.Task;
    }

    /// <summary>The store is away: it may fail at once, or hold what it was given until it is back.</summary>
    private Task<T> DownAsync<T>(Func<T> operation) => world.StoreDice.Chance(0.7)
        ? FailAsync<T>(world.StoreDice.Ms(1, 1_000), null, TimeSpan.Zero)
        : FailAsync(TimeSpan.FromSeconds(3), operation, world.StoreDownUntil - world.Scheduler.Elapsed + world.StoreDice.Ms(0, 100));

    private Task<T> FailAsync<T>(TimeSpan after, Func<T>? operation, TimeSpan operationAfter)
    {
        world.Counts.StoreFaults++;
        var answer = new TaskCompletionSource<T>();
        if (operation is not null) world.Later(operationAfter, () => operation());
        world.Later(after, () => answer.SetException(new JournalUnavailableException("The simulated store did not answer.")));
        return answer.Task;
    }
}
