using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.ModelDouble;

namespace ConversationGrid.Assistant.Tests;

/// <summary>A model that fails: the customer gets the articles' own answer, or a human, within the time, and nobody else waits.</summary>
public class FaultTests
{
    private const string Answerable = "How long does delivery take?";

    /// <summary>Ways to fail that leave nothing to say.</summary>
    public static TheoryData<DoubleMode> Fruitless =>
        [DoubleMode.Hang, DoubleMode.Busy, DoubleMode.Error, DoubleMode.Malformed, DoubleMode.Cut, DoubleMode.Stall, DoubleMode.Empty, DoubleMode.Babble];

    [Theory]
    [MemberData(nameof(Fruitless))]
    [InlineData(DoubleMode.BusyOnce)]
    [InlineData(DoubleMode.Reset)]
    [InlineData(DoubleMode.Html)]
    [InlineData(DoubleMode.Drip)]
    [InlineData(DoubleMode.BadTool)]
    [InlineData(DoubleMode.LongTool)]
    [InlineData(DoubleMode.Invent)]
    [InlineData(DoubleMode.Inject)]
    public async Task AnyFault_IsAnsweredFromArticles_WithinTheTime(DoubleMode fault)
    {
        await using var world = await AssistantWorld.StartAsync(fault);
        var begun = TimeProvider.System.GetTimestamp();
        var (id, text) = await world.AskAsync(Answerable);
        // The configured 4 s, and what a machine adds that is busy with other things; without a limit most faults would last for ever.
        Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), $"{fault} took {TimeProvider.System.GetElapsedTime(begun)}.");
        Assert.Contains("working days", text);
        Assert.DoesNotContain("500", text);
        Assert.DoesNotContain("free from now on", text);
        Assert.Equal(ConversationStatus.Bot, (await world.ViewAsync(id)).State);
    }

    [Fact]
    public async Task NoArticleAndNoModel_HandsOver()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Hang);
        var (id, text) = await world.AskAsync("Can you recommend a dentist on Mars?");
        Assert.Contains("colleague", text);
        Assert.Equal(ConversationStatus.Waiting, (await world.ViewAsync(id)).State);
    }

    [Fact]
    public async Task ModelThatKeepsFailing_IsLeftAlone()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Error, o => (o.FailedShareMax, o.PauseFor) = (0.5, TimeSpan.FromMinutes(5)));
        for (var i = 0; i < 14; i++)
            await world.AskAsync(Answerable);
        Assert.True(world.Gate.IsPaused);
        Assert.True(world.Double!.Requests.Count is >= 10 and < 14, $"{world.Double.Requests.Count} calls.");
    }

    [Fact]
    public async Task BudgetOfAConversation_IsKept()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Quote, o => o.TokensPerConversationMax = 100);
        var (id, _) = await world.AskAsync(Answerable);
        await world.SayAsync(id, "How can I pay?");
        await world.SayAsync(id, "How do I return something?");
        Assert.Single(world.Double!.Requests);
    }

    [Fact]
    public async Task NewerMessage_EndsTheOlderGeneration_AndOneAnswerIsGiven()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Hang, o => o.SettleAfter = TimeSpan.FromMilliseconds(300));
        var id = await world.StartAsync("How long");
        await world.PostAsync(id, "does delivery");
        var last = (await world.PostAsync(id, "take?")).OrThrow();
        await world.AnswerAsync(id, last.Seq);
        var answers = (await world.EventsAsync(id)).OfType<MessagePosted>().Where(m => m.ByKind == ActorKind.Bot).ToList();
        Assert.Single(answers);
        Assert.Contains("working days", answers[0].Text);
        Assert.Single(world.Double!.Requests);
    }

    /// <summary>Requests of one conversation may begin in another order than its messages came, when threads are short.</summary>
    [Fact]
    public async Task OlderRequestThatBeginsLate_GivesWayToTheNewer()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Hang, o => o.SettleAfter = TimeSpan.FromMilliseconds(300));
        AssistantRequest Asked(long replyTo) => new(new("demo", "late"), "en", [new(replyTo, ActorKind.Customer, Answerable, null)]) { ReplyTo = replyTo };
        var newer = world.Assistant.AnswerAsync(Asked(4));
        var older = world.Assistant.AnswerAsync(Asked(2));
        Assert.Null((await older).Text);
        Assert.NotNull((await newer).Text);
    }

    /// <summary>Turns of conversations are timed while models hang in others, alternating with none: the medians must not differ.</summary>
    [Fact]
    public async Task HangingModel_DelaysNoOtherMessage()
    {
        await using var world = await AssistantWorld.StartAsync(
            DoubleMode.Hang, o => (o.FirstWordWithin, o.AnswerWithin) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20)));
        var id = await world.StartAsync("hello");
        await world.AnswerAsync(id, 0);
        (await world.Grid.Conversation(new("demo", id)).ExecuteAsync(new RequestHandoff(Caller.System, null))).OrThrow();
        var (quiet, hanging) = (await MedianAsync(world, id), 0d);
        for (var i = 0; i < 64; i++)
            await world.StartAsync(Answerable);
        for (var i = 0; i < 500 && world.Double!.Requests.Count < 64; i++)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        Assert.Equal(64, world.Double!.Requests.Count);
        hanging = await MedianAsync(world, id);
        Assert.True(hanging - quiet < 1, $"A message took {quiet:0.000} ms in the median, and {hanging:0.000} ms while 64 models hang.");
    }

    private static async Task<double> MedianAsync(AssistantWorld world, string id)
    {
        var times = new List<double>();
        for (var i = 0; i < 400; i++)
        {
            var begun = TimeProvider.System.GetTimestamp();
            (await world.PostAsync(id, "still here")).OrThrow();
            times.Add(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }
}
