using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Engine.Workspaces;
using ConversationGrid.Fuzz.Wire;
using ConversationGrid.Gateway.Sessions;
using ConversationGrid.Security.Tests.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;

namespace ConversationGrid.Security.Tests.Sessions;

/// <summary>Hashes of passwords that earlier versions wrote into the journal leave it, and go on to count.</summary>
public class FormerHashTests(GridInProcess grid) : IClassFixture<GridInProcess>
{
    private static readonly Caller Omar = new(CallerRole.Admin, new(ActorKind.Agent, "omar"), []);

    [Fact]
    public async Task HashInTheJournal_LeavesIt_AndSignsInAsBefore()
    {
        var (first, second) = (Hash("an older password"), Hash("nine green lanterns"));
        await SaveAsync("lama", first);
        await SaveAsync("lama", second);
        await SaveAsync("gone", Hash("somebody else's"));
        await grid.Service<IGrid>().Workspace("demo").ExecuteAsync(new RemoveSetting(Omar, SettingKinds.Staff, "gone", null));
        await grid.Service<LiveSettings>().RefreshAsync("demo", default);
        Assert.True((await BodiesAsync()).Count(body => body.Contains("passwordHash", StringComparison.OrdinalIgnoreCase)) >= 3);

        await grid.Service<IEnumerable<IHostedService>>().OfType<FormerHashes>().Single().StartAsync(default);

        Assert.DoesNotContain(await BodiesAsync(), body => body.Contains("passwordHash", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(2, (await BodiesAsync()).Count(body => body.Contains("lama@demo.test", StringComparison.Ordinal)));
        Assert.Equal(401, (await SignInAsync("an older password")).Status);
        Assert.Equal(201, (await SignInAsync("nine green lanterns")).Status);
    }

    private static string Hash(string password) => new PasswordHasher<object>().HashPassword(new(), password);

    private async Task SaveAsync(string id, string hash) => Assert.Null((await grid.Service<IGrid>().Workspace("demo").ExecuteAsync(new SaveSetting(
        Omar, SettingKinds.Staff, id, $$"""{"name":"{{id}}","email":"{{id}}@demo.test","role":"agent","passwordHash":"{{hash}}"}""", null))).Refusal);

    private async Task<IReadOnlyList<string>> BodiesAsync() =>
        [.. (await grid.Service<IJournal>().ReadAsync(StreamId.OfWorkspace("demo"), 0, 500)).Select(c => c.Event).OfType<SettingSaved>().Select(s => s.Body)];

    private Task<RestAnswer> SignInAsync(string password) =>
        grid.Rest.SendAsync("POST", "/api/v1/sessions/agent", null, (object)new { workspace = "demo", email = "lama@demo.test", password });
}
