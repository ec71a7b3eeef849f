using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Contracts;
using ConversationGrid.Demo.Shop;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Assistant.Tests;

/// <summary>What the help panel says at the hand-over, and what the assistant says where it cannot help.</summary>
public sealed class HandoverHelpTests
{
    private static readonly MessageAnalyser Analyser = new();
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private readonly Testing.MemoryStore _store = new();
    private readonly ArticleLibrary _library;
    private readonly MemoryLessons _lessons = new();
    private readonly Experience _experience;
    private readonly Suggestions _suggestions;

    public HandoverHelpTests()
    {
        _library = new(_store, _ => DemoKnowledge.ReadArticles(), TimeProvider.System);
        _experience = new(_library, new(), _lessons, new FakeTimeProvider());
        _suggestions = new(_library, _experience, Analyser, TimeProvider.System);
    }

    [Fact]
    public async Task AnsweredQuestion_ThenAPersonIsAskedFor_ThePanelHasItsSuggestions()
    {
        var help = await ForAsync(
            Customer(1, "How long does delivery take?"), new(2, ActorKind.Bot, "Standard delivery takes 2 to 4 working days.", null),
            Customer(3, "a person, please"),
            new(4, ActorKind.Bot, "Of course, I am passing you to a colleague. The answer will come here.", null, IsNotice: true),
            new(5, ActorKind.Bot, "None of our agents is here at the moment.", null, IsNotice: true));
        Assert.Equal("article:delivery-standard", help.Replies[0].Source);
        Assert.NotEmpty(help.Articles);
        Assert.Equal("reply", help.NextActions[0].Action);
    }

    [Fact]
    public async Task UnansweredQuestion_IsOpenBehindTheHandOverSentence()
    {
        var help = await ForAsync(Customer(1, "Do you sell helicopters?"),
            new(2, ActorKind.Bot, "I do not know this for certain, so I am passing it to a colleague. The answer will come here.", null, IsNotice: true));
        Assert.Equal("askColleague", help.NextActions[0].Action);
    }

    [Theory]
    [InlineData("How long does delivery take?", "ok thanks")]
    [InlineData("hello", "thanks")]
    public async Task BeforeAPersonAnswered_NothingIsResolvedNext(string question, string after)
    {
        var help = await ForAsync(Customer(1, question), new(2, ActorKind.Bot, "Standard delivery takes 2 to 4 working days.", null), Customer(3, after));
        Assert.DoesNotContain(help.NextActions, action => action.Action == "resolve");
    }

    [Theory]
    [InlineData("Hello Nurul Huda, put two drops of silicone oil on each spring of the trampoline. Write to nurul.h@example.my if it stays.")]
    [InlineData("Dear Nurul Huda,\nput two drops of silicone oil on each spring of the trampoline.")]
    [InlineData("Put two drops of silicone oil on each spring. I call you under 012-3456789 tomorrow.")]
    public async Task FormerReply_HasNoPlaceholder(string reply)
    {
        await SolveAsync("c1", "My trampoline squeaks, how do I oil it?", reply);
        var found = Assert.Single((await ForAsync(Customer(1, "the trampoline squeaks, how do I oil it"))).Replies);
        Assert.Contains("silicone oil", found.Text);
        Assert.DoesNotContain("[", found.Text);
        Assert.DoesNotContain("Nurul", found.Text);
    }

    [Fact]
    public async Task ReplyOfTheSameQuestion_IsNeverCertain_AndBelowAnArticleThatSaysOtherwise()
    {
        await SolveAsync("c1", "How long does delivery take?", "Delivery takes 14 working days.");
        var replies = (await ForAsync(Customer(1, "How long does delivery take?"))).Replies;
        Assert.Equal("article:delivery-standard", replies[0].Source);
        Assert.All(replies, reply => Assert.InRange(reply.Confidence, 0, 0.95));
        Assert.All(replies.Skip(1), reply => Assert.InRange(reply.Confidence, 0, 0.5));
    }

    [Theory]
    [InlineData("我的包裹在哪里，还没有收到", "zh", "转交")]
    [InlineData("என் பார்சல் எங்கே", "ta", "பதில்")]
    [InlineData("asdkjh qwzxv plmkt", "en", "Saya tidak memahami")]
    public async Task MessageThatNobodyReads_IsHandedOver_AndSaidSo(string text, string language, string said)
    {
        var answer = await new FirstAssistant(_library, ClosedText.NoLinks, TimeProvider.System)
            .AnswerAsync(new(new("demo", "c1"), language, [Customer(1, text)]));
        Assert.NotNull(answer.HandoffReason);
        Assert.Contains(said, answer.Text);
    }

    [Fact]
    public async Task WithoutASenderOfCodes_NoneIsAskedFor()
    {
        using var folder = new Folder();
        var tools = BackOfficeTools.Of(new BackOfficeStore(Path.Combine(folder.Path, "b.db"), TimeProvider.System), TimeProvider.System, _ => null!);
        var options = new ModelOptions();
        var assistant = new CareAssistant(
            new(_library, ClosedText.NoLinks, TimeProvider.System), _ => tools, null, options,
            new(options, TimeProvider.System, NullLogger<ModelGate>.Instance), TimeProvider.System, NullLogger<CareAssistant>.Instance);
        var answer = await assistant.AnswerAsync(new(new("demo", "c1"), "en", [Customer(1, "status of my order 1001")]) { Memory = AssistantMemory.Empty });
        Assert.NotNull(answer.HandoffReason);
        Assert.DoesNotContain("e-mail", answer.Text);
        Assert.Null(answer.Step!.Progress);
    }

    private static TranscriptLine Customer(long seq, string text) => new(seq, ActorKind.Customer, text, Analyser.Analyse(text));

    private Task<AgentSuggestions> ForAsync(params TranscriptLine[] lines) => _suggestions.ForAgentAsync(new(new("demo", "c9"), "en", lines));

    private async Task SolveAsync(string id, string question, string reply)
    {
        ConversationEvent[] events =
        [
            new MessagePosted(question, null, 0, Analyser.Analyse(question)) { At = Now, By = new(ActorKind.Customer, "x") },
            new MessagePosted(reply, null, 0) { At = Now, By = new(ActorKind.Agent, "a", "Aina") },
            new Resolved(null, Now) { At = Now, By = new(ActorKind.Agent, "a", "Aina") },
        ];
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(new(AssistantWorld.Stream(id), 0, events, DueChange.Keep)));
        await new Schooling(_store, _experience, _lessons).GoOnAsync();
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("grid-help-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
