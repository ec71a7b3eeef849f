using System.Reflection;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Frames;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Calls;
using ConversationGrid.Gateway.Hubs;
using ConversationGrid.Gateway.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Keys and own roles: every endpoint and every hub method, from the routes, with each right alone and with all but it.</summary>
public class RightsTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    /// <summary>Endpoints for persons alone, whatever rights they have: their own account, the demo, an administrator's pages.</summary>
    private static readonly string[] _persons = ["/api/v1/me", "/api/v1/sessions", "/api/v1/demo/outbox", "/hubs"];

    [Fact]
    public async Task Key_OpensWhatItsRightsSay_AndNothingElse()
    {
        var omar = await grid.Rest.StaffAsync("omar");
        var alone = new Dictionary<Rights, string>();
        var others = new Dictionary<Rights, string>();
        foreach (var right in RightNames.All)
        {
            alone[right] = await KeyAsync(omar, right);
            others[right] = await KeyAsync(omar, RightNames.Every & ~right);
        }
        var (wrong, cells) = (new List<string>(), 0);
        foreach (var row in AccessTable.Rest)
        {
            var (method, path) = (row.Route.Split(' ')[0], row.Route.Split(' ')[1].Replace("{id}", "nosuch").Replace("{language}", "en").Replace("{seq}", "1"));
            var endpoint = Endpoint(row.Route);
            if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) continue;
            var needed = RightNames.All.Where(r => Policies(endpoint).Any(p => p == AccessPolicies.Of(r) || p == AccessPolicies.CustomerOr(r))).ToList();
            Assert.True(needed.Count == 1 || _persons.Any(path.StartsWith),
                $"{row.Route} names {needed.Count} rights, and {string.Join(", ", Policies(endpoint))}.");
            foreach (var right in RightNames.All)
            {
                cells += 2;
                var (one, rest) = (await AskAsync(method, path, alone[right]), await AskAsync(method, path, others[right]));
                var isNeeded = needed.Contains(right);
                if (one == "forbidden" == isNeeded) wrong.Add($"{row.Route} with the right to {right} alone: '{one}'");
                if (needed.Count > 0 && rest == "forbidden" != isNeeded) wrong.Add($"{row.Route} with all rights but that to {right}: '{rest}'");
                if (needed.Count == 0 && rest != "forbidden") wrong.Add($"{row.Route} is for persons, and answered a key '{rest}'");
            }
        }
        foreach (var hub in AccessTable.Hubs)
            foreach (var key in others.Values)
                if ((await HubPeer.OpenAsync(grid.Address, hub.Path, key)).Status is not (401 or 403)) wrong.Add($"{hub.Path} opened for a key");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(cells > 800, $"Only {cells} cells were asked.");

        async Task<string> AskAsync(string method, string path, string key) =>
            (await grid.Rest.SendAsync(method, path, key, method is "GET" or "DELETE" ? null : (object)new { nonsense = 1 })).Code;
    }

    [Fact]
    public void EveryMethodOfStaff_NamesARight()
    {
        foreach (var hub in (Type[])[typeof(AgentHub), typeof(SupervisorHub)])
            foreach (var method in hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(m => !m.IsVirtual || m.GetBaseDefinition() == m))
                Assert.True(NeedsAttribute.Of(hub, method).HasFlag(Rights.View), $"{hub.Name}.{method.Name}");
        Assert.Equal(Rights.None, NeedsAttribute.Of(typeof(CustomerHub), typeof(CustomerHub).GetMethod("Post")!));
    }

    [Fact]
    public async Task Key_IsShownOnce_IsListedWithItsUse_AndEndsAtOnce()
    {
        var omar = await grid.Rest.StaffAsync("omar");
        var made = await grid.Rest.SendAsync("POST", "/api/v1/api-keys", omar, (object)new { name = "Web shop", rights = new[] { "intake" } });
        Assert.Equal(201, made.Status);
        var (id, key) = (made.Text("keyId")!, made.Text("key")!);
        var secret = key.Split('.')[^1];
        var filed = await grid.Rest.SendAsync("POST", "/api/v1/conversations", key, (object)new
        {
            channel = "form", clientId = "shop-1", text = "Where is it?", customer = new { email = "new@example.test", name = "New One" },
        });
        Assert.Equal(201, filed.Status);
        var listed = await grid.Rest.SendAsync("GET", "/api/v1/api-keys", omar);
        Assert.Contains("lastUsedAt\":\"2", listed.Body);
        foreach (var shown in (string[])[listed.Body, (await grid.Rest.SendAsync("GET", "/api/v1/audit?limit=500", omar)).Body])
            Assert.DoesNotContain(secret, shown);
        // Staff see who filed it; the customer itself does not.
        var events = (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{filed.Text("conversationId")}/events", omar)).Body;
        Assert.Contains($"\"filedById\":\"{id}\"", events);
        Assert.Contains("\"filedByName\":\"Web shop\"", events);
        var owner = grid.Token(CallerRole.Customer, filed.Text("customerId")!);
        Assert.DoesNotContain("filedBy", (await grid.Rest.SendAsync("GET", $"/api/v1/conversations/{filed.Text("conversationId")}/events", owner)).Body);

        foreach (var bad in (string[])[key[..^1] + (key[^1] == 'a' ? 'b' : 'a'), $"cgk.other.{id}.{secret}", $"cgk.demo.nosuch.{secret}", "cgk.demo", "cgk....",
            $"cgk.demo.{id}."])
            Assert.Equal(401, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", bad)).Status);
        Assert.Equal(204, (await grid.Rest.SendAsync("DELETE", $"/api/v1/api-keys/{id}", omar)).Status);
        Assert.Equal(401, (await grid.Rest.SendAsync("POST", "/api/v1/conversations", key, (object)new { })).Status);
        foreach (var refused in (object[])[
            new { name = "x", rights = new[] { "everything" } }, new { name = "x", rights = Array.Empty<string>() },
            new { name = "\u200b", rights = new[] { "view" } },
            new { name = "x", rights = new[] { "view" }, expiresAt = "2020-01-01T00:00:00Z" }])
            Assert.Equal(400, (await grid.Rest.SendAsync("POST", "/api/v1/api-keys", omar, refused)).Status);
    }

    [Fact]
    public async Task Filing_ChangesNoProfile_AndProvesNothing()
    {
        var omar = await grid.Rest.StaffAsync("omar");
        var key = await KeyAsync(omar, Rights.Intake);
        var first = await FileAsync(new { email = "mei@example.test", name = "Mei" });
        Assert.Equal("Mei", (await grid.CustomerAsync("demo", first)).Name);
        Assert.Equal(first, await FileAsync(new { email = "mei@example.test", name = "Mallory" }));
        Assert.Equal("Mei", (await grid.CustomerAsync("demo", first)).Name);
        var anonymous = await grid.Rest.CustomerAsync(name: "Ann");
        await FileAsync(new { id = anonymous.Id, name = "Mallory", email = "mallory@example.test" });
        var ann = await grid.CustomerAsync("demo", anonymous.Id);
        Assert.Equal(("Ann", null, false), (ann.Name, ann.Email, ann.Verified));

        async Task<string> FileAsync(object customer)
        {
            var filed = await grid.Rest.SendAsync(
                "POST", "/api/v1/conversations", key, (object)new { channel = "api", clientId = $"f{Guid.CreateVersion7()}", text = "hello", customer });
            Assert.True(filed.Status == 201, filed.Body);
            return filed.Text("customerId")!;
        }
    }

    [Fact]
    public async Task OwnRole_TakesRightsAway_AtOnce_AndNobodyGivesWhatItHasNot()
    {
        var omar = await grid.Rest.StaffAsync("omar");
        await OkAsync("PUT", "/api/v1/roles/reader", omar, new { name = "Reader", @base = "agent", rights = new[] { "view" } });
        await OkAsync("PUT", "/api/v1/roles/people", omar, new { name = "People", @base = "admin", rights = new[] { "view", "supervise", "people" } });
        await OkAsync("PUT", "/api/v1/staff/rita", omar, new { name = "Rita", email = "rita@demo.test", role = "agent" });
        await OkAsync("PUT", "/api/v1/staff/paul", omar, new { name = "Paul", email = "paul@demo.test", role = "admin", ownRole = "people" });
        var rita = grid.Token(CallerRole.Agent, "rita");
        using var desk = (await HubPeer.OpenAsync(grid.Address, "/hubs/agent", rita)).Peer!;
        Assert.True((await desk.CallAsync("SetPresence", new { status = "away" })).IsOk);
        await OkAsync("PUT", "/api/v1/staff/rita", omar, new { name = "Rita", email = "rita@demo.test", role = "agent", ownRole = "reader" });
        Assert.Equal("forbidden", (await desk.CallAsync("SetPresence", new { status = "online" })).Code);
        Assert.Equal("forbidden", (await desk.CallAsync("Post", new { conversationId = "x", clientId = "k", text = "x" })).Code);
        Assert.True((await desk.CallAsync("Inbox", null)).IsOk);
        Assert.Equal(
            403, (await grid.Rest.SendAsync("POST", "/api/v1/conversations", rita, (object)new { channel = "api", clientId = "k", text = "x" })).Status);
        Assert.Equal(200, (await grid.Rest.SendAsync("GET", "/api/v1/conversations", rita)).Status);

        var paul = grid.Token(CallerRole.Admin, "paul");
        await OkAsync("PUT", "/api/v1/staff/rita", paul, new { name = "Rita R.", email = "rita@demo.test", role = "agent", ownRole = "reader" });
        foreach (var (path, body) in ((string, object)[])[
            ("staff/eve", new { name = "Eve", email = "eve@demo.test", role = "admin" }),
            ("staff/eve", new { name = "Eve", email = "eve@demo.test", role = "agent" }),
            ("staff/omar", new { name = "Omar", email = "omar@demo.test", role = "admin", password = "a password of Paul" }),
            ("roles/more", new { name = "More", @base = "agent", rights = new[] { "view", "reply" } }), ("queues/q", new { name = "Q" })])
            Assert.Equal(403, (await grid.Rest.SendAsync("PUT", $"/api/v1/{path}", paul, body)).Status);
        Assert.Equal(403, (await grid.Rest.SendAsync("DELETE", "/api/v1/staff/omar", paul)).Status);
        Assert.Equal(403, (await grid.Rest.SendAsync("POST", "/api/v1/staff/omar/invitation", paul)).Status);
        Assert.Equal(403, (await grid.Rest.SendAsync("POST", "/api/v1/api-keys", paul, (object)new { name = "x", rights = new[] { "view" } })).Status);

        Assert.Equal(409, (await grid.Rest.SendAsync("DELETE", "/api/v1/roles/reader", omar)).Status);
        Assert.Equal(400,
            (await grid.Rest.SendAsync("PUT", "/api/v1/roles/x", omar, (object)new { name = "X", @base = "agent", rights = new[] { "settings" } })).Status);
        Assert.Equal(400,
            (await grid.Rest.SendAsync("PUT", "/api/v1/staff/rita", omar,
                (object)new { name = "Rita", email = "rita@demo.test", role = "agent", ownRole = "people" })).Status);
        Assert.Empty(grid.Errors);
    }

    private static IEnumerable<string> Policies(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).OfType<string>();

    private RouteEndpoint Endpoint(string route) => grid.Endpoints.First(e => e.Metadata.GetMetadata<HubMetadata>() is null
        && $"/{e.RoutePattern.RawText!.Trim('/')}" == route.Split(' ')[1]
        && (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Contains(route.Split(' ')[0]));

    private async Task<string> KeyAsync(string token, Rights rights)
    {
        var made = await grid.Rest.SendAsync("POST", "/api/v1/api-keys", token,
            (object)new { name = $"{rights}"[..Math.Min(40, $"{rights}".Length)], rights = RightNames.NamesOf(rights) });
        Assert.True(made.Status == 201, made.Body);
        return made.Text("key")!;
    }

    private async Task OkAsync(string method, string path, string token, object body)
    {
        var answer = await grid.Rest.SendAsync(method, path, token, body);
        Assert.True(answer.Status == 200, $"{method} {path}: {answer.Status} {answer.Body}");
    }
}
