using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.Understanding;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Help for the agent: what is suggested and from where, what becomes of it, how a draft sounds, what a summary says.</summary>
public sealed class AgentAssistTests
{
    private static readonly MessageAnalyser Analyser = new();
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);
    private readonly Testing.MemoryStore _store = new();
    private readonly ArticleLibrary _library;
    private readonly Experience _experience;
    private readonly Schooling _schooling;
    private readonly Suggestions _suggestions;

    public AgentAssistTests()
    {
        _library = new(_store, _ => DemoKnowledge.ReadArticles(), TimeProvider.System);
        var lessons = new MemoryLessons();
        _experience = new(_library, new(), lessons, new FakeTimeProvider());
        _schooling = new(_store, _experience, lessons);
        _suggestions = new(_library, _experience, Analyser, TimeProvider.System);
    }

    [Fact]
    public async Task LikeSolvedConversation_IsSuggested_Masked_WithItsSource()
    {
        await SolveAsync("c1", "My trampoline squeaks, how do I oil it?",
            "Hello Nurul Huda, put two drops of silicone oil on each spring of the trampoline. Write to nurul.h@example.my if it stays.");
        await _schooling.GoOnAsync();
        var suggested = await ForAsync("c2", "the trampoline squeaks, which oil do I take");
        var reply = Assert.Single(suggested.Replies, r => r.Source.StartsWith("conversation:", StringComparison.Ordinal));
        Assert.Equal("conversation:c1#2", reply.Source);
        Assert.Contains("silicone oil", reply.Text);
        Assert.DoesNotContain("nurul", reply.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task WhatDidNotSolveTheMatter_IsNoExample()
    {
        await SolveAsync("c1", "My trampoline squeaks, how do I oil it?", "Put silicone oil on each spring of the trampoline.");
        await SolveAsync("c2", "How do I fold the trampoline net?", "Roll the trampoline net from both sides.");
        await _schooling.GoOnAsync();
        Assert.Single((await ForAsync("c9", "my trampoline squeaks, how do I oil it")).Replies);
        Assert.Single((await ForAsync("c9", "how do I fold the trampoline net")).Replies);
        await AppendAsync("c1", 3, new Rated(1, null) { At = Now, By = new(ActorKind.Customer, "x") });
        await AppendAsync("c2", 3, new Reopened(2) { At = Now, By = new(ActorKind.Customer, "x") });
        await _schooling.GoOnAsync();
        Assert.DoesNotContain((await ForAsync("c9", "my trampoline squeaks, how do I oil it")).Replies,
            r => r.Source.StartsWith("conversation:", StringComparison.Ordinal));
        Assert.DoesNotContain((await ForAsync("c9", "how do I fold the trampoline net")).Replies,
            r => r.Source.StartsWith("conversation:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OwnConversation_AndOtherWorkspaces_AreNoSource()
    {
        await SolveAsync("c1", "My trampoline squeaks, how do I oil it?", "Put silicone oil on each spring of the trampoline.");
        await _schooling.GoOnAsync();
        Assert.Empty((await ForAsync("c1", "my trampoline squeaks, how do I oil it")).Replies);
        var elsewhere =
            await _suggestions.ForAgentAsync(new(new("other", "c5"), "en", [new(1, ActorKind.Customer, "my trampoline squeaks, how do I oil it", null)]));
        Assert.DoesNotContain(elsewhere.Replies, r => r.Source.StartsWith("conversation:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task IgnoredSuggestion_IsMadeNoMore_UntilItIsTakenAgain()
    {
        const string question = "How long does delivery take?";
        async Task<bool> IsSuggestedAsync()
        {
            await _schooling.GoOnAsync();
            return (await ForAsync("c9", question)).Replies.Any(r => r.Source == "article:delivery-standard");
        }
        Assert.True(await IsSuggestedAsync());
        for (var i = 0; i < 8; i++)
            await SolveAsync($"a{i}", "Something else", "Another answer.", new("article:delivery-standard", SuggestionUse.Ignored));
        Assert.False(await IsSuggestedAsync());
        for (var i = 0; i < 20; i++)
            await SolveAsync($"b{i}", question, "As suggested.", new("article:delivery-standard", SuggestionUse.Accepted));
        Assert.True(await IsSuggestedAsync());
    }

    [Fact]
    public async Task AcceptedArticle_IsFoundFirst_ByAgentsOnly()
    {
        Article[] articles = [Article("assembly"), Article("repair")];
        var library = new ArticleLibrary(_store, _ => articles, TimeProvider.System);
        var lessons = new MemoryLessons();
        var experience = new Experience(library, new(), lessons, new FakeTimeProvider());
        var suggestions = new Suggestions(library, experience, Analyser, TimeProvider.System);
        const string question = "my furniture wobbles";
        async Task<string> FirstAsync() => (await suggestions.ForAgentAsync(new(new("demo", "c9"), "en", [Customer(1, question)]))).Articles[0].ArticleId;
        var before = await FirstAsync();
        var other = articles.Single(a => a.Id != before).Id;
        for (var i = 0; i < 6; i++)
            await SolveAsync($"c{i}", "everything wobbles in my furniture", "See there.", new($"article:{other}", SuggestionUse.Edited));
        await new Schooling(_store, experience, lessons).GoOnAsync();
        Assert.Equal(other, await FirstAsync());
        Assert.Equal(before, suggestions.ForDraft("demo", question, "en", 3)[0].ArticleId);
    }

    [Theory]
    [InlineData("Delivery takes 2 to 4 working days.", "article:a", SuggestionUse.Accepted)]
    [InlineData("delivery takes 2 to 4 working days", "article:a", SuggestionUse.Accepted)]
    [InlineData("Hi Nur, delivery takes about 2 to 4 working days. Bye!", "article:a", SuggestionUse.Edited)]
    [InlineData("Please send us a photo of it.", "conversation:c1#4", SuggestionUse.Accepted)]
    [InlineData("I will look into it.", "article:a", SuggestionUse.Ignored)]
    public void WhatBecameOfASuggestion_IsSeenFromWhatWasSent(string sent, string source, string outcome)
    {
        SuggestedReply[] shown = [new("Delivery takes 2 to 4 working days.", "article:a", 0.9), new("Please send us a photo of it.", "conversation:c1#4", 0.6)];
        Assert.Equal(new SuggestionUse(source, outcome), _suggestions.Judge(shown, sent));
        Assert.Null(_suggestions.Judge([], sent));
    }

    [Theory]
    [InlineData("As I already told you, this is not our problem.", "blaming")]
    [InlineData("READ THE INSTRUCTIONS FIRST", "shouting")]
    [InlineData("This is a stupid and useless question, you are terrible.", "harsh")]
    [InlineData("Hi [name], your order is on its way.", "placeholder")]
    [InlineData("Your card 4111 1111 1111 1111 was charged.", "personalData")]
    [InlineData("Barang anda sudah dihantar dan akan sampai esok pagi.", "otherLanguage")]
    public void Tone_OfADraft_IsTold(string draft, string kind) => Assert.Contains(_suggestions.ToneOf(draft, "en").Issues, issue => issue.Kind == kind);

    [Theory]
    [InlineData("Thank you for waiting. Your parcel arrives tomorrow between 9 and 12.", "en")]
    [InlineData("I am sorry that the sofa came damaged. We will send you a new one this week.", "en")]
    [InlineData("Terima kasih kerana menunggu. Bungkusan anda akan sampai esok pagi.", "ms")]
    [InlineData("OK", "en")]
    public void Tone_OfAFriendlyDraft_IsLeftAlone(string draft, string language) => Assert.Empty(_suggestions.ToneOf(draft, language).Issues);

    [Fact]
    public async Task Summary_HasOpenQuestions_Mood_Facts_AndTheirEvents()
    {
        TranscriptLine[] lines =
        [
            Customer(1, "Hello, how long does delivery take?"), new(3, ActorKind.Bot, "Standard delivery takes 2 to 4 working days.", null),
            Customer(4, "My order 10034567 came broken! This is terrible, I am so angry."), Customer(6, "You reach me under nur@example.test"),
            Customer(7, "a person, please"),
            new(9, ActorKind.Bot, "Of course, I am passing you to a colleague. A human will answer you here.", null),
        ];
        var (text, told) = (await new FirstAssistant(_library, ClosedText.NoLinks, TimeProvider.System).SummariseAsync(new(new("demo", "c1"), "en", lines)))!;
        Assert.Contains("The customer wrote 4 messages.", text);
        Assert.Contains("Open (#4): My order 10034567 came broken!", text);
        Assert.DoesNotContain("Open (#1)", text);
        Assert.DoesNotContain("Open (#7)", text);
        Assert.Contains("Mood (#4, #7): negative, anger, rising", text);
        Assert.Contains("E-mail (#6): nur@example.test", text);
        Assert.Contains("The assistant said last (#3)", text);
        Assert.Equal("open open said mood fact fact", string.Join(' ', told.Select(line => line.Kind)));
    }

    [Theory]
    [InlineData("This is terrible, I am so angry and disappointed with you!", "apologise")]
    [InlineData("Do you sell helicopters?", "askColleague")]
    [InlineData("How long does delivery take?", "reply")]
    public async Task NextAction_FitsWhatWasSaid(string text, string action) => Assert.Equal(action, (await ForAsync("c9", text)).NextActions[0].Action);

    [Fact]
    public async Task AnsweredConversation_IsResolvedNext_OrWaitsForTheCustomer()
    {
        async Task<string> AfterAsync(string said) =>
            (await _suggestions.ForAgentAsync(new(new("demo", "c9"), "en", [Customer(1, "hi"), new(2, ActorKind.Agent, said, null)]))).NextActions[0].Action;
        Assert.Equal("resolve", await AfterAsync("It is on its way."));
        Assert.Equal("wait", await AfterAsync("Which order is it?"));
        TranscriptLine[] thanked = [Customer(1, "hi"), new(2, ActorKind.Agent, "It is on its way.", null), Customer(3, "thank you, bye")];
        Assert.Equal("resolve", (await _suggestions.ForAgentAsync(new(new("demo", "c9"), "en", thanked))).NextActions[0].Action);
    }

    private static TranscriptLine Customer(long seq, string text) => new(seq, ActorKind.Customer, text, Analyser.Analyse(text));

    private Task<AgentSuggestions> ForAsync(string id, string text) => _suggestions.ForAgentAsync(new(new("demo", id), "en", [Customer(1, text)]));

    private Task SolveAsync(string id, string question, string reply, SuggestionUse? use = null) =>
        AppendAsync(id, 0, new MessagePosted(question, null, 0, Analyser.Analyse(question)) { At = Now, By = new(ActorKind.Customer, "x") },
            new MessagePosted(reply, null, 0) { At = Now, By = new(ActorKind.Agent, "a", "Aina"), Suggestion = use },
            new Resolved(null, Now) { At = Now, By = new(ActorKind.Agent, "a", "Aina") });

    private static Article Article(string id) =>
        new(id, "Furniture that wobbles", "en", ArticleAudience.Public, [], [new("", "Furniture that wobbles needs a look. Write to us.")], "care");

    private async Task AppendAsync(string id, long expected, params ConversationEvent[] events) =>
        Assert.Equal(AppendResult.Appended, await _store.AppendAsync(new(AssistantWorld.Stream(id), expected, events, DueChange.Keep)));
}
