using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// Keys by which other systems call: <c>cgk.WORKSPACE.ID.SECRET</c>, sent like a token. What a key is called, may do and when it ends is a setting of the
/// workspace, so that it is in the audit trail and gone everywhere within a moment; of its secret only a hash is kept, in the access store.
/// </summary>
public sealed class ApiKeys(IAccessStore store, IGrid grid, LiveSettings settings, WorkspaceDirectory workspaces, SecurityTrail trail,
    TimeProvider time)
{
    /// <summary>How every key begins.</summary>
    public const string Prefix = "cgk.";

    /// <summary>The role in the principal of a key, which opens nothing but what asks for a right.</summary>
    internal const string Role = "key";

    private const string Kind = "api-key";

    /// <summary>How often it is noted that a key was used.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KeyUseTogether = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<(string Workspace, string Id), DateTimeOffset> _noted = new();

    /// <summary>Makes a key; it is shown this once.</summary>
    public async Task<(ApiKeyAnswer? Made, string? Key, Refusal? Refusal)> CreateAsync(CallerIn me, ApiKeyDefinition definition, CancellationToken cancel)
    {
        if (RightNames.Read(definition.Rights ?? [], out _) is { } rights && !me.Caller.Has(rights))
            return (null, null, Refusal.Forbidden("A key may do no more than who makes it."));
        if (definition.ExpiresAt <= time.GetUtcNow()) return (null, null, Refusal.Invalid("A key ends in the future, or never."));
        var (id, secret) = ($"key-{Random(16)}", Random(26));
        var body = JsonSerializer.Serialize(definition, Definitions.Json);
        var outcome = await grid.Workspace(me.Workspace.Name).ExecuteAsync(new SaveSetting(me.Caller, SettingKinds.ApiKey, id, body, 0), cancel);
        if (outcome.Refusal is { } refusal) return (null, null, refusal);
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SettingSaved, $"{SettingKinds.ApiKey}/{id}");
        await store.TryAddAsync(new(Kind, me.Workspace.Name, id, me.Id, JsonSerializer.Serialize(new Body(HashOf(secret), null)), definition.ExpiresAt),
            cancel);
        await settings.RefreshAsync(me.Workspace.Name, cancel);
        var made = (await ListAsync(me.Workspace.Name, cancel)).FirstOrDefault(k => k.KeyId == id);
        return (made, $"{Prefix}{me.Workspace.Name}.{id}.{secret}", null);
    }

    public async Task<IReadOnlyList<ApiKeyAnswer>> ListAsync(string workspace, CancellationToken cancel)
    {
        var used = (await store.ListAsync(Kind, workspace, null, cancel)).ToDictionary(r => r.Id, r => JsonSerializer.Deserialize<Body>(r.Body)!.LastUsedAt);
        var live = settings.Of(workspace);
        return [.. live.SavedOf(SettingKinds.ApiKey).OrderBy(s => s.At).Select(s => (Setting: s, Definition: Definitions.Of<ApiKeyDefinition>(s.Body)))
            .Select(k => new ApiKeyAnswer(
                k.Setting.Id, k.Definition.Name!, k.Definition.Rights!, k.Setting.At, k.Setting.ById, k.Definition.ExpiresAt,
                used.GetValueOrDefault(k.Setting.Id)))];
    }

    /// <summary>Ends a key; null where it is ended, or why not.</summary>
    public async Task<Refusal?> RemoveAsync(CallerIn me, string id, CancellationToken cancel)
    {
        if (settings.Of(me.Workspace.Name).SavedOf(SettingKinds.ApiKey).All(k => k.Id != id)) return Refusal.NotFound("key");
        var outcome = await grid.Workspace(me.Workspace.Name).ExecuteAsync(new RemoveSetting(me.Caller, SettingKinds.ApiKey, id, null), cancel);
        if (outcome.Refusal is { } refusal) return refusal;
        await trail.AddAsync(me.Workspace.Name, me.Id, SecurityActions.SettingRemoved, $"{SettingKinds.ApiKey}/{id}");
        await store.RemoveAsync(Kind, me.Workspace.Name, id, cancel);
        await settings.RefreshAsync(me.Workspace.Name, cancel);
        return null;
    }

    /// <summary>The principal of a key that is right and goes on; null for any other.</summary>
    public async Task<ClaimsPrincipal?> FindAsync(string key, CancellationToken cancel)
    {
        if (key.Split('.') is not [_, var name, var id, var secret] || workspaces.Find(name) is not { } workspace || workspace.ApiKey(id) is not { } known
            || await store.FindAsync(Kind, workspace.Name, id, cancel) is not { } record) return null;
        var body = JsonSerializer.Deserialize<Body>(record.Body)!;
        if (known.ExpiresAt <= time.GetUtcNow() || !CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(body.Hash), Encoding.ASCII.GetBytes(HashOf(secret))))
        {
            trail.Note(workspace.Name, id, SecurityActions.KeyRefused, id);
            return null;
        }
        trail.Note(workspace.Name, id, SecurityActions.KeyUsed, id, together: KeyUseTogether);
        var now = time.GetUtcNow();
        if (!_noted.TryGetValue((workspace.Name, id), out var noted) || now - noted >= NoteEvery)
        {
            _noted[(workspace.Name, id)] = now;
            // Another process may note it at the same time: either of both times will do.
            await store.TryReplaceAsync(record with { Body = JsonSerializer.Serialize(body with { LastUsedAt = now }) }, cancel);
        }
        return new(new ClaimsIdentity(
            [new(JwtRegisteredClaimNames.Sub, id), new(Tokens.WorkspaceClaim, workspace.Name), new(Tokens.RoleClaim, Role)], Kind, JwtRegisteredClaimNames.Sub,
            Tokens.RoleClaim));
    }

    private static string Random(int letters) => ClientKeys.Base32(RandomNumberGenerator.GetBytes(17))[..letters];

    /// <summary>A secret has 130 random bits: nobody tries them out, so a fast hash does.</summary>
    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private sealed record Body(string Hash, DateTimeOffset? LastUsedAt);
}

/// <summary>A key as administrators see it.</summary>
/// <param name="LastUsedAt">When it was used last, to the minute; null where it never was.</param>
public sealed record ApiKeyAnswer(
    string KeyId, string Name, IReadOnlyList<string> Rights, DateTimeOffset CreatedAt, string CreatedById, DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt);
