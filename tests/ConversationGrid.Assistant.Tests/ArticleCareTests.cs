using ConversationGrid.Assistant.AgentAssist;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Assistant.Tests;

/// <summary>Topics without an article, drafts from solved conversations, articles that nobody uses.</summary>
public class ArticleCareTests
{
    [Fact]
    public async Task UnansweredQuestions_BecomeATopic_WithADraftOfWhatAgentsWrote_AndOnlyAHumanPublishesIt()
    {
        await using var world = await AssistantWorld.StartAsync();
        var care = CareOf(world, out var schooling);
        string[] asked = ["do you hire out trampolines", "can I hire a trampoline, I am nurul.h@example.my", "hire of a trampoline?",
            "Do you sell helicopters?", "A person, please"];
        foreach (var question in asked)
            await world.AskAsync(question);
        await schooling.GoOnAsync();
        var gap = Assert.Single(care.Gaps("demo"));
        Assert.Equal(3, gap.Asked);
        Assert.Null(gap.Draft);
        Assert.All(gap.Questions, question => Assert.Contains("trampoline", question));
        Assert.DoesNotContain("nurul.h@example.my", string.Join(' ', gap.Questions));

        await SolveAsync(world, "hire of a trampoline", "You can hire a trampoline for RM 70 a day.");
        await schooling.GoOnAsync();
        var draft = Assert.Single(care.Gaps("demo")).Draft!;
        Assert.Contains("RM 70 a day", draft);
        Assert.Equal(ArticleAudience.Agents, ArticleReader.Read("draft", draft).Audience);
        Assert.DoesNotContain(world.Library.List("demo"), article => article.Title.Contains("trampoline", StringComparison.OrdinalIgnoreCase));
        Assert.Empty(care.Gaps("other"));

        Assert.NotNull((await world.Library.PublishAsync("demo", "omar", draft)).Article);
        Assert.Single(care.Gaps("demo"));
        Assert.NotNull(
            (await world.Library.PublishAsync("demo", "omar", draft.Replace("audience: agents", "audience: public", StringComparison.Ordinal))).Article);
        Assert.Empty(care.Gaps("demo"));
    }

    [Fact]
    public async Task ArticleThatNobodyIsGiven_IsUnused_OnceTheJournalGoesBackFarEnough()
    {
        await using var world = await AssistantWorld.StartAsync();
        var care = CareOf(world, out var schooling);
        await SolveAsync(world, "hi", "hello", TimeProvider.System.GetUtcNow().AddDays(-80));
        await schooling.GoOnAsync();
        Assert.DoesNotContain(care.Issues("demo"), issue => issue.Kind == "unused");

        await using var older = await AssistantWorld.StartAsync();
        care = CareOf(older, out schooling);
        await SolveAsync(older, "hi", "hello", TimeProvider.System.GetUtcNow().AddDays(-100));
        await older.AskAsync("How long does delivery take?");
        await schooling.GoOnAsync();
        Assert.All(care.Issues("demo").Where(issue => issue.Kind == "unused"), issue => Assert.Equal((90, null), (issue.UnusedDays, issue.Sentence)));
        var unused = care.Issues("demo").Where(issue => issue.Kind == "unused").Select(issue => issue.ArticleId).ToList();
        Assert.Contains("returns", unused);
        Assert.DoesNotContain("delivery-standard", unused);
    }

    private static ArticleCare CareOf(AssistantWorld world, out Schooling schooling)
    {
        var options = new AgentAssistOptions();
        var lessons = new MemoryLessons();
        var experience = new Experience(world.Library, options, lessons, new FakeTimeProvider());
        schooling = new(world.Store, experience, lessons);
        return new(world.Library, experience, options, TimeProvider.System);
    }

    private static async Task SolveAsync(AssistantWorld world, string question, string reply, DateTimeOffset? when = null)
    {
        var at = when ?? TimeProvider.System.GetUtcNow();
        Assert.Equal(AppendResult.Appended, await world.Store.AppendAsync(new(AssistantWorld.Stream($"solved-{question.Length}"), 0, [
            new MessagePosted(question, null, 0) { At = at, By = new(ActorKind.Customer, "x") },
            new MessagePosted(reply, null, 0) { At = at, By = new(ActorKind.Agent, "a", "Aina") },
            new Resolved(null, at) { At = at, By = new(ActorKind.Agent, "a", "Aina") }], DueChange.Keep)));
    }
}
