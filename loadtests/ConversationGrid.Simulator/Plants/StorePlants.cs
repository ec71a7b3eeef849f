using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Simulator.Cluster;
using ConversationGrid.Simulator.Storage;

namespace ConversationGrid.Simulator.Plants;

/// <summary>Watchers hear of events before they are durable, and of some that never are.</summary>
internal sealed class PublishBeforeAppend : Plant
{
    public override string Name => "publish-before-append";
    public override int SeedsMax => 5;
    public override SimStore Store(World world, SimProcess process) => new Planted(world, process);

    private sealed class Planted(World world, SimProcess process) : SimStore(world, process)
    {
        public override ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            var events = request.Events.Select((e, i) => new Committed(request.ExpectedSeq + 1 + i, e)).ToList();
            Process.Feed.OnEvents(request.Stream, events);
            return base.AppendAsync(request, cancel);
        }
    }
}

/// <summary>The entity goes on, and answers, while its append is still on the way.</summary>
internal sealed class AcknowledgeBeforeAppend : Plant
{
    public override string Name => "acknowledge-before-append";
    public override int SeedsMax => 5;
    public override SimStore Store(World world, SimProcess process) => new Planted(world, process);

    private sealed class Planted(World world, SimProcess process) : SimStore(world, process)
    {
        public override async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            World.Watch(ForgetAsync(base.AppendAsync(request, cancel)));
            await Task.Yield();
            return AppendResult.Appended;
        }

        private static async Task ForgetAsync(ValueTask<AppendResult> append)
        {
            try
            {
                await append;
            }
            catch (JournalUnavailableException)
            {
                // Nobody asks any more: that is the bug.
            }
        }
    }
}

/// <summary>The journal takes what an outdated activation writes, behind whatever is there.</summary>
internal sealed class UnfencedZombie : Plant
{
    public override string Name => "unfenced-zombie";
    public override int SeedsMax => 20;
    public override SimStore Store(World world, SimProcess process) => new Planted(world, process);

    private sealed class Planted(World world, SimProcess process) : SimStore(world, process)
    {
        public override async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            if (await base.AppendAsync(request, cancel) == AppendResult.Appended) return AppendResult.Appended;
            var head = World.Checks.Events[request.Stream].Count;
            return await base.AppendAsync(request with { ExpectedSeq = head }, cancel);
        }
    }
}

/// <summary>A claim takes the entry out of the agenda instead of postponing it, and one wake in three comes to nothing: it was the last.</summary>
internal sealed class TimerDropped : Plant
{
    public override string Name => "timer-dropped";
    public override int SeedsMax => 20;
    public override SimStore Store(World world, SimProcess process) => new Planted(world, process);

    private sealed class Planted(World world, SimProcess process) : SimStore(world, process)
    {
        private int _claimed;

        public override async Task<IReadOnlyList<StreamId>> ClaimAsync(DateTimeOffset now, TimeSpan lease, int max, CancellationToken cancel = default) =>
            [.. (await base.ClaimAsync(now, TimeSpan.FromDays(400), max, cancel)).Where(_ => ++_claimed % 3 != 0)];
    }
}

/// <summary>A snapshot says that it holds one event more than it does.</summary>
internal sealed class SnapshotOffByOne : Plant
{
    public override string Name => "snapshot-off-by-one";
    public override int SeedsMax => 10;
    public override SimStore Store(World world, SimProcess process) => new Planted(world, process);

    private sealed class Planted(World world, SimProcess process) : SimStore(world, process)
    {
        public override Task SaveAsync(StreamId stream, Snapshot snapshot, CancellationToken cancel = default) =>
            base.SaveAsync(stream, snapshot with { Seq = snapshot.Seq + 1 }, cancel);
    }
}

/// <summary>The due time is written after the events, in a transaction of its own, by a writer that collects for five seconds.</summary>
internal sealed class DueApart : Plant
{
    public override string Name => "due-time-apart";
    public override int SeedsMax => 120;
    public override SimStore Store(World world, SimProcess process) => new Planted(world, process);

    private sealed class Planted(World world, SimProcess process) : SimStore(world, process)
    {
        public override async ValueTask<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancel = default)
        {
            var result = await base.AppendAsync(request with { Due = DueChange.Keep }, cancel);
            if (result == AppendResult.Appended && request.Due.Changes) World.Watch(LaterAsync(request));
            return result;
        }

        private async Task LaterAsync(AppendRequest request)
        {
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(5), Process.Clock);
                await SetDueAsync(request.Stream, request.ExpectedSeq + request.Events.Count, request.Due.At);
            }
            catch (JournalUnavailableException)
            {
                // Forgotten: that is the bug.
            }
        }
    }
}
