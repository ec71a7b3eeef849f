using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Knowledge;

namespace ConversationGrid.Quality.Tasks;

/// <summary>
/// Finding the right article for a question. <c>--train</c>: articles, one JSON object a line <c>{id, question, answers: [text]}</c>; <c>--test</c>: columns
/// query and faq (an article's id). A query that stands on several lines has several right articles, any of which is a hit. An article whose title is the query
/// word for word, and is not one of the right ones, is left out for that query: it is the query itself, filed among the articles. The line for machines also
/// gives the strict figures (no leaving out, one right article a line) and both halves of the queries, split by a hash of their text: settings may be chosen on
/// the development half only.
/// </summary>
internal sealed class RetrievalTask : IQualityTask
{
    private const int RankMax = 10;
    private const int WarmUpSearches = 20_000;

    public string Name => "retrieval";

    public JsonObject Evaluate(EvaluationRequest request, TextWriter report)
    {
        var path = request.Train ?? throw new UsageException("retrieval wants --train FILE with the articles.");
        var articles = ReadArticles(path);
        var queries = ReadQueries(request.Test, articles);
        var index = new SearchIndex(articles);
        var right = queries.GroupBy(query => query.Text, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Select(query => query.Faq).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var ranks = new Ranks();
        var strict = new Ranks();
        Ranks[] halves = [new(), new()];
        var leftOut = 0;
        foreach (var query in queries)
        {
            var found = Search(index, query.Text);
            strict.Add(RankOf(found, [query.Faq]));
            var kept = found.Where(article => right[query.Text].Contains(article.Id) || !SameWords(article.Title, query.Text)).ToList();
            leftOut += kept.Count < found.Count ? 1 : 0;
            var rank = RankOf(kept, right[query.Text]);
            ranks.Add(rank);
            halves[IsHeld(query.Text) ? 1 : 0].Add(rank);
        }
        report.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"retrieval: {articles.Count} articles, {queries.Count} queries; {leftOut} queries "
            + $"were filed among the articles themselves and were not allowed to find that copy"));
        return new JsonObject
        {
            ["task"] = Name,
            ["n"] = queries.Count,
            ["accuracy"] = ranks.At(1),
            ["macroF1"] = ranks.At(1),
            ["recallAt1"] = ranks.At(1),
            ["recallAt3"] = ranks.At(3),
            ["mrr"] = ranks.Reciprocal(),
            ["microsecondsPerItem"] = Time(index, queries),
            ["selfCopiesLeftOut"] = leftOut,
            ["strict"] = strict.ToJson(),
            ["developmentHalf"] = halves[0].ToJson(),
            ["heldHalf"] = halves[1].ToJson(),
        };
    }

    public JsonObject Train(TrainingRequest request, TextWriter report) =>
        throw new UsageException("retrieval has nothing to train: the index is built from the articles at start.");

    private static List<Article> ReadArticles(string path)
    {
        if (!File.Exists(path))
            throw new BadFileException($"There is no file '{path}'.");
        var articles = new List<Article>();
        var number = 0;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                var json = JsonNode.Parse(line)!;
                var sections = (json["answers"] as JsonArray ?? []).Select(answer => new ArticleSection("", answer!.GetValue<string>())).ToList();
                articles.Add(
                    new Article(json["id"]!.ToString(), json["question"]!.GetValue<string>(), "en", ArticleAudience.Public, [], sections, "evaluation"));
            }
            catch (Exception bad) when (bad is JsonException or NullReferenceException or InvalidOperationException)
            {
                throw new BadFileException($"'{path}' line {number} is not an article like {{\"id\": 1, \"question\": \"...\", \"answers\": [\"...\"]}}.");
            }
        }
        return articles.Count > 0 ? articles : throw new BadFileException($"'{path}' has no articles.");
    }

    private static List<(string Text, string Faq)> ReadQueries(string path, List<Article> articles)
    {
        var table = Table.Read(path);
        var query = table.Column("query", "text");
        var faq = table.Column("faq", "id", "label");
        var known = articles.Select(article => article.Id).ToHashSet(StringComparer.Ordinal);
        var queries = table.Rows.Select(row => (Text: row[query], Faq: row[faq].Trim())).ToList();
        return queries.Find(row => !known.Contains(row.Faq)) is { Faq: not null } stray
            ? throw new BadFileException($"'{path}' names article '{stray.Faq}', which the articles do not have.")
            : queries;
    }

    private static List<Article> Search(SearchIndex index, string text) =>
        [.. index.Search(text, new SearchScope("en", ArticleAudience.Public, DateTimeOffset.UnixEpoch, RankMax + 1)).Select(hit => hit.Article)];

    private static int RankOf(List<Article> found, HashSet<string> right) => found.FindIndex(article => right.Contains(article.Id)) + 1;

    private static bool SameWords(string left, string right) => string.Equals(Squeeze(left), Squeeze(right), StringComparison.Ordinal);

    private static string Squeeze(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    private static bool IsHeld(string text) => System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))[0] >= 128;

    /// <summary>The quickest of eleven passes over all queries, after enough searches for the compiler to have finished: other work on the machine does not
    /// count.</summary>
    private static double Time(SearchIndex index, List<(string Text, string Faq)> queries)
    {
        for (var warm = 0; warm < WarmUpSearches; warm++)
            index.Search(queries[warm % queries.Count].Text, new SearchScope("en", ArticleAudience.Public, DateTimeOffset.UnixEpoch, RankMax));
        var passes = new double[11];
        for (var pass = 0; pass < passes.Length; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            foreach (var query in queries)
                index.Search(query.Text, new SearchScope("en", ArticleAudience.Public, DateTimeOffset.UnixEpoch, RankMax));
            passes[pass] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / queries.Count;
        }
        return Math.Round(passes.Min(), 1);
    }

    /// <summary>Ranks of the first right article, 0 where none is among the first ten.</summary>
    private sealed class Ranks
    {
        private readonly List<int> _ranks = [];

        public void Add(int rank) => _ranks.Add(rank is > 0 and <= RankMax ? rank : 0);

        public double At(int limit) => Share(_ranks.Count(rank => rank > 0 && rank <= limit));

        public double Reciprocal() => Share(_ranks.Sum(rank => rank > 0 ? 1.0 / rank : 0));

        public JsonObject ToJson() => new() { ["n"] = _ranks.Count, ["recallAt1"] = At(1), ["recallAt3"] = At(3), ["mrr"] = Reciprocal() };

        private double Share(double sum) => _ranks.Count == 0 ? 0 : Math.Round(sum / _ranks.Count, 4);
    }
}
