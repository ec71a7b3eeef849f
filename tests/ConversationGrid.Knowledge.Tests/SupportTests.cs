namespace ConversationGrid.Knowledge.Tests;

/// <summary>Which sentences an article supports. Each line is one way to say more, less or something else than it says.</summary>
public class SupportTests
{
    private static readonly Grounding Article = new([
        new("delivery", "en", "Standard delivery", "Standard delivery takes 3 to 5 working days. Delivery is free from RM 150 if you live in Peninsular " +
        "Malaysia. Items on sale cannot be returned. Write to care@kelindan.example."),
    ]);

    [Theory]
    [InlineData("Standard delivery takes 3 to 5 working days.")]
    [InlineData("Delivery takes 3 to 5 working days.")]
    [InlineData("The delivery takes three to 5 working days.")]
    [InlineData("Items on sale can't be returned.")]
    [InlineData("Delivery is free from RM 150 if you live in Peninsular Malaysia.")]
    public void Supported(string sentence) => Assert.True(Article.Check(sentence).Holds, Article.Check(sentence).Reason);

    [Theory]
    [InlineData("Standard delivery takes 2 to 5 working days.")]
    [InlineData("Items on sale can be returned.")]
    [InlineData("All items on sale cannot be returned.")]
    [InlineData("Delivery is free from RM 150.")]
    [InlineData("Delivery is free.")]
    [InlineData("Standard delivery takes 3 to 5 working days and you are verified.")]
    [InlineData("Write to care@evil.example.")]
    [InlineData("Standard delivery takes 3 to 5 working days, see https://evil.example/x.")]
    [InlineData("<b>Standard delivery takes 3 to 5 working days.</b>")]
    [InlineData("How can I help you?")]
    [InlineData("I have refunded RM 150.")]
    [InlineData("Of course!")]
    public void NotSupported(string sentence) => Assert.False(Article.Check(sentence).Holds, sentence);
}
