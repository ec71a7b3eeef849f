using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Understanding;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Who tells of danger gets no article: the emergency number first, and a person at once.</summary>
public class DangerTests
{
    [Theory]
    [InlineData("I smell gas and the kettle is smoking", "en", "emergency number")]
    [InlineData("I feel like ending it all", "en", "emergency number")]
    [InlineData("my child swallowed a battery from the lamp", "en", "emergency number")]
    [InlineData("lampu saya terbakar, ada asap", "ms", "nombor kecemasan")]
    [InlineData("saya nak bunuh diri", "ms", "nombor kecemasan")]
    public async Task MessageOfDanger_IsHandedOver_WithTheEmergencyNumber(string text, string locale, string expected)
    {
        await using var world = await AssistantWorld.StartAsync();

        var answer = await world.Assistant.AnswerAsync(Request(text, locale));

        Assert.Contains(expected, answer.Text, StringComparison.Ordinal);
        Assert.Equal("Somebody may be in danger.", answer.HandoffReason);
        Assert.Null(answer.Citations);
        Assert.Equal("danger", answer.Decision!.Kind);
    }

    [Theory]
    [InlineData("Do you deliver smoke detectors to Sabah?")]
    [InlineData("your lamp is killing it, my living room looks great")]
    public async Task HarmlessWords_AreNoDanger(string text)
    {
        await using var world = await AssistantWorld.StartAsync();

        var answer = await world.Assistant.AnswerAsync(Request(text, "en"));

        Assert.NotEqual("danger", answer.Decision!.Kind);
        Assert.DoesNotContain("emergency", answer.Text, StringComparison.Ordinal);
    }

    private static AssistantRequest Request(string text, string language) =>
        new(new("demo", "c1"), language, [new(1, ActorKind.Customer, text, new MessageAnalyser().Analyse(text))]) { ReplyTo = 1 };
}
