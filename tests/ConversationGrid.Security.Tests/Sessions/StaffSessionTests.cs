using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Passwords;
using ConversationGrid.Security.Tests.Access;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>Sessions of staff: what is seen of them, and everything that ends them. What ended opens nothing and hears nothing more.</summary>
public class StaffSessionTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private const string Password = "long enough";
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task OwnSessions_AreListed_AndEndOneByOne()
    {
        await HireAsync("lena");
        var (here, there) = (await SignInAsync("lena"), await SignInAsync("lena"));
        using var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", there)).Peer!;
        var sessions = (await OkAsync("GET", "/api/v1/me/sessions", here)).Json.GetProperty("items");
        Assert.Equal(2, sessions.GetArrayLength());
        var mine = (await OkAsync("GET", "/api/v1/me", here)).Text("sessionId");
        var other = sessions.EnumerateArray().Select(s => s.GetProperty("sessionId").GetString()!).Single(id => id != mine);
        // Nobody else's.
        Assert.Equal(404, (await grid.Rest.SendAsync("DELETE", $"/api/v1/me/sessions/{other}", await grid.Rest.StaffAsync("ben"))).Status);
        await OkAsync("DELETE", $"/api/v1/me/sessions/{other}", here);
        await desk.Closed.WaitAsync(Within);
        await IsOutAsync(there);
        await OkAsync("GET", "/api/v1/me", here);

        await OkAsync("POST", "/api/v1/sessions/agent/logout", here);
        await IsOutAsync(here);
        await OkAsync("GET", "/api/v1/me", await SignInAsync("lena"));
    }

    [Fact]
    public async Task ChangedPassword_EndsAllOtherSessions_WithinAMoment()
    {
        await HireAsync("mia");
        var (here, there) = (await SignInAsync("mia"), await SignInAsync("mia"));
        using var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", there)).Peer!;
        using var own = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", here)).Peer!;
        Assert.Equal("forbidden",
            (await grid.Rest.SendAsync("POST", "/api/v1/me/password", here, (object)new { current = "wrong", password = "another long one" })).Code);
        Assert.Equal(
            "invalid", (await grid.Rest.SendAsync("POST", "/api/v1/me/password", here, (object)new { current = Password, password = "password123" })).Code);
        await OkAsync("POST", "/api/v1/me/password", here, new { current = Password, password = "another long one" });
        await desk.Closed.WaitAsync(Within);
        await IsOutAsync(there);
        Assert.True((await own.CallAsync("Inbox", null)).IsOk);
        Assert.Equal(401, (await SignAsync("mia", Password)).Status);
        await OkAsync("GET", "/api/v1/me", await SignInAsync("mia", "another long one"));
    }

    [Fact]
    public async Task Administrator_EndsSessions_AndSetsAPasswordThatEndsThem()
    {
        await HireAsync("noor");
        var omar = await grid.Rest.StaffAsync("omar");
        var token = await SignInAsync("noor");
        Assert.Single((await OkAsync("GET", "/api/v1/staff/noor/sessions", omar)).Json.GetProperty("items").EnumerateArray());
        using (var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", token)).Peer!)
        {
            await OkAsync("DELETE", "/api/v1/staff/noor/sessions", omar);
            await desk.Closed.WaitAsync(Within);
        }
        await IsOutAsync(token);
        token = await SignInAsync("noor");
        await HireAsync("noor", "a third long one");
        await IsOutAsync(token);
        Assert.Equal(401, (await SignAsync("noor", Password)).Status);
        await SignInAsync("noor", "a third long one");
        // No hash of a password is written into the journal.
        var audit = (await OkAsync("GET", "/api/v1/audit?limit=500", omar)).Body;
        Assert.DoesNotContain("passwordHash", audit, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task RemovedAccount_LeavesNothingToTheNextOfItsId()
    {
        await HireAsync("olga");
        var token = await SignInAsync("olga");
        await OkAsync("DELETE", "/api/v1/staff/olga", await grid.Rest.StaffAsync("omar"));
        await IsOutAsync(token);
        await HireAsync("olga", password: null);
        Assert.Equal(401, (await SignAsync("olga", Password)).Status);
        await IsOutAsync(token);
    }

    [Fact]
    public async Task Invitation_SetsAPasswordOnce_AndEndsWhatWasOpen()
    {
        await HireAsync("petra");
        var (omar, token) = (await grid.Rest.StaffAsync("omar"), await SignInAsync("petra"));
        var older = (await OkAsync("POST", "/api/v1/staff/petra/invitation", omar)).Text("code");
        var invitation = await OkAsync("POST", "/api/v1/staff/petra/invitation", omar);
        var code = invitation.Text("code");
        Assert.Contains($"#invitation={code}", invitation.Text("url"));
        Assert.Equal(401, (await AcceptAsync(older, "a wholly new one")).Status);
        Assert.Equal(400, (await AcceptAsync(code, "password123")).Status);
        var accepted = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AcceptAsync(code, "a wholly new one")));
        Assert.Single(accepted, a => a.Status == 204);
        await IsOutAsync(token);
        await SignInAsync("petra", "a wholly new one");
        Assert.Equal(401, (await AcceptAsync(code, "yet another new one")).Status);

        Task<RestAnswer> AcceptAsync(string? invited, string password) =>
            grid.Rest.SendAsync("POST", "/api/v1/sessions/agent/invitation", null, (object)new { workspace = "demo", code = invited, password });
    }

    [Fact]
    public async Task SecondFactor_IsAskedFor_AndEachCodeCountsOnce()
    {
        await HireAsync("quan");
        var token = await SignInAsync("quan");
        Assert.Equal("forbidden", (await grid.Rest.SendAsync("POST", "/api/v1/me/second-factor", token, (object)new { password = "wrong" })).Code);
        var begun = await OkAsync("POST", "/api/v1/me/second-factor", token, new { password = Password });
        // It does not count before a code of it was given.
        await SignInAsync("quan");
        var secret = Base32(begun.Text("secret")!);
        Assert.Equal("invalid", (await grid.Rest.SendAsync("POST", "/api/v1/me/second-factor/confirm", token, (object)new { code = "12345" })).Code);
        var (step, used) = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30, new List<string>());
        var recovery = (await OkAsync("POST", "/api/v1/me/second-factor/confirm", token, new { code = Next() })).Json.GetProperty("recoveryCodes")
            .EnumerateArray().Select(c => c.GetString()!).ToList();
        Assert.Equal(10, recovery.Distinct().Count());

        var asked = await SignAsync("quan", Password);
        Assert.Equal((401, true), (asked.Status, asked.Json.GetProperty("secondFactor").GetBoolean()));
        // Someone who does not know the password is not told that there is a second factor.
        Assert.DoesNotContain("secondFactor", (await SignAsync("quan", "wrong")).Body);
        Assert.Equal(401, (await SignAsync("quan", Password, used[0])).Status);
        Assert.Equal(201, (await SignAsync("quan", Password, Next())).Status);
        Assert.Equal(201, (await SignAsync("quan", Password, recovery[0])).Status);
        Assert.Equal(401, (await SignAsync("quan", Password, recovery[0])).Status);

        await OkAsync("DELETE", "/api/v1/staff/quan/second-factor", await grid.Rest.StaffAsync("omar"));
        await IsOutAsync(token);
        await SignInAsync("quan");

        string Next()
        {
            used.Add(Totp.CodeOf(secret, step - 1 + used.Count));
            return used[^1];
        }
    }

    [Fact]
    public async Task LastAdministrator_KeepsItsWayIn()
    {
        var omar = await grid.Rest.StaffAsync("omar", GridInProcess.OtherWorkspace);
        Assert.Equal(409, (await grid.Rest.SendAsync("DELETE", "/api/v1/staff/omar", omar)).Status);
        Assert.Equal(409,
            (await grid.Rest.SendAsync("PUT", "/api/v1/staff/omar", omar, (object)new { name = "Omar", email = "omar@other.test", role = "agent" })).Status);
        // What the configuration gave as a password stays when the account is written over, without being written down.
        await OkAsync("PUT", "/api/v1/staff/omar", omar, new { name = "Omar O.", email = "omar@other.test", role = "admin" });
        await grid.Rest.StaffAsync("omar", GridInProcess.OtherWorkspace);
    }

    private static byte[] Base32(string text)
    {
        var (bytes, bits, have) = (new List<byte>(), 0, 0);
        foreach (var c in text)
        {
            (bits, have) = ((bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c)) & 0xFFFF, have + 5);
            if (have < 8) continue;
            have -= 8;
            bytes.Add((byte)(bits >> have));
        }
        return [.. bytes];
    }

    private async Task HireAsync(string id, string? password = Password) =>
        await OkAsync("PUT", $"/api/v1/staff/{id}", await grid.Rest.StaffAsync("omar"), password is null
            ? new { name = id, email = $"{id}@demo.test" }
            : new { name = id, email = $"{id}@demo.test", password });

    private Task<RestAnswer> SignAsync(string name, string password, string? code = null) =>
        grid.Rest.SendAsync("POST", "/api/v1/sessions/agent", null, (object)new { workspace = "demo", email = $"{name}@demo.test", password, code });

    private Task<string> SignInAsync(string name, string password = Password) => grid.Rest.StaffAsync(name, password: password);

    private async Task IsOutAsync(string token)
    {
        foreach (var path in (string[])["/api/v1/me", "/api/v1/conversations"])
            Assert.Equal((401, "unauthenticated"), await grid.Rest.SendAsync("GET", path, token) is var answer ? (answer.Status, answer.Code) : default);
        Assert.Equal(401, (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", token)).Status);
    }

    private async Task<RestAnswer> OkAsync(string method, string path, string token, object? body = null)
    {
        var answer = await grid.Rest.SendAsync(method, path, token, body);
        Assert.True(answer.Status is >= 200 and < 300, $"{method} {path}: {answer.Status} {answer.Body}");
        return answer;
    }
}

/// <summary>A session in which nothing is done ends by itself, and its open desk with it.</summary>
public class IdleSessionTests
{
    [Fact]
    public async Task IdleSession_Ends_WithItsConnections_AndABusyOneGoesOn()
    {
        var grid = new GridInProcess { Settings = ["--Grid:SignIn:IdleAfter", "00:00:06", "--Grid:SignIn:NoteEvery", "00:00:01"] };
        await grid.InitializeAsync();
        try
        {
            var (idle, busy) = (await grid.Rest.StaffAsync("ben"), await grid.Rest.StaffAsync("siti"));
            using var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", idle)).Peer!;
            using var worked = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", busy)).Peer!;
            for (var i = 0; i < 120 && !desk.Closed.IsCompleted; i++)
            {
                Assert.True((await worked.CallAsync("Inbox", null)).IsOk);
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
            }
            Assert.True(desk.Closed.IsCompleted);
            Assert.Equal(401, (await grid.Rest.SendAsync("GET", "/api/v1/me", idle)).Status);
            Assert.Equal(200, (await grid.Rest.SendAsync("GET", "/api/v1/me", busy)).Status);
            Assert.False(worked.Closed.IsCompleted);
        }
        finally
        {
            await grid.DisposeAsync();
            grid.Dispose();
        }
    }
}
