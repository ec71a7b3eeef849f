using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace ConversationGrid.Benchmarks.Measures;

/// <summary>What another .NET process really holds: asks its collector for a full collection over its diagnostics port, and takes the heap's size
/// after it.</summary>
internal static class LiveHeap
{
    private const long GcEvents = 0x1;
    private const long GcCollectNow = 0x800000;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    /// <summary>Bytes on the managed heap after a full collection.</summary>
    public static async Task<double> OfAsync(int pid)
    {
        var provider = new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, GcEvents | GcCollectNow);
        using var session = new DiagnosticsClient(pid).StartEventPipeSession([provider], requestRundown: false);
        using var source = new EventPipeEventSource(session.EventStream);
        var size = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        source.Clr.GCHeapStats += e => size.TrySetResult(e.TotalHeapSize);
        var reading = Task.Run(source.Process);
        var bytes = await size.Task.WaitAsync(_patience);
        await session.StopAsync(CancellationToken.None);
        await reading.WaitAsync(_patience);
        return bytes;
    }
}
