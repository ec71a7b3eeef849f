using System.Text.RegularExpressions;
using ConversationGrid.Assistant;
using ConversationGrid.Assistant.Answers;
using ConversationGrid.Assistant.Articles;
using ConversationGrid.Assistant.Embeddings;
using ConversationGrid.Assistant.Models;
using ConversationGrid.Assistant.Tasks;
using ConversationGrid.Contracts;
using ConversationGrid.Knowledge;
using ConversationGrid.Quality.Measures;
using Microsoft.Extensions.Logging.Abstractions;

namespace ConversationGrid.Quality.Tasks;

/// <summary>A question, and the articles any of which answers it; none where no article does.</summary>
public sealed record GroundingQuestion(string Language, string Text, IReadOnlyList<string> Right)
{
    internal const string NoArticle = "none";

    /// <summary>Reads the columns <c>language</c>, <c>question</c> and <c>articles</c>: ids with <c>|</c> between them, or <c>none</c>.</summary>
    public static IReadOnlyList<GroundingQuestion> Read(string path)
    {
        var table = Table.Read(path);
        var (language, question, articles) = (table.Column("language"), table.Column("question"), table.Column("articles"));
        return [.. table.Rows.Select(row => new GroundingQuestion(
            row[language], row[question], row[articles].Trim() is NoArticle ? [] : row[articles]
            .Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))];
    }
}

/// <summary>What became of a set of questions, in questions.</summary>
/// <param name="Answerable">Have an answer in the articles.</param>
/// <param name="ByModel">Of the answered ones, those whose words a model wrote.</param>
/// <param name="Uncited">Answers with a sentence that stands in no article they cite.</param>
/// <param name="Wrong">Answers that cite no right article, also where there is none.</param>
/// <param name="Refused">Answerable ones that got no answer.</param>
/// <param name="ModelFailed">Those for which a model was asked and gave nothing usable.</param>
/// <param name="Embedded">Those that were ranked with vectors of a configured model.</param>
/// <param name="Outcomes">The right article beside the cited one, <c>none</c> where there is none.</param>
public sealed record GroundingFigures(int Answerable, int Answered, int ByModel, int Uncited, int Wrong, int Refused, int ModelFailed, int Embedded,
    Confusion Outcomes);

/// <summary>
/// The whole assistant on questions with and without an answer in articles: what is said without a source, answered wrongly, refused though it could be
/// answered. Tasks are left out, so that every answer is an article's; the clock stands still, so that an article's validity does not change the figures from
/// day to day.
/// </summary>
public sealed partial class GroundingRun
{
    private const string Workspace = "demo";
    private static readonly FixedTime Time = new(new DateTimeOffset(2026, 11, 22, 8, 0, 0, TimeSpan.Zero));

    private readonly IReadOnlyList<Article> _articles;
    private readonly CareAssistant _assistant;
    private readonly EmbeddedArticles _embedded;

    /// <param name="model">Its endpoint, name and key; null: articles alone. Its guard and budgets are lifted, so that every question is asked.</param>
    /// <param name="embeddings">The same of a model that makes vectors; null: the built-in ones. A question waits for its vector for 10 seconds.</param>
    public GroundingRun(IReadOnlyList<Article> articles, ModelOptions? model, EmbeddingOptions? embeddings = null)
    {
        _articles = articles;
        var options = model ?? new();
        (options.SettleAfter, options.FailedShareMax, options.TokensPerDayMax) = (TimeSpan.FromMilliseconds(1), 1, int.MaxValue);
        var library = new ArticleLibrary(null, _ => articles, Time);
        if (embeddings is not null) embeddings.QuestionWithin = TimeSpan.FromSeconds(10);
        _embedded = new(embeddings is null ? null : new OpenAiEmbeddings(embeddings), embeddings ?? new(), library, Time,
            NullLogger<EmbeddedArticles>.Instance);
        _assistant = new(
            new FirstAssistant(library, ClosedText.NoLinks, Time, _embedded), _ => Toolbox.Empty, model is null ? null : new OpenAiModel(options), options,
            new(options, Time, NullLogger<ModelGate>.Instance), Time, NullLogger<CareAssistant>.Instance);
    }

    /// <summary>Asks every question in a conversation of its own, one after the other.</summary>
    public async Task<GroundingFigures> AskAsync(IReadOnlyList<GroundingQuestion> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        await _embedded.RefreshAsync([Workspace]);
        var (answered, byModel, uncited, wrong, refused, failed, embedded) = (0, 0, 0, 0, 0, 0, 0);
        var outcomes = new Confusion();
        for (var i = 0; i < questions.Count; i++)
        {
            var (language, text, right) = questions[i];
            var answer = await _assistant.AnswerAsync(new(new(Workspace, $"q{i}"), language, [new(1, ActorKind.Customer, text, null)]) { ReplyTo = 1 });
            failed += answer.Decision?.Reason.Contains("the model failed", StringComparison.Ordinal) == true ? 1 : 0;
            embedded += answer.Decision?.Meaning is null ? 0 : 1;
            IReadOnlyList<string> cited = answer.Decision?.Kind == "answer" ? [.. (answer.Citations ?? []).Select(c => c.ArticleId)] : [];
            var hit = right.FirstOrDefault(cited.Contains);
            outcomes.Add(hit ?? right.FirstOrDefault() ?? GroundingQuestion.NoArticle, hit ?? cited.FirstOrDefault() ?? GroundingQuestion.NoArticle);
            if (answer.Decision is not { Kind: "answer" } decision)
            {
                refused += right.Count > 0 ? 1 : 0;
                continue;
            }
            answered++;
            byModel += decision.Path == "model" ? 1 : 0;
            uncited += IsSupported(answer.Text!, cited) ? 0 : 1;
            wrong += hit is null ? 1 : 0;
        }
        return new(questions.Count(question => question.Right.Count > 0), answered, byModel, uncited, wrong, refused, failed, embedded, outcomes);
    }

    /// <summary>Every sentence stands in an article that is cited.</summary>
    private bool IsSupported(string text, IReadOnlyList<string> cited)
    {
        if (cited.Count == 0) return false;
        var source = string.Join('\n', _articles.Where(article => cited.Contains(article.Id)).SelectMany(article => article.Sections)
            .Select(section => section.Text)).ReplaceLineEndings(" ");
        return SentenceEnd().Split(text).Select(sentence => sentence.Trim()).Where(sentence => sentence.Length > 0)
            .All(sentence => source.Contains(sentence, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?<=[.!?])\s+(?=[A-Z0-9])|\n")]
    private static partial Regex SentenceEnd();

    /// <summary>A clock that stands still; its timers run.</summary>
    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
