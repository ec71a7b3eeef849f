using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Workspaces;

/// <summary>Sites whose pages may use the widget, as administrators write them.</summary>
public class SiteDefinitionTests
{
    [Theory]
    [InlineData("""{"name":"Shop","origins":["https://shop.example"]}""", null)]
    [InlineData("""{"name":"Shop","origins":["https://shop.example/","http://localhost:3000"]}""", null)]
    [InlineData("""{"name":"Shop","origins":[]}""", "1 to 20 origins")]
    [InlineData("""{"name":"Shop"}""", "1 to 20 origins")]
    [InlineData("""{"name":"Shop","origins":["*"]}""", "Grid:Gateway:AllowedOrigins")]
    [InlineData("""{"name":"Shop","origins":["https://*.example"]}""", "wildcard")]
    [InlineData("""{"name":"Shop","origins":["shop.example"]}""", "no scheme")]
    [InlineData("""{"name":"Shop","origins":["ftp://shop.example"]}""", "neither https nor http")]
    [InlineData("""{"name":"Shop","origins":["https://shop.example/path"]}""", "has a path")]
    [InlineData("""{"origins":["https://shop.example"]}""", "name")]
    public void Site_IsTaken_OrToldWhatIsWrong(string body, string? wrong)
    {
        var (_, said) = Definitions.Read(SettingKinds.Site, body);
        if (wrong is null) Assert.Null(said);
        else Assert.Contains(wrong, said);
    }

    [Fact]
    public void Origins_OfAllSites_AreTheWorkspacesAsBrowsersSendThem()
    {
        var state = WorkspaceState.Initial(new("acme", "settings"));
        var by = new Caller(CallerRole.Admin, new(ActorKind.Agent, "ann"), []);
        foreach (var (id, origin) in (ReadOnlySpan<(string, string)>)[("a", "https://Shop.example/"), ("b", "https://blog.example:443")])
            foreach (var e in Administration.Decide(state, new SaveSetting(by, SettingKinds.Site, id,
                $$"""{"name":"{{id}}","origins":["{{origin}}"]}""", null), DateTimeOffset.UnixEpoch).Events)
                state = Administration.Evolve(state, state.Seq + 1, e);
        var workspace = new Workspace("acme", new(), Workspace.NoPolicies) { Company = "Acme" }.With(new(state));
        Assert.Equal(["https://blog.example", "https://shop.example"], workspace.Origins.Order());
        Assert.Equal("Acme", workspace.Company);
    }
}
