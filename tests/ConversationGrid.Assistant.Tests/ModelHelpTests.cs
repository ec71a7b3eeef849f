using ConversationGrid.Assistant.Answers;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.ModelDouble;

namespace ConversationGrid.Assistant.Tests;

/// <summary>What the model writes for agents: bound to articles, masked, recorded, and nothing of it when the model fails.</summary>
public sealed class ModelHelpTests
{
    private const string Question = "How long does delivery take?";
    private const string Message = "Pesanan saya 1002 belum sampai, tulis kepada nurul.h@example.my";

    [Theory]
    [InlineData(DoubleMode.Quote, 0)]
    [InlineData(DoubleMode.Invent, 2)]
    [InlineData(DoubleMode.BusyOnce, 0)]
    public async Task Reply_IsWrittenFromAnArticle_NamesIt_AndCanBeMadeAgain(DoubleMode mode, int removed)
    {
        await using var world = await AssistantWorld.StartAsync(mode);
        var id = await world.StartAsync("A person, please");
        await world.AnswerAsync(id, 0);
        var before = world.Double!.Requests.Count;
        var written = (await world.Help.ReplyAsync(Asked(id, Question)))!;
        Assert.Equal("model:delivery-standard", written.Reply!.Source);
        Assert.Equal("delivery-standard", Assert.Single(written.Reply.Citations!).ArticleId);
        Assert.Contains("working days", written.Reply.Text);
        Assert.DoesNotContain("500", written.Reply.Text);
        Assert.Equal(("suggestion", "model", "double", $"{removed} sentences removed"),
            (written.Decision.Kind, written.Decision.Path, written.Decision.Model, written.Decision.Reason));
        Assert.True(written.Decision.Tokens > 0);
        Assert.True(world.Double.Requests.Count > before);
        Assert.All(world.Double.Requests, request => Assert.DoesNotContain("nurul.h@example.my", request));

        await RecordAsync(world, id, written.Decision, written.Texts);
        await AgainIsTheSameAsync(world, id);
    }

    [Theory]
    [MemberData(nameof(FaultTests.Fruitless), MemberType = typeof(FaultTests))]
    public async Task ModelThatFails_GivesNothing_AndIsRecorded(DoubleMode fault)
    {
        await using var world = await AssistantWorld.StartAsync(fault);
        var written = (await world.Help.ReplyAsync(Asked("c1", Question)))!;
        Assert.Null(written.Reply);
        Assert.NotEmpty(written.Decision.Reason);
        var translation = await world.Help.TranslateAsync(Asked("c1", Message), "en");
        Assert.Null(translation.Text);
        Assert.Equal(RefusalCodes.Unavailable, translation.Refusal!.Code);
        Assert.Equal("translation", translation.Decision!.Kind);
    }

    [Fact]
    public async Task ModelIsNotAsked_WithoutAnArticle_WithoutAQuestion_WithoutBudget_AndWhereThereIsNone()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Quote);
        Assert.Null(await world.Help.ReplyAsync(Asked("c1", "Can you recommend a dentist on Mars?")));
        Assert.Null(await world.Help.ReplyAsync(Asked("c1", "thank you")));
        var broke = new Domain.Conversations.AssistantMemory { Tokens = 20_000 };
        Assert.Null(await world.Help.ReplyAsync(Asked("c1", Question) with { Memory = broke }));
        Assert.Equal(RefusalCodes.Unavailable, (await world.Help.TranslateAsync(Asked("c1", Message) with { Memory = broke }, "en")).Refusal!.Code);
        Assert.Empty(world.Double!.Requests);

        await using var alone = await AssistantWorld.StartAsync();
        Assert.Null(await alone.Help.ReplyAsync(Asked("c1", Question)));
        var none = await alone.Help.TranslateAsync(Asked("c1", Message), "en");
        Assert.Equal((RefusalCodes.NotConfigured, false, null), (none.Refusal!.Code, none.Refusal.Retryable, none.Decision));
    }

    [Fact]
    public async Task Translation_LeavesMasked_ComesBackWhole_AndCanBeMadeAgain()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Quote);
        var id = await world.StartAsync("A person, please");
        await world.AnswerAsync(id, 0);
        var made = await world.Help.TranslateAsync(Asked(id, Message), "en");
        Assert.Null(made.Refusal);
        Assert.Equal($"(English) {Message}", made.Text);
        Assert.All(world.Double!.Requests, request => Assert.DoesNotContain("nurul.h@example.my", request));
        Assert.Contains(world.Double.Requests, request => request.Contains("[email]", StringComparison.Ordinal));
        await RecordAsync(world, id, made.Decision!, made.Texts!);
        await AgainIsTheSameAsync(world, id);
        Assert.StartsWith("(Malay)", (await world.Help.TranslateAsync(Asked(id, Message), "ms")).Text);
    }

    [Fact]
    public async Task TranslationThatAddsANumber_IsRefused()
    {
        await using var world = await AssistantWorld.StartAsync(DoubleMode.Invent);
        var made = await world.Help.TranslateAsync(Asked("c1", Message), "en");
        Assert.Equal((null, RefusalCodes.Unavailable, "refused"), (made.Text, made.Refusal!.Code, made.Decision!.Reason));
        Assert.Null(made.Texts!.Output);
    }

    [Theory]
    [InlineData("My order 1002 has not come, write to nurul.h@example.my", true)]
    [InlineData("My order has not come; nurul.h@example.my wants to be written to", false)]
    [InlineData("My order 1003 has not come, write to nurul.h@example.my", false)]
    [InlineData("My order 1002 has not come, write to [email]", false)]
    [InlineData("My order 1002 has not come, write to nurul.h@example.my or see www.evil.example/x", false)]
    [InlineData("My order 1002 has not come, write to nurul.h@example.my and thief@evil.example", false)]
    [InlineData("  ", false)]
    public void Translation_HoldsNoOtherNumberOrAddress_AndAllThatWasMasked(string output, bool isOne) =>
        Assert.Equal(isOne, TranslationCheck.Of("Pesanan saya 1002 belum sampai, tulis kepada nurul.h@example.my", output) is not null);

    private static AssistantRequest Asked(string id, string text) => new(new("demo", id), "en", [
        new(1, ActorKind.Customer, "Write to nurul.h@example.my", null), new(2, ActorKind.Agent, "I will write to nurul.h@example.my", null),
        new(3, ActorKind.Customer, text, null)]) { ReplyTo = 3 };

    private static async Task RecordAsync(AssistantWorld world, string id, AiDecision decision, DecisionTexts texts)
    {
        var conversation = world.Grid.Conversation(new("demo", id));
        Assert.Equal(RefusalCodes.Forbidden, (await conversation.ExecuteAsync(new RecordDecision(Caller.Assistant, decision, texts))).Refusal!.Code);
        (await conversation.ExecuteAsync(new RecordDecision(new Caller(CallerRole.Agent, new(ActorKind.Agent, "aina", "Aina"), ["general"]), decision, texts)))
            .OrThrow();
    }

    private static async Task AgainIsTheSameAsync(AssistantWorld world, string id)
    {
        var (decisionId, decision) = (await world.Decisions.OfAsync(new("demo", id)))[^1];
        Assert.Equal("aina", decision.ById);
        Assert.True((await world.Decisions.ExecuteAgainAsync("demo", decisionId))!.Same);
    }
}
