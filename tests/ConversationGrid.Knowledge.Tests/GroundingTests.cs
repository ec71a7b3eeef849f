using System.Reflection;
using ConversationGrid.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>
/// Questions with and without an answer in the demo articles, English and Malay, with typing errors and everyday words. Two sets:
/// the confidence was fitted on <c>tune</c>; <c>held</c> was written before it was tried and took no part in fitting (docs/knowledge.md).
/// </summary>
public class GroundingTests(ITestOutputHelper output)
{
    private static readonly AnswerComposer Composer = new(
        new KnowledgeBase(DemoKnowledge.ReadArticles()), time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("tune", 0.02, 0.10)]
    [InlineData("held", 0.02, 0.10)]
    public void Questions_AreAnsweredRightlyOrRefused(string half, double wrongMax, double refusedMax)
    {
        var questions = Read(half);
        var wrong = 0;
        var refused = 0;
        foreach (var (language, question, right) in questions)
        {
            var reply = Composer.Compose(question, language);
            if (reply is Answer answer)
            {
                if (right.Contains(answer.Citations[0].ArticleId))
                    continue;
                wrong++;
                output.WriteLine($"wrong: {question} -> {answer.Citations[0].ArticleId} at {answer.Confidence:0.00}, right: {string.Join('|', right)}");
            }
            else if (right[0] != "none")
            {
                refused++;
                output.WriteLine($"refused: {question} ({reply.Reason}), right: {string.Join('|', right)}");
            }
        }
        var answerable = questions.Count(question => question.Right[0] != "none");
        output.WriteLine($"{half}: {questions.Count} questions, {answerable} answerable; wrong {wrong} ({(double)wrong / questions.Count:P1}), refused " +
            $"{refused} ({(double)refused / answerable:P1})");
        Assert.True((double)wrong / questions.Count <= wrongMax, $"{wrong} wrong answers to {questions.Count} questions.");
        Assert.True((double)refused / answerable <= refusedMax, $"{refused} of {answerable} answerable questions refused.");
    }

    /// <summary>People say hello first and thank you last; what they ask is the same.</summary>
    [Theory]
    [InlineData("en", "Good morning, ", " Thank you")]
    [InlineData("en", "Dear Sir or Madam,\n\n", "\n\nKind regards")]
    [InlineData("en", "hi there! ", " thanks a lot in advance :)")]
    [InlineData("ms", "Selamat pagi, ", " Terima kasih")]
    [InlineData("ms", "Assalamualaikum tuan, apa khabar? ", ", terima kasih banyak")]
    public void GreetingAndThanks_ChangeNothing(string language, string before, string after)
    {
        var questions = Read("tune").Concat(Read("held")).Where(
            question => question.Language == language && Composer.Compose(question.Question, language) is Answer or NoAnswer).ToList();
        var changed = questions.Where(question => CitedBy(question.Question, language) != CitedBy(before + question.Question + after, language))
            .Select(question => question.Question).ToList();
        changed.ForEach(output.WriteLine);
        Assert.True(changed.Count * 100 <= questions.Count, $"{changed.Count} of {questions.Count} questions were taken otherwise.");
    }

    private static string? CitedBy(string question, string language) => (Composer.Compose(question, language) as Answer)?.Citations[0].ArticleId;

    private static List<(string Language, string Question, string[] Right)> Read(string half) =>
        [.. EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), $"Grounding/{half}.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1], cells[2].Split('|')))];
}
