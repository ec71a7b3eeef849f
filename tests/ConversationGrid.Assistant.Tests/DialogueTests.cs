using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Messages that mean something only after others, and messages that ask nothing, in whole conversations. No word of these stands in the rules for
/// their sake.</summary>
public class DialogueTests
{
    [Theory]
    [InlineData("How long does standard delivery take?", "and what does it cost?", "RM6.90")]
    [InlineData("when will I get my refund", "what if I used my credit card", "working days")]
    [InlineData("What can I not return?", "and gift cards?", "gift cards")]
    [InlineData("berapa kos penghantaran ke Johor?", "kalau ke Sabah pula?", "Sabah")]
    public async Task FollowUp_IsReadWithTheQuestionBefore(string first, string second, string expected)
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync(first, locale: first.StartsWith("berapa", StringComparison.Ordinal) ? "ms" : "en");

        var answer = await world.SayAsync(id, second);

        Assert.Contains(expected, answer, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(ConversationStatus.Bot, (await world.ViewAsync(id)).State);
        await AllAreMadeAgainAsync(world, id);
    }

    [Theory]
    [InlineData("Where is my order?", "1002")]
    [InlineData("where is my parcel", "it's #1002")]
    [InlineData("Mana pesanan saya?", "nombor 1002")]
    public async Task NumberAlone_IsTheOrderThatWasAskedFor(string first, string number)
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync(first);

        await world.SayAsync(id, number);

        var task = (await world.EventsAsync(id)).OfType<TaskAdvanced>().Last();
        Assert.Equal("order_status", task.Progress?.Tool);
        Assert.Contains(task.Slots!, slot => slot.Value == "1002");
        await AllAreMadeAgainAsync(world, id);
    }

    [Fact]
    public async Task VagueQuestion_IsAskedBackOnce_AndTheChoiceIsAnswered()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, asked) = await world.AskAsync("I have a question about payment");
        Assert.StartsWith("Which of these", asked, StringComparison.Ordinal);

        var answer = await world.SayAsync(id, "the second one");

        Assert.NotEmpty((await world.EventsAsync(id)).OfType<MessagePosted>().Last(m => m.ByKind == ActorKind.Bot).Citations ?? []);
        Assert.DoesNotContain("Which of these", answer, StringComparison.Ordinal);
        await AllAreMadeAgainAsync(world, id);
    }

    [Theory]
    [InlineData("please don't cancel my order")]
    [InlineData("I did not ask to change my booking B-2001")]
    [InlineData("jangan batalkan pesanan saya")]
    public async Task WhatIsNotWanted_BeginsNothing(string text)
    {
        await using var world = await AssistantWorld.StartAsync();

        var (id, answer) = await world.AskAsync(text, locale: text.StartsWith("jangan", StringComparison.Ordinal) ? "ms" : "en");

        Assert.Empty((await world.EventsAsync(id)).OfType<TaskAdvanced>());
        Assert.True(answer.Contains("leave everything", StringComparison.Ordinal) || answer.Contains("seperti sedia ada", StringComparison.Ordinal), answer);
    }

    [Fact]
    public async Task DispleasureTwice_HandsOver()
    {
        await using var world = await AssistantWorld.StartAsync();
        var (id, _) = await world.AskAsync("What time do you open?");
        Assert.Contains("sorry", await world.SayAsync(id, "that is not what I meant"), StringComparison.Ordinal);

        await world.SayAsync(id, "still wrong");

        Assert.Contains((await world.EventsAsync(id)).OfType<HandoffRequested>(), h => h.ByKind == ActorKind.Bot);
    }

    [Theory]
    [InlineData("谢谢", "不客气")]
    [InlineData("สวัสดีค่ะ", "สวัสดี")]
    [InlineData("haha ok", "All right")]
    [InlineData("?", "I am here")]
    public async Task SmallMessage_IsAnsweredKindly_AndRingsNobody(string text, string expected)
    {
        await using var world = await AssistantWorld.StartAsync();

        var (id, answer) = await world.AskAsync(text);

        Assert.Contains(expected, answer, StringComparison.Ordinal);
        Assert.Empty((await world.EventsAsync(id)).OfType<HandoffRequested>());
    }

    private static async Task AllAreMadeAgainAsync(AssistantWorld world, string id)
    {
        foreach (var (decision, _) in await world.Decisions.OfAsync(new("demo", id)))
        {
            var again = await world.Decisions.ExecuteAgainAsync("demo", decision);
            Assert.True(again?.Same != false, $"{decision} came out otherwise: {again?.Output}");
        }
    }
}
