using ConversationGrid.Simulator.Time;

namespace ConversationGrid.Simulator.Cluster;

/// <summary>A call whose answer did not come in time; whether it was carried out is unknown.</summary>
internal sealed class CallLostException() : Exception("The simulated network gave no answer.");

/// <summary>Calls between processes, and from clients to processes: each may be lost, doubled, slow, and overtaken by others.</summary>
internal sealed class Network(World world, Dice dice)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task<T> SendAsync<T>(SimProcess target, Func<Task<T>> call)
    {
        var answer = new TaskCompletionSource<T>();
        var patience = world.Scheduler.After(Patience, world.Lane, () => answer.TrySetException(new CallLostException()));
        var copies = dice.Chance(world.Faults.MessageLost) ? 0 : dice.Chance(world.Faults.MessageDoubled) ? 2 : 1;
        for (var i = 0; i < copies; i++)
            Deliver(target, () => world.Watch(AnswerAsync()));
        return answer.Task;

        async Task AnswerAsync()
        {
            // A failure is passed on as it is: to throw and catch it on the way is what costs.
            var done = call();
            await ((Task)done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            Reply(() => answer.TrySetFromTask(done));
        }

        void Reply(Action reply)
        {
            if (dice.Chance(world.Faults.MessageLost)) return;
            world.Later(Delay(), () =>
            {
                patience.Dispose();
                reply();
            });
        }
    }

    /// <summary>One way, may be lost.</summary>
    public void Push(SimProcess target, Action action)
    {
        if (!dice.Chance(world.Faults.PushLost)) Deliver(target, action);
    }

    private void Deliver(SimProcess target, Action action)
    {
        var delay = Delay();
        if (delay == TimeSpan.Zero) target.Lane.Run(action);
        else world.Scheduler.After(delay, target.Lane, action);
    }

    private TimeSpan Delay() => dice.Chance(world.Faults.MessageSlow) ? dice.Ms(1, 3_000) : TimeSpan.Zero;
}
