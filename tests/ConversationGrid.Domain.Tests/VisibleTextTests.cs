using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Tests;

/// <summary>A text that shows nothing is no text.</summary>
public class VisibleTextTests
{
    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u3164 \uFFA0")]
    [InlineData("\u034F\uFE0F")]
    [InlineData("\u202E\u2066")]
    [InlineData("\U000E0041\U000E0042")]
    [InlineData("\U000E0100")]
    [InlineData("\u2065")]
    [InlineData("\uFFF3\uFFF9\uFFFC")]
    [InlineData("\U0001BCA1\U0001D175")]
    public void Text_WithoutAnythingVisible_IsRefused_AsMessageAndAsName(string text)
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        Assert.Equal(RefusalCodes.Invalid, run.Give(new PostMessage(Commands.Nur, "m1", text)).Refusal?.Code);
        Assert.Equal(RefusalCodes.Invalid, Runs.OfCustomer().Give(new DescribeCustomer(text, null, null, Verified: false)).Refusal?.Code);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("\u0B95")]
    [InlineData("\u2764\uFE0F")]
    [InlineData("\u200D\u4E2D")]
    [InlineData("?")]
    public void Text_WithOneVisibleCharacter_IsTaken(string text) => Assert.False(VisibleText.IsBlank(text));
}
