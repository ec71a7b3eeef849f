using System.Reflection;
using ConversationGrid.Contracts;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace ConversationGrid.Knowledge.Tests;

/// <summary>
/// What somebody new to the shop asks first, each question with its article(s) and a phrase that the answer's text must hold: the right article with the wrong
/// sentence is a miss too.
/// <c>tune</c> was looked at while the choice of sentences was made; <c>held</c> was written before anything was tried (docs/knowledge.md).
/// </summary>
public class NewcomerTests(ITestOutputHelper output)
{
    private static readonly AnswerComposer Composer = new(
        new KnowledgeBase(DemoKnowledge.ReadArticles()), time: new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero)));

    [Theory]
    [InlineData("tune", 0.95)]
    [InlineData("held", 0.70)]
    public void Questions_GetTheRightArticleAndTheRightSentence(string half, double satisfiedMin)
    {
        var questions = Read(half);
        var satisfied = 0;
        var first = 0;
        foreach (var (language, question, right, phrase) in questions)
        {
            var reply = Composer.Compose(question, language);
            if (reply is not Answer answer)
            {
                output.WriteLine($"refused: {question} ({reply.Reason}), right: {string.Join('|', right)}");
                continue;
            }
            var isRight = right.Contains(answer.Citations[0].ArticleId);
            var holds = answer.Text.Contains(phrase, StringComparison.OrdinalIgnoreCase);
            satisfied += isRight && holds ? 1 : 0;
            first += isRight && Sentences.Of(answer.Text)[0].Contains(phrase, StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            var verdict = !isRight ? "wrong article" : !holds ? "wrong sentence" : "good";
            output.WriteLine($"{verdict}: {question} -> {answer.Citations[0].ArticleId} at {answer.Confidence:0.00} | {answer.Text}");
        }
        output.WriteLine($"{half}: {questions.Count} questions, {satisfied} with the right article and phrase ({(double)satisfied / questions.Count:P1}), " +
            $"{first} with the phrase in the first sentence");
        Assert.True(satisfied >= satisfiedMin * questions.Count, $"{satisfied} of {questions.Count} questions got the right article and phrase.");
    }

    private static List<(string Language, string Question, string[] Right, string Phrase)> Read(string half) =>
        [.. EmbeddedResource.ReadText(Assembly.GetExecutingAssembly(), $"Newcomers/{half}.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1], cells[2].Split('|'), cells[3]))];
}
