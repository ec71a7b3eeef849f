using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Throttling;

/// <summary>
/// Refuses what costs much memory before the process has no more: new conversations and pages of events. What is under way goes on. The limit is the
/// collector's: that of the container, of <c>DOTNET_GCHeapHardLimit</c> or <c>DOTNET_GCHeapHardLimitPercent</c>, else the machine's memory.
/// </summary>
/// <param name="read">Bytes that live objects hold, and how many the process may use.</param>
internal sealed class MemoryShed(IOptions<GatewayOptions> options, TimeProvider time, Func<(long Used, long Limit)> read)
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>By how much the share must fall before anything is taken again, so that it does not go on and off.</summary>
    private const double Slack = 0.05;

    private readonly Lock _lock = new();
    private long _lookedAt;
    private bool _hasLooked;
    private bool _isShort;

    public MemoryShed(IOptions<GatewayOptions> options, TimeProvider time) : this(options, time, Read)
    {
    }

    /// <summary>Whether something large is refused now.</summary>
    public bool IsShort()
    {
        lock (_lock)
        {
            if (_hasLooked && time.GetElapsedTime(_lookedAt) < LooksEvery) return _isShort;
            (_hasLooked, _lookedAt) = (true, time.GetTimestamp());
            var (used, limit) = read();
            var share = limit <= 0 ? 0 : (double)used / limit;
            return _isShort = share >= options.Value.MemoryShedAt - (_isShort ? Slack * options.Value.MemoryShedAt : 0);
        }
    }

    /// <exception cref="RefusedException">Memory is short; the same call may succeed later.</exception>
    public void ThrowIfShort()
    {
        if (IsShort()) throw new RefusedException(Refused);
    }

    internal static readonly Refusal Refused = Refusal.Unavailable("The server is short of memory; try again.");

    /// <summary>What the last collection left: garbage that was not collected yet is no reason to refuse anybody.</summary>
    private static (long Used, long Limit) Read()
    {
        var info = GC.GetGCMemoryInfo(GCKind.Any);
        return (info.HeapSizeBytes, info.TotalAvailableMemoryBytes);
    }
}
