using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Gateway.Passwords;
using Microsoft.AspNetCore.Identity;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// With what staff sign in: the hash of a password, the secret of a second factor, recovery codes. They lie in a store of their own and not in the journal;
/// a hash of the configuration, or of an earlier version's journal, counts until a password is set here.
/// </summary>
public sealed class Credentials(IAccessStore store, Seals seals, TimeProvider time)
{
    /// <summary>Recovery codes of an account.</summary>
    public const int RecoveryCodes = 10;

    private const string Kind = "credential";
    private const string Sealing = "second factor";
    private const int WriteTriesMax = 5;

    private static readonly PasswordHasher<object> Hasher = new();

    /// <summary>How long a code of a second factor is remembered, so that it is used once.</summary>
    private static readonly TimeSpan CodeUsedFor = TimeSpan.FromMinutes(5);

    /// <summary>The hash of a member's password; null where it has none.</summary>
    public async Task<string?> PasswordHashAsync(string workspace, StaffMember member, CancellationToken cancel) =>
        HashOf(await ReadAsync(workspace, member, cancel), member);

    /// <summary>What a member needs beside its password.</summary>
    public async Task<bool> HasSecondFactorAsync(string workspace, StaffMember member, CancellationToken cancel) =>
        (await ReadAsync(workspace, member, cancel)).Body.Totp is not null;

    /// <summary>Sets a password that was checked by <see cref="PasswordRules"/>.</summary>
    public Task SetPasswordAsync(string workspace, StaffMember member, string password, CancellationToken cancel) => ChangeAsync(
        workspace, member, body => body with { PasswordHash = Hasher.HashPassword(this, password), Seed = MarkOf(member.PasswordHash) }, cancel);

    /// <summary>Keeps the hash that configuration or journal hold, before something else is written over it.</summary>
    public async Task KeepSeedAsync(string workspace, StaffMember member, CancellationToken cancel)
    {
        if (member.PasswordHash is not { } seed || HashOf(await ReadAsync(workspace, member, cancel), member) != seed) return;
        await ChangeAsync(workspace, member, body => body with { PasswordHash = seed, Seed = MarkOf(seed) }, cancel);
    }

    /// <summary>A new secret of a second factor, which counts once a code of it was given.</summary>
    public async Task<byte[]> BeginSecondFactorAsync(string workspace, StaffMember member, CancellationToken cancel)
    {
        var secret = Totp.NewSecret();
        await ChangeAsync(workspace, member, body => body with { PendingTotp = seals.Seal(Sealing, secret) }, cancel);
        return secret;
    }

    /// <summary>Switches the second factor on; gives the recovery codes, which are shown this once. Null where the code is not right.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmSecondFactorAsync(string workspace, StaffMember member, string code, CancellationToken cancel)
    {
        var (body, _) = await ReadAsync(workspace, member, cancel);
        if (body.PendingTotp is not { } pending || seals.TryOpen(Sealing, pending) is not { } secret
            || !await IsFreshCodeAsync(workspace, member, secret, code, cancel)) return null;
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => ClientKeys.Base32(RandomNumberGenerator.GetBytes(17))[..12])];
        await ChangeAsync(workspace, member,
            b => b with { Totp = pending, PendingTotp = null, Recovery = [.. codes.Select(c => HashOfRecovery(workspace, member, c))] }, cancel);
        return codes;
    }

    public Task RemoveSecondFactorAsync(string workspace, StaffMember member, CancellationToken cancel) =>
        ChangeAsync(workspace, member, body => body with { Totp = null, PendingTotp = null, Recovery = [] }, cancel);

    /// <summary>Whether a code of the second factor, or a recovery code, is right. Each is used up by this.</summary>
    public async Task<bool> UseCodeAsync(string workspace, StaffMember member, string code, CancellationToken cancel)
    {
        var (body, _) = await ReadAsync(workspace, member, cancel);
        if (body.Totp is null || seals.TryOpen(Sealing, body.Totp) is not { } secret) return false;
        var plain = code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (await IsFreshCodeAsync(workspace, member, secret, plain, cancel)) return true;
        var hash = HashOfRecovery(workspace, member, plain.ToLowerInvariant());
        if (body.Recovery?.Contains(hash) != true) return false;
        var isMine = false;
        await ChangeAsync(workspace, member, b =>
        {
            isMine = b.Recovery?.Contains(hash) == true;
            return b with { Recovery = [.. (b.Recovery ?? []).Where(h => h != hash)] };
        }, cancel);
        return isMine;
    }

    /// <summary>Forgets all of an account that is removed.</summary>
    public Task RemoveAsync(string workspace, string staffId, CancellationToken cancel) => store.RemoveAsync(Kind, workspace, staffId, cancel);

    private async Task<bool> IsFreshCodeAsync(string workspace, StaffMember member, byte[] secret, string code, CancellationToken cancel) =>
        Totp.StepOf(secret, code, time.GetUtcNow()) is { } step
        && await store.TryCountAsync(AccessKeys.Of("second factor", workspace, member.Id, $"{step}"), 1, CodeUsedFor, cancel);

    /// <summary>A recovery code has 60 random bits: nobody tries them out, so a fast hash does.</summary>
    private string HashOfRecovery(string workspace, StaffMember member, string code) => seals.Hash("recovery code", $"{workspace}/{member.Id}/{code}");

    private static string? HashOf((Body Body, AccessRecord? Record) read, StaffMember member) =>
        // A hash that the operator changed in the configuration is the way back in for who has lost all others.
        read.Body.PasswordHash is { } hash && (member.PasswordHash is null || read.Body.Seed == MarkOf(member.PasswordHash)) ? hash : member.PasswordHash;

    private static string? MarkOf(string? hash) => hash is null ? null : ClientKeys.Base32(SHA256.HashData(Encoding.UTF8.GetBytes(hash)));

    private async Task<(Body Body, AccessRecord? Record)> ReadAsync(string workspace, StaffMember member, CancellationToken cancel)
    {
        var record = await store.FindAsync(Kind, workspace, member.Id, cancel);
        if (record is null) return (new(), null);
        var body = JsonSerializer.Deserialize<Body>(record.Body)!;
        // What an earlier account of this id had opens nothing.
        return body.ChangedAt < member.BackSince ? (new(), record) : (body, record);
    }

    private async Task ChangeAsync(string workspace, StaffMember member, Func<Body, Body> change, CancellationToken cancel)
    {
        for (var tries = 1; tries <= WriteTriesMax; tries++)
        {
            var (body, record) = await ReadAsync(workspace, member, cancel);
            var changed = JsonSerializer.Serialize(change(body) with { ChangedAt = time.GetUtcNow() });
            if (record is null
                ? await store.TryAddAsync(new(Kind, workspace, member.Id, member.Id, changed), cancel)
                : await store.TryReplaceAsync(record with { Body = changed }, cancel)) return;
        }
        throw new JournalUnavailableException("The credentials were changed by somebody else again and again.");
    }

    /// <param name="Seed">Marks the hash of the configuration that this one replaced.</param>
    /// <param name="PendingTotp">A second factor of which no code was given yet.</param>
    /// <param name="Recovery">Hashes of the recovery codes that are left.</param>
    private sealed record Body(
        string? PasswordHash = null, string? Seed = null, string? Totp = null, string? PendingTotp = null, IReadOnlyList<string>? Recovery = null,
        DateTimeOffset ChangedAt = default);
}
