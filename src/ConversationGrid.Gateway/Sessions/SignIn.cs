using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Gateway.Configuration;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Checks passwords and signatures. A refusal takes the same time whatever its reason, so it tells nobody which accounts exist; an account
/// with too many wrong passwords from one source is locked for that source for a while, and for all sources that it never signed in from when many sources
/// guess together. A stranger's guesses therefore do not lock the owner out where the owner is known.
/// </summary>
public sealed class SignIn(IOptions<GatewayOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Accounts whose failures are remembered at once; beyond, the oldest count is dropped with all others.</summary>
    private const int RememberedMax = 100_000;

    /// <summary>Hashes computed at once: no more than there are processors, so that a flood of sign-ins waits here and not everyone else.</summary>
    private readonly SemaphoreSlim _hashing = new(Environment.ProcessorCount);
    private readonly PasswordHasher<object> _hasher = new();
    private readonly string _nobody = new PasswordHasher<object>().HashPassword(new(), "nobody has this password");
    /// <summary>Wrong passwords by account and source; those of an account over all sources stand under no source.</summary>
    private readonly ConcurrentDictionary<Attempt, (int Wrong, DateTimeOffset Until)> _failures = new();

    /// <summary>From where accounts signed in with the right password since this process began.</summary>
    private readonly ConcurrentDictionary<Attempt, bool> _known = new();

    /// <param name="source">From where, e.g. an address.</param>
    public async Task<StaffMember?> CheckAsync(Workspace? workspace, string email, string password, string source, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var member = workspace?.FindByEmail(email);
        var key = new Attempt(workspace?.Name ?? "", email.ToUpperInvariant(), source);
        // The hash is computed in every case: it is what takes long.
        var right = await IsRightAsync(member?.PasswordHash ?? _nobody, password, cancel);
        if (right && member?.PasswordHash is not null && !IsLocked(key))
        {
            _failures.TryRemove(key, out _);
            if (_known.Count > RememberedMax) _known.Clear();
            _known[key] = true;
            return member;
        }
        Count(key);
        Count(key.OfAccount);
        var left = options.Value.RefusedSignInTakes - time.GetElapsedTime(began);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, cancel);
        return null;
    }

    public void Dispose() => _hashing.Dispose();

    /// <summary>Whether a signature is the lower-case hex HMAC-SHA256 of the id with the workspace's secret.</summary>
    public static bool IsSigned(Workspace workspace, string externalId, string? signature)
    {
        if (workspace.IdentitySecret is null || signature is null) return false;
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(workspace.IdentitySecret), Encoding.UTF8.GetBytes(externalId)));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature));
    }

    private async Task<bool> IsRightAsync(string hash, string password, CancellationToken cancel)
    {
        await _hashing.WaitAsync(cancel);
        try
        {
            return _hasher.VerifyHashedPassword(this, hash, password) != PasswordVerificationResult.Failed;
        }
        finally
        {
            _hashing.Release();
        }
    }

    private bool IsLocked(Attempt key) =>
        HasFailed(key, options.Value.WrongPasswordsMax) || (HasFailed(key.OfAccount, options.Value.WrongPasswordsOfAllSourcesMax) && !_known.ContainsKey(key));

    private bool HasFailed(Attempt key, int max) => _failures.TryGetValue(key, out var failed) && failed.Wrong >= max && failed.Until > time.GetUtcNow();

    private void Count(Attempt key)
    {
        if (_failures.Count > RememberedMax) _failures.Clear();
        var now = time.GetUtcNow();
        _failures.AddOrUpdate(
            key, _ => (1, now + options.Value.LockFor), (_, failed) => (failed.Until < now ? 1 : failed.Wrong + 1, now + options.Value.LockFor));
    }

    private readonly record struct Attempt(string Workspace, string Email, string Source)
    {
        public Attempt OfAccount => this with { Source = "" };
    }
}
