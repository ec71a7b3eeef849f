using ConversationGrid.Contracts;
using ConversationGrid.Domain.Rules;
using ConversationGrid.Domain.Workspaces;

namespace ConversationGrid.Domain.Tests;

/// <summary>A name that shows nothing is no name, of whatever it is.</summary>
public class NamesTests
{
    public static TheoryData<string> Blank => ["", " ", "\u200b", "\u2800", "\u3164", "\u202e\u202c", "\ufeff", "\t", "\u0001\u0002", "\u115f\u1160"];

    [Theory]
    [MemberData(nameof(Blank))]
    public void Nothing_IsRefused_ForEverythingThatHasAName(string name)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(name);
        Assert.NotNull(Names.WhatIsWrong(name));
        Assert.False(LabelRules.IsLabel(name));
        Assert.NotNull(Definitions.Read(SettingKinds.Queue, $$$"""{"name":{{{json}}}}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Skill, $$$"""{"name":{{{json}}}}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Staff, $$$"""{"name":{{{json}}},"email":"a@b.test"}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Staff, $$$"""{"name":"Ann","email":"a@b.test","skills":{{{{json}}}:3}}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Objective, $$$"""{"name":{{{json}}},"metric":"waitSeconds","target":1,"due":"2099-01-01"}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Macro, $$$"""{"name":{{{json}}},"actions":[{"do":"addLabel","value":"m"}]}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Policy, $$$"""{"name":{{{json}}},"resolution":{"within":"01:00:00"}}""").Wrong);
        Assert.NotNull(Definitions.Read(SettingKinds.Rule, $$$"""{"name":{{{json}}},"on":["rated"],"then":[{"do":"addLabel","value":"m"}]}""").Wrong);
        Assert.NotEmpty(new StaffOptions { Id = "a", Name = name, Email = "a@b.test" }.Validate(new(new object())));
    }

    [Theory]
    [InlineData("Ann")]
    [InlineData("नूर")]
    [InlineData("Nur\u200dHuda")]
    [InlineData("👩‍💻")]
    public void Visible_IsTaken(string name)
    {
        Assert.Null(Names.WhatIsWrong(name));
        Assert.True(LabelRules.IsLabel(name));
    }
}
