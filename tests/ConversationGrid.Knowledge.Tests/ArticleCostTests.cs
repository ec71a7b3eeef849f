using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>Whatever an article is made of, reading it, indexing it and answering from it cost no more than its length.</summary>
public class ArticleCostTests
{
    private const int Small = 45_000;
    private const int Large = 4 * Small;

    private const int RatioMax = 11;

    /// <summary>Times below this say more about the machine than about the text.</summary>
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(400);

    public static TheoryData<string> Parts =>
    [
        "- ", "* ", "1. ", "# ", "## refund\n", "[", "](", "[a](", "![", "`", "``` ", "**", "__", "*_", "|", "| a ", "|-", "<", "<b>", "&", "&amp;", "\\", ">",
        "> ",
        "a", "a ", "a. ", "A. ", "refund. ", "Mr. ", "1,1.", "1 ", "12:30 ", "RM ", "http://", "www.a.b ", "a@b.c ", "\n", "\n\n", "\t", " ", "\u00a0", "(",
        ")", "\"", "'", "-", "--", ":",
        "refund ", "refund? ", "bayaran balik ", "\ud83d\ude00", "e\u0301", "\u0301", "的", "a-", "a'", "…", "...", "!?", "; ", ", ", "and ", "a\n", "- a\n",
        "1. a\n", "| a |\n", "a\n---\n",
    ];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Cost_GrowsWithTheLengthAlone(string part)
    {
        Take(part, 1_000);
        var (small, large) = (Take(part, Small), Take(part, Large));
        // A busy machine makes one of two slow, hardly the same one three times. Four times the text at the square of its length is sixteen times the cost.
        for (var again = 0; again < 2 && large >= Floor && large >= small * RatioMax; again++)
            (small, large) = (Take(part, Small), Min(large, Take(part, Large)));
        Assert.True(large < Floor || large < small * RatioMax,
            $"'{part}': {Small} characters took {small.TotalMilliseconds:0} ms, {Large} took {large.TotalMilliseconds:0} ms.");
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan two) => one < two ? one : two;

    private static TimeSpan Take(string part, int length)
    {
        var body = new StringBuilder(length);
        body.Append("Refunds take 5 days. ");
        while (body.Length < length) body.Append(part);
        var began = Stopwatch.GetTimestamp();
        try
        {
            var article = ArticleReader.Read("cost", $"---\nid: cost\ntitle: Refunds\nlanguage: en\naudience: public\nowner: care\n---\n\n{body}\n");
            var composer = new AnswerComposer(new KnowledgeBase([article]),
                time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));
            composer.Compose("How long does a refund take?", "en");
        }
        catch (ArticleFormatException)
        {
            // Refused, which is an answer too.
        }
        return Stopwatch.GetElapsedTime(began);
    }
}
