using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Journal.Tables;
using ConversationGrid.Privacy.Audit;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>What happens at the doors stands in the security log, once however often it happens, without a word of what anybody typed.</summary>
public sealed class SecurityTrailTests : IAsyncLifetime, IDisposable
{
    private readonly GridInProcess _grid = new();

    public Task InitializeAsync() => _grid.InitializeAsync();

    public Task DisposeAsync() => _grid.DisposeAsync();

    public void Dispose() => _grid.Dispose();

    [Fact]
    public async Task SignIns_Failures_LockOuts_Refusals_Settings_AndKeys_AreWrittenDown()
    {
        const string Sessions = "/api/v1/sessions/agent";
        var aina = await _grid.Rest.StaffAsync("aina");
        var omar = await _grid.Rest.StaffAsync("omar");
        for (var i = 0; i < 11; i++)
            Assert.Equal(401,
                (await _grid.Rest.SendAsync("POST", Sessions, null,
                    (object)new { workspace = "demo", email = "ben@demo.test", password = "canarypassword" })).Status);
        await _grid.Rest.SendAsync("POST", Sessions, null, (object)new { workspace = "demo", email = "canarymail@demo.test", password = "canarypassword" });
        await _grid.Rest.SendAsync("POST", "/api/v1/sessions/customer", null,
            (object)new { workspace = "demo", externalId = "canaryid", signature = "canarysignature" });
        for (var i = 0; i < 5; i++) Assert.Equal(403, (await _grid.Rest.SendAsync("DELETE", "/api/v1/customers/canarycustomer?why=canarywhy", aina)).Status);
        using (var peer = (await HubPeer.OpenAsync(_grid.Address, "/hubs/agent", aina)).Peer!)
            Assert.Equal("forbidden", (await peer.CallAsync("Redact", new { conversationId = "canaryconversation", seq = 1 })).Code);
        Assert.Equal(403, (await _grid.Rest.SendAsync("POST", "/hubs/supervisor/negotiate?negotiateVersion=1", aina)).Status);
        Assert.Equal(200, (await _grid.Rest.SendAsync("PUT", "/api/v1/skills/tact", omar, (object)new { name = "Canaryskill" })).Status);
        Assert.Equal(204, (await _grid.Rest.SendAsync("DELETE", "/api/v1/skills/tact", omar)).Status);
        var key = (await _grid.Rest.SendAsync("POST", "/api/v1/api-keys", omar, (object)new { name = "Canarykey", rights = new[] { "view" } })).Text("key")!;
        for (var i = 0; i < 3; i++) Assert.Equal(200, (await _grid.Rest.SendAsync("GET", "/api/v1/conversations", key)).Status);
        Assert.Equal(401, (await _grid.Rest.SendAsync("GET", "/api/v1/conversations", $"{key[..^1]}{(key[^1] == 'a' ? 'b' : 'a')}")).Status);
        var keyId = key.Split('.')[2];
        _grid.Service<SecurityTrail>().Flush(all: true);

        var log = await WaitForAsync(log => Count(log, SecurityActions.KeyUsed) == 2);
        Assert.Equal(2, Count(log, SecurityActions.SignedIn));
        Assert.StartsWith("pwd ", log.First(e => e.Action == SecurityActions.SignedIn).Detail);
        // Once, and how often it happened again.
        var failed = log.Where(e => e is { Action: SecurityActions.SignInFailed, Subject: "ben" }).ToList();
        Assert.Equal(2, failed.Count);
        Assert.EndsWith(" again 10", failed[1].Detail);
        Assert.Single(log, e => e is { Action: SecurityActions.AccountLocked, Subject: "ben" });
        Assert.Single(log, e => e is { Action: SecurityActions.SignInFailed, Subject: SecurityTrail.Unknown });
        Assert.Single(log, e => e is { Action: SecurityActions.ProofRefused, Subject: SecurityTrail.Customers });
        Assert.Equal([null, "again 4"],
            log.Where(e => e is { Action: SecurityActions.AccessRefused, ActorId: "aina", Subject: "DELETE /api/v1/customers/{id}" }).Select(e => e.Detail));
        Assert.Single(log, e => e is { Action: SecurityActions.AccessRefused, ActorId: "aina", Subject: "AgentHub.Redact" });
        Assert.Contains(log, e => e is { Action: SecurityActions.AccessRefused, ActorId: "aina" }
            && e.Subject.Contains("/hubs/supervisor", StringComparison.Ordinal));
        Assert.Single(log, e => e is { Action: SecurityActions.SettingSaved, ActorId: "omar", Subject: "skill/tact" });
        Assert.Single(log, e => e is { Action: SecurityActions.SettingRemoved, ActorId: "omar", Subject: "skill/tact" });
        Assert.Single(log, e => e.Action == SecurityActions.SettingSaved && e.Subject == $"apiKey/{keyId}" || e.Subject == $"api-key/{keyId}");
        Assert.Equal([null, "again 2"], log.Where(e => e.Action == SecurityActions.KeyUsed && e.Subject == keyId).Select(e => e.Detail));
        Assert.Single(log, e => e.Action == SecurityActions.KeyRefused && e.Subject == keyId);
        Assert.DoesNotContain("canary", string.Join('\n', log), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, (await SecurityChain.VerifyAsync(_grid.Service<IDatabase>())).Wrong);
    }

    [Fact]
    public async Task OwnAccount_PasswordFactorAndSessions_AreWrittenDown()
    {
        var siti = await _grid.Rest.StaffAsync("siti");
        Assert.Equal(
            204, (await _grid.Rest.SendAsync("POST", "/api/v1/me/password", siti, (object)new { current = "demo", password = "seven blue umbrellas" })).Status);
        Assert.Equal(204, (await _grid.Rest.SendAsync("DELETE", "/api/v1/me/sessions", siti)).Status);
        var log = await WaitForAsync(log => Count(log, SecurityActions.SessionsEnded) == 2);
        Assert.Single(log, e => e is { Action: SecurityActions.PasswordSet, ActorId: "siti", Subject: "siti" });
        Assert.DoesNotContain("umbrellas", string.Join('\n', log));
    }

    [Fact]
    public async Task Flood_OfDifferentHappenings_IsBounded()
    {
        var trail = _grid.Service<SecurityTrail>();
        for (var i = 0; i < 20_000; i++) trail.Note("demo", $"a{i}", SecurityActions.AccessRefused, $"GET /{i}");
        trail.Flush(all: true);
        var log = await WaitForAsync(log => log.Any(e => e.Detail?.StartsWith("again ", StringComparison.Ordinal) == true));
        Assert.True(Count(log, SecurityActions.AccessRefused) <= 2_002, $"{Count(log, SecurityActions.AccessRefused)} entries");
        Assert.Equal("again 17999", log.Last(e => e.Subject == SecurityTrail.Unknown).Detail);
    }

    private static int Count(IReadOnlyList<LoggedEntry> log, string action) => log.Count(e => e.Action == action);

    private async Task<IReadOnlyList<LoggedEntry>> WaitForAsync(Func<IReadOnlyList<LoggedEntry>, bool> isThere)
    {
        for (var i = 0; i < 300; i++)
        {
            var log = await _grid.Service<ISecurityLog>().ReadAsync("demo", 0, 5_000);
            if (isThere(log)) return log;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        }
        throw new TimeoutException("The security log did not have the entry within half a minute.");
    }
}
