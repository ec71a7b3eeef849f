using System.Diagnostics;
using Xunit.Abstractions;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>A search among 10,000 articles: what it allocates is bounded, how long it takes is printed
/// (the best of several passes a question, so that other work on the machine does not count; a debug build gets room).</summary>
public class SearchSpeedTests(ITestOutputHelper output)
{
    private const int Articles = 10_000;
    private const int Passes = 7;

    [Fact]
    public void TenThousandArticles_AreSearchedFastAndWithoutWaste()
    {
        var dice = new Random(99);
        var index = new SearchIndex(Library(dice));
        var demo = DemoKnowledge.ReadArticles();
        var questions = demo.Select(article => article.Title)
            .Concat(demo.SelectMany(article => article.Sections.SelectMany(section => Sentences.Of(section.Text)).Take(2)))
            .Concat(demo.Select(article => article.Title[..^2] + "x how can i do that pleese")).ToArray();
        var scope = new SearchScope("en", ArticleAudience.Public, DateTimeOffset.UnixEpoch.AddYears(56));
        foreach (var question in questions.Concat(questions))
            index.Search(question, scope);
        var times = new double[questions.Length];
        Array.Fill(times, double.MaxValue);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var i = 0; i < questions.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                index.Search(questions[i], scope);
                times[i] = Math.Min(times[i], Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (Passes * questions.Length);
        Array.Sort(times);
        output.WriteLine($"{Articles} articles, {questions.Length} questions, best of {Passes}: p50 {times[times.Length / 2]:0} us, p99 " +
            $"{times[times.Length * 99 / 100]:0} us, max {times[^1]:0} us, {bytes} bytes a search");
        Assert.True(bytes <= 1_024, $"{bytes} bytes a search");
        Assert.True(times[times.Length * 99 / 100] <= 5_000, $"p99 {times[times.Length * 99 / 100]:0} us");
    }

    /// <summary>Articles of about 120 words whose words are as frequent as in the demo articles, each with a few words of its own.</summary>
    private static List<Article> Library(Random dice)
    {
        var words = DemoKnowledge.ReadArticles().Where(article => article.Language == "en").SelectMany(article => article.Sections)
            .SelectMany(section => Words.Of(section.Text)).ToArray();
        string Text(int count) => string.Join(' ', dice.GetItems(words, count)) + " " +
            string.Join(' ', Enumerable.Range(0, 3).Select(_ => new string(dice.GetItems("abcdefghijklmnopqrstuvwxyz".ToCharArray(), 7))));
        return [.. Enumerable.Range(0, Articles).Select(i => new Article($"a-{i}", Text(5), "en", ArticleAudience.Public, [Text(3)],
            [.. Enumerable.Range(0, 3).Select(_ => new ArticleSection(Text(3), Text(35)))], "tests"))];
    }
}
