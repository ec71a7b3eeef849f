using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>No text breaks the assistant, and none makes it say what is not in an article.</summary>
public class HostileTextTests
{
    private const string Letters = " abcdeorfunlit'-.?\u0301";

    private static readonly AnswerComposer Composer = new(
        new KnowledgeBase(DemoKnowledge.ReadArticles()), time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));
    private static readonly HashSet<string> Known = [.. DemoKnowledge.ReadArticles().SelectMany(article => article.Sections)
        .SelectMany(section => Sentences.Of(section.Text))];
    private static readonly HashSet<string> Internal =
        [.. DemoKnowledge.ReadArticles().Where(article => article.Audience == ArticleAudience.Agents).Select(article => article.Id)];

    [AttackFact]
    public void EveryAttackString_GetsAReplyMadeOfArticlesOnly()
    {
        var count = 0;
        foreach (var file in Directory.EnumerateFiles(AttackFactAttribute.Folder!, "*.jsonl"))
        {
            foreach (var line in File.ReadLines(file))
            {
                if (JsonNode.Parse(line)?["payload"] is not JsonValue payload || !payload.TryGetValue<string>(out var text))
                    continue;
                count++;
                Check(text);
                Check("refund " + text);
            }
        }
        Assert.True(count > 500, $"{count} attack strings");
    }

    [Fact]
    public void RandomUnicode_GetsAReplyMadeOfArticlesOnly()
    {
        var dice = new Random(4711);
        for (var i = 0; i < 3_000; i++)
        {
            var letters = new char[dice.Next(0, 200)];
            for (var c = 0; c < letters.Length; c++)
                letters[c] = dice.Next(3) == 0 ? (char)dice.Next(char.MaxValue + 1) : Letters[dice.Next(Letters.Length)];
            Check(new string(letters));
        }
    }

    [Fact]
    public void VeryLongText_IsReadAsFarAsTheBoundAndNoFurther()
    {
        Check(new string('a', 1_000_000));
        Check(string.Concat(Enumerable.Repeat("refund ", 100_000)));
        Check(string.Concat(Enumerable.Repeat("\ud83d\ude00", 50_000)));
    }

    private static void Check(string text)
    {
        foreach (var language in new[] { null, "en", "ms", "zz", "und" })
        {
            var reply = Composer.Compose(text, language);
            Assert.NotEmpty(reply.Reason);
            if (reply is Answer answer)
            {
                Assert.NotEmpty(answer.Citations);
                Assert.DoesNotContain(answer.Citations, citation => Internal.Contains(citation.ArticleId));
                Assert.All(Sentences.Of(answer.Text), sentence => Assert.Contains(sentence, Known));
            }
        }
        Assert.DoesNotContain(Composer.Suggest(text, "en", 5), suggestion => Internal.Contains(suggestion.ArticleId));
    }
}

/// <summary>Runs where the attack corpora are; says so where they are not.</summary>
internal sealed class AttackFactAttribute : FactAttribute
{
    public AttackFactAttribute()
    {
        if (Folder is null)
            Skip = "The attack corpora (../shared/data/attacks) are not on this machine.";
    }

    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "attacks");
            if (Directory.Exists(candidate))
                return candidate;
        }
        return null;
    }
}
