using ConversationGrid.Contracts;
using ConversationGrid.Testing;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Tests;

/// <summary>What an entity reads and writes when it is woken.</summary>
public class WakeTests
{
    private static readonly StreamId Stream = LoneEntity.Stream;

    private readonly MemoryStore _memory = new();
    private readonly CountingStore _store;

    public WakeTests() => _store = new(_memory);

    [Fact]
    public async Task ATimerThatFires_IsOneReadAndOneWrite_AndItsEntryGoesWithIt()
    {
        await SeedAsync(due: DateTimeOffset.UnixEpoch);
        Assert.Equal([Stream], await _memory.ClaimAsync(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(10), 10));
        await LoneEntity.Over(_store, _store, _memory).WakeAsync();
        Assert.IsType<Closed>((await _memory.ReadAsync(Stream, 0, 10))[^1].Event);
        Assert.Null(await _memory.NextDueAsync());
        Assert.Equal((1, 1, 0), (_store.Reads, _store.Appends, _store.DuesSet));
    }

    [Fact]
    public async Task AWakeThatFindsNothing_TakesItsEntryAway_OrSetsItsTrueTime()
    {
        var later = TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1);
        await SeedAsync(due: later, written: DateTimeOffset.UnixEpoch);
        await _memory.ClaimAsync(TimeProvider.System.GetUtcNow(), TimeSpan.FromSeconds(10), 10);
        await LoneEntity.Over(_store, _store, _memory).WakeAsync();
        Assert.Equal(later, await _memory.NextDueAsync());
        Assert.Equal((1, 0, 1), (_store.Reads, _store.Appends, _store.DuesSet));
    }

    /// <summary>A resolved conversation that closes at its time.</summary>
    private async Task SeedAsync(DateTimeOffset due, DateTimeOffset? written = null)
    {
        var (now, a) = (DateTimeOffset.UnixEpoch, Actor.System);
        ConversationEvent[] events =
        [
            new ConversationStarted("u", "web", "en", true, null) { At = now, By = new(ActorKind.Customer, "u") },
            new ConversationEffectSettled(new(1, 0)) { At = now, By = a },
            new Resolved(null, due) { At = now, By = a },
        ];
        await _memory.AppendAsync(new(Stream, 0, events, DueChange.To(written ?? due)));
    }

    private sealed class CountingStore(MemoryStore inner) : IJournal, IAgenda
    {
        public event Action<DateTimeOffset>? DueSet
        {
            add { }
            remove { }
        }

        public int Reads { get; private set; }
        public int Appends { get; private set; }
        public int DuesSet { get; private set; }

        public ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            Appends++;
            return inner.AppendAsync(request, cancel);
        }

        public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default)
        {
            Reads++;
            return inner.ReadAsync(stream, after, max, cancel);
        }

        public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
            inner.ReadBackwardsAsync(stream, upTo, max, cancel);

        public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
            inner.ReadAllAsync(after, max, cancel);

        public Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default) =>
            inner.ClaimAsync(now, lease, max, cancel);

        public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancel = default) => inner.NextDueAsync(cancel);

        public Task SetDueAsync(StreamId stream, long expectedSeq, DateTimeOffset? due, CancellationToken cancel = default)
        {
            DuesSet++;
            return inner.SetDueAsync(stream, expectedSeq, due, cancel);
        }
    }
}
