using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Gateway.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace ConversationGrid.Gateway.Sessions;

/// <summary>
/// The sessions of staff, the same for every process: who signed in from where, when something was done there last, and which were ended. That one was ended
/// is a setting of the workspace: every process learns of it within <c>Grid:Engine:NoticesEvery</c>, refuses its tokens and ends its connections.
/// </summary>
public sealed class StaffSessions(
    IAccessStore store, Tokens tokens, IGrid grid, LiveSettings settings, IOptions<GatewayOptions> gateway, IOptions<StaffSignInOptions> options,
    SecurityTrail trail, TimeProvider time)
{
    private const string Kind = "session";
    private const int UserAgentMax = 200;
    private const int WriteTriesMax = 5;

    /// <summary>What this process saw of sessions. One that is not here is looked up.</summary>
    private readonly ConcurrentDictionary<Key, Seen> _seen = new();

    /// <summary>Begins a session.</summary>
    /// <param name="source">From where, e.g. an address.</param>
    public async Task<(string Token, DateTimeOffset ExpiresAt)> OpenAsync(
        string workspace, StaffMember member, Authentication proof, string source, string? userAgent, CancellationToken cancel)
    {
        var session = ClientKeys.Base32(RandomNumberGenerator.GetBytes(17));
        var made = tokens.Create(workspace, member.Role, member.Id, member.Name, gateway.Value.AgentTokenLifetime, session, proof);
        var now = time.GetUtcNow();
        var body = new Body(now, now, source, userAgent?.Length > UserAgentMax ? userAgent[..UserAgentMax] : userAgent, proof.Methods);
        await store.TryAddAsync(new(Kind, workspace, session, member.Id, Write(body), made.ExpiresAt), cancel);
        _seen[new(workspace, session)] = new(now, now);
        await trail.AddAsync(workspace, member.Id, SecurityActions.SignedIn, member.Id, $"{string.Join('+', proof.Methods)} {source}");
        return made;
    }

    /// <summary>Whether the session of a token goes on, which was used just now. Those from before sessions were kept go on until they are over.</summary>
    public async Task<bool> UseAsync(string workspace, ClaimsPrincipal principal, CancellationToken cancel)
    {
        if (!principal.HasClaim(claim => claim.Type == Tokens.MethodClaim)) return true;
        var key = new Key(workspace, Tokens.SessionOf(principal));
        var now = time.GetUtcNow();
        if (_seen.TryGetValue(key, out var seen) && now - seen.NotedAt < options.Value.NoteEvery)
        {
            _seen[key] = seen with { At = now };
            return true;
        }
        return await NoteAsync(key, now, cancel);
    }

    /// <summary>Something was done in the session of a connection.</summary>
    public void Touch(string workspace, ClaimsPrincipal principal)
    {
        var key = new Key(workspace, Tokens.SessionOf(principal));
        if (_seen.TryGetValue(key, out var seen)) _seen[key] = seen with { At = time.GetUtcNow() };
    }

    /// <summary>Notes for all processes what was done here. False where the session of an open connection is over, because nothing was done in it.</summary>
    public async Task<bool> GoesOnAsync(string workspace, ClaimsPrincipal principal, CancellationToken cancel)
    {
        if (!principal.HasClaim(claim => claim.Type == Tokens.MethodClaim)) return true;
        var key = new Key(workspace, Tokens.SessionOf(principal));
        if (!_seen.TryGetValue(key, out var seen)) return await NoteAsync(key, null, cancel);
        var now = time.GetUtcNow();
        // Written where something was done since the last note; looked up where nothing was, for it may have been done at another process.
        var isIdle = now - seen.At >= options.Value.IdleAfter;
        var isNew = seen.At > seen.NotedAt && now - seen.NotedAt >= options.Value.NoteEvery;
        return (!isIdle && !isNew) || await NoteAsync(key, seen.At, cancel);
    }

    /// <summary>The open sessions of a member of staff, the newest first.</summary>
    public async Task<IReadOnlyList<StaffSession>> ListAsync(string workspace, StaffMember member, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return [.. (await store.ListAsync(Kind, workspace, member.Id, cancel)).Select(record => (record, Body: Read(record)))
            .Where(x => now - LastSeen(new(workspace, x.record.Id), x.Body) < options.Value.IdleAfter
                && member.Access?.Refuses(x.record.Id, x.Body.BeganAt) != true)
            .OrderByDescending(x => x.Body.BeganAt)
            .Select(x => new StaffSession(x.record.Id, x.Body.BeganAt, LastSeen(new(workspace, x.record.Id), x.Body), x.record.Until!.Value, x.Body.Source,
                x.Body.UserAgent, x.Body.Methods))];
    }

    /// <summary>Ends one session of a member of staff; null where it was ended, or why not.</summary>
    public async Task<Refusal?> EndAsync(string workspace, Caller by, string staffId, string session, CancellationToken cancel)
    {
        if (await store.FindAsync(Kind, workspace, session, cancel) is not { } record || record.Owner != staffId) return Refusal.NotFound("session");
        var refusal = await ChangeAsync(workspace, by, staffId, access => access.Without(session, record.Until!.Value, time.GetUtcNow()), cancel);
        if (refusal is not null) return refusal;
        await store.RemoveAsync(Kind, workspace, session, cancel);
        _seen.TryRemove(new(workspace, session), out _);
        return null;
    }

    /// <summary>Ends all sessions of a member of staff; null where they were ended, or why not.</summary>
    /// <param name="keep">The one session that stays; null for none.</param>
    public async Task<Refusal?> EndAllAsync(string workspace, Caller by, string staffId, string? keep, CancellationToken cancel)
    {
        var refusal = await ChangeAsync(workspace, by, staffId,
            access => access with { RevokedBefore = time.GetUtcNow(), Kept = keep, Revoked = access.Revoked }, cancel);
        if (refusal is not null) return refusal;
        foreach (var record in await store.ListAsync(Kind, workspace, staffId, cancel))
        {
            if (record.Id == keep) continue;
            await store.RemoveAsync(Kind, workspace, record.Id, cancel);
            _seen.TryRemove(new(workspace, record.Id), out _);
        }
        return null;
    }

    /// <summary>Forgets the sessions of a removed account, whose tokens open nothing anyway.</summary>
    public Task ForgetAsync(string workspace, string staffId, CancellationToken cancel) => store.RemoveOfOwnerAsync(Kind, workspace, staffId, cancel);

    /// <summary>Forgets sessions that ended, so that this process keeps nothing of them.</summary>
    public void Clean()
    {
        foreach (var (key, seen) in _seen)
            if (time.GetUtcNow() - seen.At > options.Value.IdleAfter + gateway.Value.AgentTokenLifetime) _seen.TryRemove(key, out _);
    }

    /// <summary>When a token was made: to the millisecond, where it says so.</summary>
    internal static DateTimeOffset MadeAt(ClaimsPrincipal principal)
    {
        if (Number(Tokens.MadeClaim) is { } precise) return DateTimeOffset.FromUnixTimeMilliseconds(precise);
        return DateTimeOffset.FromUnixTimeSeconds(Number(JwtRegisteredClaimNames.Iat) ?? 0);

        long? Number(string claim) => long.TryParse(principal.FindFirstValue(claim), CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private async Task<Refusal?> ChangeAsync(string workspace, Caller by, string staffId, Func<StaffAccessDefinition, StaffAccessDefinition> change,
        CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var known = settings.Of(workspace).Of<StaffAccessDefinition>(SettingKinds.Access).FirstOrDefault(a => a.Id == staffId);
            var body = JsonSerializer.Serialize(change(known?.Definition ?? new()), Definitions.Json);
            var outcome = await grid.Workspace(workspace).ExecuteAsync(new SaveSetting(by, SettingKinds.Access, staffId, body, known?.Version ?? 0), cancel);
            await settings.RefreshAsync(workspace, cancel);
            // Somebody else ended another one at the same time.
            if (outcome.Refusal is { Code: RefusalCodes.Conflict } && tries < WriteTriesMax) continue;
            if (outcome.Refusal is null) await trail.AddAsync(workspace, by.Actor.Id, SecurityActions.SessionsEnded, staffId);
            return outcome.Refusal;
        }
    }

    /// <summary>Writes when something was done last. False where there is no such session, or nothing was done in it for too long.</summary>
    private async Task<bool> NoteAsync(Key key, DateTimeOffset? at, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (await store.FindAsync(Kind, key.Workspace, key.Session, cancel) is not { } record)
        {
            _seen.TryRemove(key, out _);
            return false;
        }
        var body = Read(record);
        // Before what is done now counts: a session that was idle for too long is over.
        var before = at == now ? LastSeen(key, body) : Later(at ?? body.SeenAt, body.SeenAt);
        if (now - before >= options.Value.IdleAfter)
        {
            await store.RemoveAsync(Kind, key.Workspace, key.Session, cancel);
            _seen.TryRemove(key, out _);
            return false;
        }
        var seenAt = Later(at ?? before, before);
        // Another process may write at the same time: either of both times will do.
        if (seenAt > body.SeenAt) await store.TryReplaceAsync(record with { Body = Write(body with { SeenAt = seenAt }) }, cancel);
        _seen[key] = new(seenAt, now);
        return true;
    }

    private DateTimeOffset LastSeen(Key key, Body body) => _seen.TryGetValue(key, out var seen) ? Later(seen.At, body.SeenAt) : body.SeenAt;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset two) => one > two ? one : two;

    private static string Write(Body body) => JsonSerializer.Serialize(body);

    private static Body Read(AccessRecord record) => JsonSerializer.Deserialize<Body>(record.Body)!;

    private readonly record struct Key(string Workspace, string Session);

    /// <param name="At">When something was done last.</param>
    /// <param name="NotedAt">When the store was written or read last.</param>
    private readonly record struct Seen(DateTimeOffset At, DateTimeOffset NotedAt);

    private sealed record Body(DateTimeOffset BeganAt, DateTimeOffset SeenAt, string Source, string? UserAgent, IReadOnlyList<string> Methods);
}

/// <summary>One open session of a member of staff.</summary>
/// <param name="Source">The address from which it began.</param>
public sealed record StaffSession(
    string SessionId, DateTimeOffset BeganAt, DateTimeOffset SeenAt, DateTimeOffset ExpiresAt, string Source, string? UserAgent, IReadOnlyList<string> Methods);
