using System.Threading.RateLimiting;

namespace ConversationGrid.Gateway.Throttling;

/// <summary>A token bucket for each address.</summary>
internal sealed class AddressBuckets(int perSecond) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _addresses = PartitionedRateLimiter.Create<string, string>(
        address => RateLimitPartition.GetTokenBucketLimiter(address, _ => RateLimits.Bucket(perSecond, perSecond * 10)));

    public bool TryTake(string address)
    {
        using var lease = _addresses.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    public void Dispose() => _addresses.Dispose();
}
