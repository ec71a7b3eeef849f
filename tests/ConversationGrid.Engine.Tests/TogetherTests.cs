using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Entities;
using ConversationGrid.Testing;
using ConversationGrid.Engine.Ports;

namespace ConversationGrid.Engine.Tests;

/// <summary>Commands that come while one of the same entity is appended go into the next append together, and each gets its own answer.</summary>
public class TogetherTests
{
    private const string Poison = "poison";
    private static readonly StreamId Stream = LoneEntity.Stream;
    private static readonly Caller Supervisor = GridWorld.Agent("sue") with { Role = CallerRole.Supervisor };

    private readonly HeldJournal _journal = new();
    private readonly GridFeed _feed;

    public TogetherTests() => _feed = new(_journal);

    [Fact]
    public async Task WhatGathers_IsOneAppend_AndEachGetsItsOwnReceipt_InOrder()
    {
        var entity = await StartedAsync();
        var (first, gathered) = Gather(entity, 1, 10);
        var before = _journal.Appends;
        _journal.Release();
        Assert.Equal(1, (await first).OrThrow().Seq - Start);
        var receipts = await Task.WhenAll(gathered);
        Assert.Equal(Enumerable.Range(2, 10).Select(n => (long)n), receipts.Select(r => r.OrThrow().Seq - Start));
        // The first, and the others together.
        Assert.Equal(2, _journal.Appends - before);
        Assert.Equal(["n0", .. Enumerable.Range(1, 10).Select(n => $"n{n}")], await NotesAsync());
    }

    [Fact]
    public async Task NobodyHearsOfIt_BeforeItIsInTheJournal()
    {
        var entity = await StartedAsync();
        await entity.SubscribeAsync(this, _feed);
        var (first, gathered) = Gather(entity, 1, 3);
        _journal.Release(1);
        await first;
        Assert.All(gathered, call => Assert.False(call.IsCompleted));
        _journal.Release();
        await Task.WhenAll(gathered);
        Assert.Equal([1, 3], _feed.Batches);
        Assert.False(_feed.HeardTooSoon);
    }

    [Fact]
    public async Task ARefusalAmongThem_IsNobodyElses()
    {
        var entity = await StartedAsync();
        var first = entity.ExecuteAsync(Note(0));
        var good = entity.ExecuteAsync(Note(1));
        var bad = entity.ExecuteAsync(new PostNote(Supervisor, "bad", ""));
        var no = entity.ExecuteAsync(new AcceptOffer(GridWorld.Agent("ann"), "no such offer"));
        var again = entity.ExecuteAsync(Note(1));
        var broken = entity.ExecuteAsync(new Unheard());
        var last = entity.ExecuteAsync(Note(2));
        var reads = _journal.Reads;
        _journal.Release();
        Assert.Equal(RefusalCodes.Invalid, (await bad).Refusal!.Code);
        Assert.Equal(RefusalCodes.NotFound, (await no).Refusal!.Code);
        await Assert.ThrowsAnyAsync<Exception>(() => broken);
        Assert.Equal((await good).OrThrow(), (await again).OrThrow());
        Assert.Equal((await good).Receipt.Seq + 1, (await last).OrThrow().Seq);
        Assert.Equal(reads, _journal.Reads);
        await first;
    }

    [Fact]
    public async Task OnlyNoes_LookTheJournalUp_Once()
    {
        var entity = await StartedAsync();
        var first = entity.ExecuteAsync(Note(0));
        var noes = Enumerable.Range(0, 5).Select(_ => entity.ExecuteAsync(new AcceptOffer(GridWorld.Agent("ann"), "no such offer"))).ToArray();
        var reads = _journal.Reads;
        _journal.Release();
        Assert.All(await Task.WhenAll(noes), no => Assert.NotNull(no.Refusal));
        Assert.Equal(reads + 1, _journal.Reads);
        await first;
    }

    [Fact]
    public async Task Fenced_AllAreDecidedAnew()
    {
        var entity = await StartedAsync();
        var other = Entity();
        await other.ReadAsync(state => state.Seq);
        var (first, gathered) = Gather(entity, 1, 4);
        // What the other activation wrote is the first of the gathered: the same command, so it is not written twice.
        _journal.BeforeNext(async () => (await other.ExecuteAsync(Note(1))).OrThrow(), after: 1);
        _journal.Release();
        var receipts = await Task.WhenAll(gathered);
        await first;
        Assert.Equal(["n0", "n1", "n2", "n3", "n4"], await NotesAsync());
        Assert.Equal(Enumerable.Range(2, 4).Select(n => (long)n), receipts.Select(r => r.OrThrow().Seq - Start));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task UnknownOutcome_IsUnavailableToEach_AndAgainLeadsToTheSame(bool wasWritten)
    {
        var entity = await StartedAsync();
        var (first, gathered) = Gather(entity, 1, 4);
        _journal.FailNext(after: 1, wasWritten);
        _journal.Release();
        (await first).OrThrow();
        Assert.All(await Task.WhenAll(gathered), outcome => Assert.Equal(RefusalCodes.Unavailable, outcome.Refusal!.Code));
        for (var n = 1; n <= 4; n++) Assert.Equal(Start + 1 + n, (await entity.ExecuteAsync(Note(n))).OrThrow().Seq);
        Assert.Equal(["n0", "n1", "n2", "n3", "n4"], await NotesAsync());
    }

    [Fact]
    public async Task OneThatCannotBeWritten_FailsAlone()
    {
        var entity = await StartedAsync();
        var first = entity.ExecuteAsync(Note(0));
        var good = entity.ExecuteAsync(Note(1));
        var bad = entity.ExecuteAsync(new PostNote(Supervisor, "bad", Poison));
        var last = entity.ExecuteAsync(Note(2));
        _journal.Release();
        (await good).OrThrow();
        await Assert.ThrowsAsync<NotSupportedException>(() => bad);
        (await last).OrThrow();
        Assert.Equal(["n0", "n1", "n2"], await NotesAsync());
        await first;
    }

    [Fact]
    public async Task WhoCancelsBeforeItsTurn_IsLeftOut()
    {
        var entity = await StartedAsync();
        using var stop = new CancellationTokenSource();
        var first = entity.ExecuteAsync(Note(0));
        var gone = entity.ExecuteAsync(Note(1), stop.Token);
        var stays = entity.ExecuteAsync(Note(2));
        await stop.CancelAsync();
        _journal.Release();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        (await stays).OrThrow();
        Assert.Equal(["n0", "n2"], await NotesAsync());
        await first;
    }

    [Fact]
    public async Task MoreThanTheBound_GoInSeveral_AndALookBetweenThemKeepsItsPlace()
    {
        var entity = await StartedAsync(new EngineOptions { CommandsTogetherMax = 4 });
        var (first, gathered) = Gather(entity, 1, 6);
        var look = entity.ReadAsync(state => state.Seq);
        var last = entity.ExecuteAsync(Note(7));
        var before = _journal.Appends;
        _journal.Release();
        Assert.Equal((await last).OrThrow().Seq - 1, await look);
        await Task.WhenAll(gathered);
        Assert.Equal(1 + 2 + 1, _journal.Appends - before);
        await first;
    }

    /// <summary>Where the conversation stands before the notes.</summary>
    private long Start { get; set; }

    private static PostNote Note(int n) => new(Supervisor, $"k{n}", $"n{n}");

    private Entity<ConversationState, ConversationCommand, ConversationEvent> Entity(EngineOptions? options = null) =>
        LoneEntity.Over(_journal, _journal.Store, _journal.Store, options);

    /// <summary>An entity that lives, with every further append held.</summary>
    private async Task<Entity<ConversationState, ConversationCommand, ConversationEvent>> StartedAsync(EngineOptions? options = null)
    {
        var entity = Entity(options);
        (await entity.ExecuteAsync(new StartConversation(GridWorld.Customer, "s", "web", "en", null, null))).OrThrow();
        Start = await entity.ReadAsync(state => state.Seq);
        _journal.Hold();
        return entity;
    }

    /// <summary>Note 0 is under way; the others come meanwhile.</summary>
    private static (Task<Outcome> First, Task<Outcome>[] Gathered) Gather(
        Entity<ConversationState, ConversationCommand, ConversationEvent> entity, int from, int to) =>
        (entity.ExecuteAsync(Note(0)), [.. Enumerable.Range(from, to).Select(n => entity.ExecuteAsync(Note(n)))]);

    private async Task<IEnumerable<string>> NotesAsync() =>
        (await _journal.Store.ReadAsync(Stream, 0, 1_000)).Select(c => c.Event).OfType<NotePosted>().Select(note => note.Text!);

    private sealed record Unheard() : ConversationCommand(Caller.System);

    /// <summary>Notes what it hears, and whether that was in the journal by then.</summary>
    private sealed class GridFeed(HeldJournal journal) : IEventFeed
    {
        public List<int> Batches { get; } = [];
        public bool HeardTooSoon { get; private set; }

        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
        {
            Batches.Add(events.Count);
            HeardTooSoon |= journal.Store.All.Count(e => e.Stream == stream) < events[^1].Seq;
        }

        public void OnSignal(StreamId stream, Signal signal)
        {
        }
    }

    /// <summary>The journal in memory whose appends wait until they are let go, and fail where they are told to.</summary>
    private sealed class HeldJournal : IJournal
    {
        private SemaphoreSlim? _gate;
        private (int In, bool Written)? _fail;
        private (int In, Func<Task> Act)? _before;

        public MemoryStore Store { get; } = new();
        public int Appends { get; private set; }
        public int Reads { get; private set; }

        public void Hold() => _gate = new(0);
        public void Release(int appends = 1_000) => _gate!.Release(appends);
        public void FailNext(int after, bool written) => _fail = (after, written);
        public void BeforeNext(Func<Task> act, int after) => _before = (after, act);

        public async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            if (request.Events.OfType<NotePosted>().Any(note => note.Text == Poison)) throw new NotSupportedException("Such a note cannot be written.");
            if (_gate is not null) await _gate.WaitAsync(cancel);
            var (fail, before) = (_fail, _before);
            _fail = fail is { In: > 0 } f ? f with { In = f.In - 1 } : null;
            _before = before is { In: > 0 } b ? b with { In = b.In - 1 } : null;
            if (before is { In: 0 }) await before.Value.Act();
            if (fail is { In: 0, Written: false }) throw new JournalUnavailableException("Nobody there.");
            var result = await Store.AppendAsync(request, cancel);
            if (result == AppendResult.Appended) Appends++;
            return fail is { In: 0 } ? throw new JournalUnavailableException("Nobody said.") : result;
        }

        public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default)
        {
            Reads++;
            return Store.ReadAsync(stream, after, max, cancel);
        }

        public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
            Store.ReadBackwardsAsync(stream, upTo, max, cancel);

        public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
            Store.ReadAllAsync(after, max, cancel);
    }
}
