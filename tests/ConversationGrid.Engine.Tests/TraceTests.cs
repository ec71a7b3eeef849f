using System.Diagnostics;
using System.Diagnostics.Metrics;
using ConversationGrid.Conformance;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Telemetry;
using ConversationGrid.Testing;

namespace ConversationGrid.Engine.Tests;

/// <summary>Commands of several traces that share an append: each event is pushed in the trace of its own command.</summary>
public sealed class TraceTests : IDisposable
{
    private static readonly ActivitySource Callers = new("ConversationGrid.Engine.Tests");
    private static readonly Caller Supervisor = GridWorld.Agent("sue") with { Role = CallerRole.Supervisor };
    private readonly HeldStore _store = new();
    private readonly List<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public TraceTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name is GridTelemetry.Name or "ConversationGrid.Engine.Tests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (_ended) _ended.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task CommandsThatShareAnAppend_KeepTheirTraces()
    {
        var entity = LoneEntity.Over(_store, _store.Inner, _store.Inner);
        (await entity.ExecuteAsync(new StartConversation(GridWorld.Customer, "s", "web", "en", null, null))).OrThrow();
        var feed = new TracedFeed();
        await entity.SubscribeAsync(this, feed);
        _store.Hold();
        var first = TracedAsync("a");
        var untraced = entity.ExecuteAsync(Note("b"));
        var (second, third) = (TracedAsync("c"), TracedAsync("d"));
        _store.Release();
        await untraced;
        var traces = new[] { await first, await second, await third };

        Assert.Equal([traces[0], null, traces[1], traces[2]], feed.Traces);
        Assert.Null(Activity.Current);
        Activity append;
        lock (_ended) append = Assert.Single(_ended, s => s.OperationName == "append" && s.TraceId.ToString() == traces[1]);
        Assert.Equal(traces[2], Assert.Single(append.Links).Context.TraceId.ToString());
        Assert.Equal(3, append.GetTagItem(GridTelemetry.EventsTag));

        async Task<string> TracedAsync(string text)
        {
            using var caller = Callers.StartActivity(text)!;
            (await entity.ExecuteAsync(Note(text))).OrThrow();
            return caller.TraceId.ToString();
        }
    }

    [Fact]
    public async Task CommandsAreCounted_ByHowTheyEnded_WithNoWordOfTheirs()
    {
        var counted = new List<string>();
        using var meter = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "grid.entity.commands") listener.EnableMeasurementEvents(instrument);
            },
        };
        meter.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (counted) counted.Add(string.Join(' ', tags.ToArray().Select(t => t.Value)));
        });
        meter.Start();
        var entity = LoneEntity.Over(_store, _store.Inner, _store.Inner);
        await entity.ExecuteAsync(new StartConversation(GridWorld.Customer, "s", "web", "en", "canary-text", null));
        await entity.ExecuteAsync(new PostNote(Supervisor, "canary-key", ""));
        lock (counted)
        {
            Assert.Contains("conversation StartConversation done", counted);
            Assert.Contains("conversation PostNote invalid", counted);
            Assert.DoesNotContain(counted, c => c.Contains("canary"));
        }
    }

    public void Dispose() => _listener.Dispose();

    private static PostNote Note(string text) => new(Supervisor, text, text);

    /// <summary>Notes under which trace each event came.</summary>
    private sealed class TracedFeed : IEventFeed
    {
        public List<string?> Traces { get; } = [];

        public void OnEvents(StreamId stream, IReadOnlyList<Committed> events)
        {
            foreach (var _ in events) Traces.Add(Activity.Current?.TraceId.ToString());
        }

        public void OnSignal(StreamId stream, Signal signal)
        {
        }
    }

    /// <summary>A journal whose appends wait while it is held.</summary>
    private sealed class HeldStore : IJournal
    {
        private TaskCompletionSource _open = new();

        public HeldStore() => _open.SetResult();

        public MemoryStore Inner { get; } = new();

        public void Hold() => _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _open.SetResult();

        public async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            await _open.Task;
            return await Inner.AppendAsync(request, cancel);
        }

        public Task<IReadOnlyList<Committed>> ReadAsync(StreamId stream, long after, int max, CancellationToken cancel = default) =>
            Inner.ReadAsync(stream, after, max, cancel);

        public Task<IReadOnlyList<Committed>> ReadBackwardsAsync(StreamId stream, long upTo, int max, CancellationToken cancel = default) =>
            Inner.ReadBackwardsAsync(stream, upTo, max, cancel);

        public Task<IReadOnlyList<GlobalEvent>> ReadAllAsync(GlobalPosition after, int max, CancellationToken cancel = default) =>
            Inner.ReadAllAsync(after, max, cancel);
    }
}
