using System.Globalization;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Configuration;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Checks passwords and second factors. A refusal takes the same time whatever its reason, so it tells nobody which accounts exist; an account
/// with too many wrong passwords from one source is locked for that source for a while, and for all sources that it never signed in from when many sources
/// guess together. A stranger's guesses therefore do not lock the owner out where the owner is known. Counted together by all processes.
/// </summary>
public sealed class SignIn(Credentials credentials, IAccessStore store, IOptions<GatewayOptions> options, IOptions<StaffSignInOptions> signIn,
    SecurityTrail trail, TimeProvider time) : IDisposable
{
    /// <summary>Hashes computed at once: no more than there are processors, so that a flood of sign-ins waits here and not everyone else.</summary>
    private readonly SemaphoreSlim _hashing = new(Environment.ProcessorCount);
    private readonly PasswordHasher<object> _hasher = new();
    private readonly string _nobody = new PasswordHasher<object>().HashPassword(new(), "nobody has this password");

    /// <param name="code">Of the second factor, or a recovery code; null where none was given.</param>
    /// <param name="source">From where, e.g. an address.</param>
    public async Task<SignedIn> CheckAsync(Workspace? workspace, string email, string password, string? code, string source, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var member = workspace?.FindByEmail(email);
        var attempt = new Attempt(workspace?.Name ?? "", email, source);
        var checkedNow = await InTurnAsync(() => CheckAsync(workspace, member, password, code, attempt, cancel), cancel);
        if (checkedNow.Member is not null) return checkedNow;
        var left = options.Value.RefusedSignInTakes - time.GetElapsedTime(began);
        if (left > TimeSpan.Zero) await Task.Delay(left, time, cancel);
        return checkedNow;
    }

    /// <summary>Whether the password of a member who is signed in is right. Wrong ones are counted like those of a sign-in.</summary>
    public async Task<bool> ConfirmAsync(Workspace workspace, StaffMember member, string password, string source, CancellationToken cancel)
    {
        var attempt = new Attempt(workspace.Name, member.Email, source);
        return await InTurnAsync(async () =>
        {
            var hash = await credentials.PasswordHashAsync(workspace.Name, member, cancel);
            var isLocked = await IsLockedAsync(attempt, cancel);
            if (IsRight(hash ?? _nobody, password) && hash is not null && !isLocked) return true;
            await CountAsync(attempt, member, isLocked, cancel);
            return false;
        }, cancel);
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<SignedIn> CheckAsync(Workspace? workspace, StaffMember? member, string password, string? code, Attempt attempt, CancellationToken cancel)
    {
        var hash = member is null ? null : await credentials.PasswordHashAsync(workspace!.Name, member, cancel);
        var isLocked = await IsLockedAsync(attempt, cancel);
        // The hash is computed in every case: it is what takes long.
        if (!IsRight(hash ?? _nobody, password) || hash is null || isLocked)
        {
            await CountAsync(attempt, member, isLocked, cancel);
            return new(null);
        }
        var needsCode = await credentials.HasSecondFactorAsync(workspace!.Name, member!, cancel);
        // Who knows the password is asked for the code; that is no guess.
        if (needsCode && string.IsNullOrEmpty(code)) return new(null, NeedsCode: true);
        if (needsCode && !await credentials.UseCodeAsync(workspace.Name, member!, code!, cancel))
        {
            await CountAsync(attempt, member, isLocked, cancel);
            return new(null);
        }
        await store.ForgetCountAsync(attempt.Wrong, cancel);
        await store.ForgetCountAsync(attempt.Known, cancel);
        await store.TryCountAsync(attempt.Known, 1, signIn.Value.KnownSourceFor, cancel);
        return new(member, new Authentication(time.GetUtcNow(), needsCode ? [Authentication.Password, Authentication.OneTimeCode] : [Authentication.Password]));
    }

    /// <summary>Checked and counted in one go, so that no more are tried at once than are counted.</summary>
    private async Task<T> InTurnAsync<T>(Func<Task<T>> check, CancellationToken cancel)
    {
        await _hashing.WaitAsync(cancel);
        try
        {
            return await check();
        }
        finally
        {
            _hashing.Release();
        }
    }

    private bool IsRight(string hash, string password) => _hasher.VerifyHashedPassword(this, hash, password) != PasswordVerificationResult.Failed;

    private async Task CountAsync(Attempt attempt, StaffMember? member, bool wasLocked, CancellationToken cancel)
    {
        await store.TryCountAsync(attempt.Wrong, options.Value.WrongPasswordsMax, options.Value.LockFor, cancel);
        await store.TryCountAsync(attempt.WrongOfAll, options.Value.WrongPasswordsOfAllSourcesMax, options.Value.LockFor, cancel);
        if (attempt.Workspace.Length == 0) return;
        // What was typed as an e-mail address may be anything, and is not written down.
        var who = member?.Id ?? SecurityTrail.Unknown;
        trail.Note(attempt.Workspace, who, SecurityActions.SignInFailed, who, attempt.Source);
        if (member is not null && !wasLocked && await IsLockedAsync(attempt, cancel))
            trail.Note(attempt.Workspace, who, SecurityActions.AccountLocked, who, attempt.Source);
    }

    private async Task<bool> IsLockedAsync(Attempt attempt, CancellationToken cancel) =>
        (await store.CountedAsync(attempt.Wrong, cancel)).Used >= options.Value.WrongPasswordsMax
        || ((await store.CountedAsync(attempt.WrongOfAll, cancel)).Used >= options.Value.WrongPasswordsOfAllSourcesMax
            && (await store.CountedAsync(attempt.Known, cancel)).Used == 0);

    /// <summary>Whose password is tried from where, as keys of counters.</summary>
    private sealed class Attempt(string workspace, string email, string source)
    {
        public string Workspace => workspace;
        public string Source => source;
        public string Wrong { get; } = AccessKeys.Of("wrong password", workspace, email.ToUpper(CultureInfo.InvariantCulture), source);
        public string WrongOfAll { get; } = AccessKeys.Of("wrong passwords", workspace, email.ToUpper(CultureInfo.InvariantCulture));
        public string Known { get; } = AccessKeys.Of("known source", workspace, email.ToUpper(CultureInfo.InvariantCulture), source);
    }
}

/// <summary>What a sign-in led to.</summary>
/// <param name="Member">Who signed in; null for a refusal.</param>
/// <param name="NeedsCode">Whether the password is right, and a code of the second factor is missing.</param>
public sealed record SignedIn(StaffMember? Member, Authentication? Proof = null, bool NeedsCode = false);
