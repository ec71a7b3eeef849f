using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Fuzz.Frames;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Wire;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace ConversationGrid.Security.Tests.Access;

/// <summary>Every REST endpoint and every hub method, asked by everybody: the right code in each cell, and never a word of somebody else's
/// conversation.</summary>
public class AccessMatrixTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private static readonly string[] _analysis = ["\"sentiment\"", "\"mood\"", "\"priority\"", "\"intent\"", "\"emotion\"", AccessWorld.NoteCanary];
    private static readonly Who[] _concerned = [Who.Assigned, Who.Supervisor, Who.Admin];

    [Fact]
    public void EveryEndpoint_HasARow()
    {
        var routes = grid.Endpoints.Where(e => e.Metadata.GetMetadata<HubMetadata>() is null).SelectMany(RoutesOf).ToHashSet();
        var rows = AccessTable.Rest.Select(r => r.Route).ToHashSet();
        Assert.True(routes.SetEquals(rows), $"Without a row in AccessTable: {string.Join(", ", routes.Except(rows))}; rows without an endpoint: " +
            $"{string.Join(", ", rows.Except(routes))}");
    }

    [Fact]
    public void EveryHubMethod_HasARow()
    {
        var methods = grid.Endpoints.Where(e => e.Metadata.GetMetadata<HubMetadata>() is not null)
            .Select(e => (Path: e.RoutePattern.RawText!.Replace("/negotiate", ""), Hub: e.Metadata.GetMetadata<HubMetadata>()!.HubType)).Distinct()
            .SelectMany(h => HubShape.Of(h.Path, h.Hub).Methods.Select(m => $"{h.Path} {m.Name}")).ToHashSet();
        var rows = AccessTable.Hubs.SelectMany(h => h.Methods.Select(m => $"{h.Path} {m.Name}")).ToHashSet();
        Assert.NotEmpty(methods);
        Assert.True(methods.SetEquals(rows), $"Without a row in AccessTable: {string.Join(", ", methods.Except(rows))}; rows without a method: " +
            $"{string.Join(", ", rows.Except(methods))}");
    }

    [Fact]
    public async Task EveryCell_AnswersItsCode_AndLeaksNothing()
    {
        using var world = await AccessWorld.MakeAsync(grid);
        var wrong = new List<string>();
        var cells = 0;
        foreach (var row in AccessTable.Rest)
            foreach (var who in Enum.GetValues<Who>())
            {
                cells++;
                await CheckAsync(world, $"{row.Route} as {who}", row.Letters[(int)who], who, wrong, () => AskAsync(world, row, who));
            }
        foreach (var hub in AccessTable.Hubs)
        {
            foreach (var who in Enum.GetValues<Who>())
            {
                cells += 2;
                await CheckAsync(world, $"{hub.Path}/negotiate as {who}", hub.Door[(int)who], who, wrong, async () =>
                {
                    var answer = await grid.Rest.SendAsync("POST", $"{hub.Path}/negotiate?negotiateVersion=1", world.TokenOf(who), (HttpContent?)null);
                    return (answer.Code, answer.Body);
                });
                await CheckAsync(world, $"{hub.Path} as {who}", hub.Door[(int)who], who, wrong, () => KnockAsync(hub.Path, world.TokenOf(who)));
            }
            foreach (var method in hub.Methods)
                foreach (var (who, letter) in hub.Inside.Zip(method.Letters))
                {
                    cells++;
                    using var back = method.Fresh && letter == '.' ? await world.FreshAsync() : null;
                    await CheckAsync(world, $"{hub.Path} {method.Name} as {who}", letter, who, wrong, async () =>
                    {
                        var answer = await (await world.PeerAsync(hub.Path, who)).CallAsync(method.Name, method.Body?.Invoke(world, who));
                        return (answer.Code, answer.IsOk && answer.Result.ValueKind != JsonValueKind.Undefined ? answer.Result.GetRawText() : answer.Error);
                    });
                }
        }
        foreach (var (who, peer) in world.Peers)
            foreach (var push in peer.Pushes())
                if (Leak(who, push.GetRawText()) is { } leak) wrong.Add($"a push to {who} holds {leak}");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {cells} cells:\n{string.Join('\n', wrong)}");
        Assert.True(cells > 250, $"Only {cells} cells were asked.");
        Assert.Empty(grid.Errors);
    }

    [Fact]
    public async Task AnotherOnesId_LooksLikeNoId()
    {
        using var world = await AccessWorld.MakeAsync(grid);
        foreach (var who in (Who[])[Who.Stranger, Who.OtherCustomer, Who.OtherSupervisor, Who.Uninvolved])
            foreach (var path in (string[])["/api/v1/conversations/{0}", "/api/v1/conversations/{0}/events"])
            {
                var anothers = await grid.Rest.SendAsync("GET", string.Format(null, path, world.Conversation), world.TokenOf(who));
                var nobodys = await grid.Rest.SendAsync("GET", string.Format(null, path, "abcdefghijklmnopqrstuvwxyz"), world.TokenOf(who));
                Assert.Equal((nobodys.Status, WithoutTrace(nobodys)), (anothers.Status, WithoutTrace(anothers)));
            }
    }

    private static string WithoutTrace(RestAnswer answer) => System.Text.RegularExpressions.Regex.Replace(answer.Body, "\"traceId\":\"[^\"]*\"", "");

    private static IEnumerable<string> RoutesOf(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(m => $"{m} /{endpoint.RoutePattern.RawText!.Trim('/')}");

    private static async Task CheckAsync(AccessWorld world, string cell, char letter, Who who, List<string> wrong, Func<Task<(string Code, string Text)>> ask)
    {
        var before = letter == '.' ? 0 : await world.LastSeqAsync();
        var (code, text) = await ask();
        if (code != AccessTable.CodeOf(letter)) wrong.Add($"{cell}: '{code}' and not '{AccessTable.CodeOf(letter)}': {text[..Math.Min(text.Length, 200)]}");
        if (Leak(letter == '.' ? who : Who.Nobody, text) is { } leak) wrong.Add($"{cell}: the answer holds {leak}");
        if (letter != '.' && await world.LastSeqAsync() != before) wrong.Add($"{cell}: refused, and yet the conversation changed");
    }

    private static string? Leak(Who who, string text)
    {
        if (_concerned.Contains(who)) return null;
        // The interface's own description names what staff get.
        if (text.StartsWith("{\n  \"openapi\"", StringComparison.Ordinal) || text.StartsWith("{\"openapi\"", StringComparison.Ordinal)) return null;
        if (who == Who.Owner) return _analysis.FirstOrDefault(word => text.Contains(word, StringComparison.Ordinal));
        return text.Contains(AccessWorld.Canary, StringComparison.Ordinal) || text.Contains(AccessWorld.NoteCanary, StringComparison.Ordinal)
            ? "somebody else's words" : null;
    }

    private async Task<(string Code, string Text)> AskAsync(AccessWorld world, RestRow row, Who who)
    {
        var (method, pattern) = (row.Route.Split(' ')[0], row.Route.Split(' ')[1]);
        var path = row.Path?.Invoke(world, who) ?? pattern.Replace("{id}", world.Conversation);
        var answer = await grid.Rest.SendAsync(method, path, row.OwnSession ? await OwnTokenAsync(world, who) : world.TokenOf(who),
            row.Body?.Invoke(world, who));
        // An answer to HEAD has no body to hold the code.
        var code = method == "HEAD" ? Problems.CodeOf(answer.Status) : answer.Code;
        return (answer.Status < 400 ? "" : code, answer.Body);
    }

    private async Task<string?> OwnTokenAsync(AccessWorld world, Who who) => who switch
    {
        Who.OtherCustomer => (await grid.Rest.CustomerAsync(GridInProcess.OtherWorkspace)).Token,
        Who.Owner or Who.Stranger => (await grid.Rest.CustomerAsync()).Token,
        Who.OtherSupervisor => await NamesakeAsync(CallerRole.Supervisor, GridInProcess.OtherWorkspace),
        Who.Assigned or Who.Uninvolved => await NamesakeAsync(CallerRole.Agent, "demo"),
        Who.Supervisor => await NamesakeAsync(CallerRole.Supervisor, "demo"),
        Who.Admin => await NamesakeAsync(CallerRole.Admin, "demo"),
        _ => world.TokenOf(who),
    };

    /// <summary>The token of another account of the same role, whose sessions may all end.</summary>
    private async Task<string> NamesakeAsync(CallerRole role, string workspace)
    {
        var id = $"other-{role}".ToLowerInvariant();
        var put = await grid.Rest.SendAsync(
            "PUT", $"/api/v1/staff/{id}", await grid.Rest.StaffAsync("omar", workspace),
            (object)new { name = id, email = $"{id}@{workspace}.test", role = role.ToString().ToLowerInvariant() });
        Assert.Equal(200, put.Status);
        // Of an account that is new, so that no session of it ended yet.
        return grid.Token(role, id, workspace);
    }

    private async Task<(string Code, string Text)> KnockAsync(string hub, string? token)
    {
        var path = token is null ? hub : $"{hub}?access_token={Uri.EscapeDataString(token)}";
        var (socket, status, answer) = await RawWebSocket.OpenAsync(grid.Address, path);
        socket?.Dispose();
        return (status switch { 101 => "", 401 => "unauthenticated", 403 => "forbidden", 429 => "rate_limited", _ => $"{status}" }, answer);
    }
}
