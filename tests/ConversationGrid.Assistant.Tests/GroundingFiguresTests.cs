using System.Reflection;
using System.Text.RegularExpressions;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Engine.Ports;
using ConversationGrid.Knowledge;
using ConversationGrid.ModelDouble;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace ConversationGrid.Assistant.Tests;

/// <summary>
/// The whole assistant on questions with and without an answer in the demo's articles, without a model, with one that quotes what it is given, and with one that adds
/// statements of its own: what is said without a source, answered wrongly, refused though it could be answered. Tasks are left out, so that every answer is an article's.
/// </summary>
public partial class GroundingFiguresTests(ITestOutputHelper output)
{
    private static readonly FixedTime Time = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));
    private static readonly IReadOnlyList<Article> Articles = DemoKnowledge.ReadArticles();

    [Theory]
    [InlineData("tune", null)]
    [InlineData("held", null)]
    [InlineData("tune", DoubleMode.Quote)]
    [InlineData("held", DoubleMode.Quote)]
    [InlineData("tune", DoubleMode.Invent)]
    [InlineData("held", DoubleMode.Invent)]
    public async Task Answers_RestOnArticles_AreRight_AndAreGivenWhereThereAreAny(string half, DoubleMode? model)
    {
        await using var server = model is { } mode ? await ModelServer.StartAsync(mode: mode) : null;
        var assistant = AssistantOf(server);
        var questions = Read(half);
        var (answered, uncited, wrong, refused, written) = (0, 0, 0, 0, 0);
        for (var i = 0; i < questions.Count; i++)
        {
            var (language, question, right) = questions[i];
            var answer = await assistant.AnswerAsync(new(new("demo", $"q{i}"), language, [new(1, ActorKind.Customer, question, null)]) { ReplyTo = 1 });
            if (answer.Decision is { Kind: "answer" } decision)
            {
                answered++;
                written += decision.Path == "model" ? 1 : 0;
                uncited += IsSupported(answer) ? 0 : 1;
                wrong += answer.Citations!.Any(c => right.Contains(c.ArticleId)) ? 0 : 1;
            }
            else if (right[0] != "none") refused++;
        }
        var answerable = questions.Count(question => question.Right[0] != "none");
        output.WriteLine($"{model?.ToString() ?? "no model"}, {half}: {questions.Count} questions, {answerable} answerable; answered {answered}, {written} of them by the model; uncited {uncited}, wrong {wrong} ({(double)wrong / questions.Count:P1}), refused {refused} ({(double)refused / answerable:P1})");
        Assert.Equal(0, uncited);
        Assert.True(wrong <= 0.02 * questions.Count, $"{wrong} wrong answers to {questions.Count} questions.");
        Assert.True(refused <= 0.10 * answerable, $"{refused} of {answerable} answerable questions refused.");
        Assert.Equal(model is null, written == 0);
    }

    /// <summary>Every sentence stands in an article that is cited.</summary>
    private static bool IsSupported(AssistantAnswer answer)
    {
        if (answer.Citations is not { Count: > 0 } citations) return false;
        var cited = string.Join('\n', Articles.Where(a => citations.Any(c => c.ArticleId == a.Id)).SelectMany(a => a.Sections).Select(s => s.Text)).ReplaceLineEndings(" ");
        return SentenceEnd().Split(answer.Text!).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0).All(sentence => cited.Contains(sentence, StringComparison.Ordinal));
    }

    private static CareAssistant AssistantOf(ModelServer? server)
    {
        var options = new ModelOptions { SettleAfter = TimeSpan.FromMilliseconds(1), FailedShareMax = 1 };
        if (server is not null) (options.Endpoint, options.Name, options.Key) = (new(server.Address, "v1"), "double", "none");
        var library = new ArticleLibrary(null, _ => Articles, Time);
        return new(
            new FirstAssistant(library, ClosedText.NoLinks, Time), _ => Toolbox.Empty, server is null ? null : new OpenAiModel(options), options, new(options, Time, NullLogger<ModelGate>.Instance), Time,
            NullLogger<CareAssistant>.Instance);
    }

    private static List<(string Language, string Question, string[] Right)> Read(string half)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"Grounding/{half}.tsv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split('\t')).Select(cells => (cells[0], cells[1], cells[2].Split('|')))];
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z0-9])|\n")]
    private static partial Regex SentenceEnd();

    /// <summary>A clock that stands still; its timers run.</summary>
    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
