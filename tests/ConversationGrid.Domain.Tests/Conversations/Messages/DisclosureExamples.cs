using System.Security.Cryptography;
using System.Text;
using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Tests.Conversations.Messages;

/// <summary>A conversation says which text told its customer that an AI answers.</summary>
public class DisclosureExamples
{
    [Theory]
    [InlineData("en", "en")]
    [InlineData("ms-MY", "ms")]
    [InlineData("de", "en")]
    [InlineData("", "en")]
    public void Start_SaysWhatWasShown(string locale, string language)
    {
        var started = Started(locale, assistant: true);
        var text = AiDisclosures.Texts.Single(t => t.Language == language).Text;
        Assert.Equal(
            new(language, AiDisclosures.Version, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))), started.Disclosure);
    }

    [Fact]
    public void Start_WithoutAnAssistant_OrFiledByStaff_ShowedNothing()
    {
        Assert.Null(Started("en", assistant: false).Disclosure);
        Assert.Null(Started("en", assistant: true, new Actor(ActorKind.Agent, "aina")).Disclosure);
    }

    private static ConversationStarted Started(string locale, bool assistant, Actor? filedBy = null)
    {
        var run = Runs.OfConversation(assistant);
        run.Give(new StartConversation(Commands.Nur, "k", "web", locale, null, null, FiledBy: filedBy));
        return (ConversationStarted)run.Events[0];
    }
}
