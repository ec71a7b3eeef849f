using ConversationGrid.Contracts;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests.Workspaces;

/// <summary>Rules for the staff of a workspace together: addresses are unique, and somebody stays who administers.</summary>
public class StaffRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Caller Omar = new(CallerRole.Admin, new(ActorKind.Agent, "omar", "Omar"), []);

    [Theory]
    [InlineData("ann@a.test", "ann", true)]
    [InlineData("ANN@a.test", "ben", false)]
    [InlineData("other@a.test", "ben", true)]
    public void Address_OfAnotherMember_IsRefused(string email, string id, bool isFree)
    {
        StaffAccount[] staff = [new("ann", "ann@a.test", CallerRole.Agent, true), new("ben", "ben@a.test", CallerRole.Agent, true)];
        Assert.Equal(isFree ? null : StaffRules.EmailTaken, StaffRules.Check(staff, id, new(id, email, CallerRole.Agent, true)));
    }

    [Fact]
    public void MembersWithoutAnAddress_DoNotShareOne()
    {
        StaffAccount[] staff = [new("ann", null, CallerRole.Agent, true), new("ben", "", CallerRole.Agent, true)];
        Assert.Null(StaffRules.Check(staff, "eve", new("eve", null, CallerRole.Agent, true)));
        Assert.Null(StaffRules.Check(staff, "eve", new("eve", "", CallerRole.Agent, true)));
    }

    [Theory]
    [InlineData(CallerRole.Admin, true, true)]
    [InlineData(CallerRole.Admin, false, false)]
    [InlineData(CallerRole.Supervisor, true, false)]
    public void LastAdministrator_IsNotRemoved_UnlessAnotherOneSignsIn(CallerRole othersRole, bool othersSignsIn, bool isAllowed)
    {
        StaffAccount[] staff = [new("omar", "omar@a.test", CallerRole.Admin, true), new("ann", "ann@a.test", othersRole, othersSignsIn)];
        var demoted = new StaffAccount("omar", "omar@a.test", CallerRole.Agent, true);
        foreach (var after in (StaffAccount?[])[null, demoted])
            Assert.Equal(isAllowed ? null : StaffRules.LastAdmin, StaffRules.Check(staff, "omar", after));
    }

    [Fact]
    public void LastAdministrator_WhoStaysOne_IsWritten_ButNotWithoutAWayIn()
    {
        StaffAccount[] staff = [new("omar", "omar@a.test", CallerRole.Admin, true)];
        Assert.Null(StaffRules.Check(staff, "omar", new("omar", "new@a.test", CallerRole.Admin, true)));
        Assert.Equal(StaffRules.LastAdmin, StaffRules.Check(staff, "omar", new("omar", "omar@a.test", CallerRole.Admin, false)));
    }

    [Fact]
    public void NobodyWasAdministrator_NobodyIsMissedAsOne()
    {
        StaffAccount[] staff = [new("ann", "ann@a.test", CallerRole.Agent, true)];
        Assert.Null(StaffRules.Check(staff, "ann", null));
    }

    [Fact]
    public void TwoWhoAreWrittenAtOnce_DoNotBothGetTheAddress()
    {
        var state = Written(WorkspaceState.Initial(new("demo", "settings")), "ann", "ann@a.test");
        Assert.Equal(StaffRules.EmailTaken, Save(state, "ben", "Ann@A.test").Refusal);
        Assert.Null(Save(state, "ann", "ann@a.test").Refusal);
        var removed = Assert.Single(Administration.Decide(state, new RemoveSetting(Omar, SettingKinds.Staff, "ann", null), Now).Events);
        Assert.Null(Save(Administration.Evolve(state, state.Seq + 1, removed), "ben", "ann@a.test").Refusal);
    }

    private static WorkspaceState Written(WorkspaceState state, string id, string email) =>
        Administration.Evolve(state, state.Seq + 1, Assert.Single(Save(state, id, email).Events));

    private static Decision<WorkspaceEvent> Save(WorkspaceState state, string id, string email) =>
        Administration.Decide(state, new SaveSetting(Omar, SettingKinds.Staff, id, $$"""{"name":"{{id}}","email":"{{email}}"}""", null), Now);
}
