using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using ConversationGrid.Contracts;
using ConversationGrid.Gateway.Configuration;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Throttling;

/// <summary>Token buckets: per address for REST, per user for hub calls. A connection's own bucket is <see cref="CallBudget"/>.</summary>
public sealed class RateLimits(IOptions<GatewayOptions> options) : IDisposable
{
    /// <summary>Name of the limit on opening sessions.</summary>
    public const string Sessions = "sessions";

    /// <summary>Name of the limit on sign-ins with a password, which are dear.</summary>
    public const string SignIns = "sign-ins";

    /// <summary>Name of the limit on new hub connections.</summary>
    public const string Hubs = "hubs";

    /// <summary>Name of the limit on REST calls.</summary>
    public const string Rest = "rest";

    private readonly PartitionedRateLimiter<string> _users = PartitionedRateLimiter.Create<string, string>(user => RateLimitPartition.GetTokenBucketLimiter(
        user, _ => Bucket(options.Value.CallsPerSecondPerUser, options.Value.CallsPerSecondPerUser * 4)));

    /// <summary>Takes one call from a user's share.</summary>
    public bool TryTake(string user)
    {
        using var lease = _users.AttemptAcquire(user);
        return lease.IsAcquired;
    }

    public void Dispose() => _users.Dispose();

    internal static void Configure(RateLimiterOptions limiter, GatewayOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = async (context, _) =>
        {
            context.HttpContext.Response.Headers.RetryAfter = "1";
            await Problems.Of(Refusal.RateLimited("Too many requests from this address.")).ExecuteAsync(context.HttpContext);
        };
        limiter.AddPolicy(Sessions, http => RateLimitPartition.GetTokenBucketLimiter(
            Address(http), _ => Bucket(options.SessionsPerSecondPerAddress, options.SessionsBurstPerAddress)));
        limiter.AddPolicy(SignIns, http => RateLimitPartition.GetTokenBucketLimiter(
            Address(http), _ => Bucket(options.SignInsPerSecondPerAddress, options.SignInsBurstPerAddress)));
        limiter.AddPolicy(Hubs, http => RateLimitPartition.GetTokenBucketLimiter(
            Address(http), _ => Bucket(options.ConnectionsPerSecondPerAddress, options.ConnectionsPerSecondPerAddress * 20)));
        limiter.AddPolicy(Rest, http => RateLimitPartition.GetTokenBucketLimiter(
            Address(http), _ => Bucket(options.RequestsPerSecondPerAddress, options.RequestsPerSecondPerAddress * 5)));
    }

    /// <summary>Whose share a request takes from: an IPv4 address, or the network of 64 bits that one IPv6 customer has to itself.</summary>
    public static string Address(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    internal static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = Math.Max(1, perSecond / 10),
        ReplenishmentPeriod = TimeSpan.FromSeconds(perSecond < 10 ? 1.0 / perSecond : 0.1),
        QueueLimit = 0,
        // The partitioned limiter replenishes all its buckets with one timer.
        AutoReplenishment = false,
    };
}
