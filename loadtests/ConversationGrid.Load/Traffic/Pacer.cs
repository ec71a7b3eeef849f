using System.Runtime.InteropServices;

namespace ConversationGrid.Load.Traffic;

/// <summary>Runs an action at even times on a thread of its own, late ones at once: an open loop does not wait for answers.</summary>
internal sealed class Pacer(TimeProvider time)
{
    private const long NanosPerSecond = 1_000_000_000;

    /// <param name="send">Gets the number of the step and the time at which it was due, in the clock's ticks.</param>
    /// <param name="over">Says that there is nothing left to send.</param>
    public Task RunAsync(double perSecond, TimeSpan length, Action<long, long> send, CancellationToken cancel, Func<bool>? over = null)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Run(perSecond, length, send, over, cancel);
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "pacer" };
        thread.Start();
        return done.Task;
    }

    private void Run(double perSecond, TimeSpan length, Action<long, long> send, Func<bool>? over, CancellationToken cancel)
    {
        var frequency = time.TimestampFrequency;
        var start = time.GetTimestamp();
        var steps = (long)(perSecond * length.TotalSeconds);
        for (long step = 0; step < steps && !cancel.IsCancellationRequested && over?.Invoke() != true;)
        {
            var now = time.GetTimestamp();
            for (; step < steps && Due(step) <= now; step++) send(step, Due(step));
            if (step >= steps) return;
            var waitNanos = (Due(step) - time.GetTimestamp()) * NanosPerSecond / frequency;
            if (waitNanos > 0) Rest(Math.Min(waitNanos, NanosPerSecond / 10));
        }

        long Due(long step) => start + (long)(step / perSecond * frequency);
    }

    /// <summary>The runtime's own waits count in milliseconds, too coarse for a schedule of thousands a second.</summary>
    private static void Rest(long nanos)
    {
        var request = new TimeSpec { Seconds = (nint)(nanos / NanosPerSecond), Nanos = (nint)(nanos % NanosPerSecond) };
        _ = NanoSleep(ref request, 0);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(ref TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanos;
    }
}
