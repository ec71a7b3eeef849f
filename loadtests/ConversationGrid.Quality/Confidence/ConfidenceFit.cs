using System.Globalization;
using System.Text.Json.Nodes;
using ConversationGrid.Knowledge;
using ConversationGrid.Quality.Measures;

namespace ConversationGrid.Quality.Confidence;

/// <summary>
/// Fits the confidence by logistic regression (Newton's method, a little weight decay) on questions with and without an answer in the demo's articles, and says
/// how both fitted questions and those set aside fare with the product as it stands. <c>fit-confidence [--sentences true] [--show fitted|aside] [--data DIR]
/// [--repository DIR]</c>.
/// </summary>
internal static class ConfidenceFit
{
    private const int Steps = 40;
    private const double Decay = 1.0;
    private const int Folds = 5;

    public static JsonObject Make(Options options, TextWriter output)
    {
        var (data, repository) = (options["data"] ?? "../shared/data/ai", options["repository"] ?? ".");
        var index = new SearchIndex(DemoKnowledge.ReadArticles(),
            new SearchOptions { SentenceWeight = options["weight"] is { } weight ? double.Parse(weight, CultureInfo.InvariantCulture)
                : new SearchOptions().SentenceWeight });
        var sentences = options["sentences"] == "true" ? new SentenceMeanings(index) : null;
        var fitted = ConfidenceSets.Fitted(data, repository).ConvertAll(question => Row.Of(index, question, sentences))
            .FindAll(row => row.Values.Length > 0 && row.IsOfSentences == (sentences is not null));
        var weights = Fit(fitted);
        output.WriteLine($"new({Text(weights[^1])}, [{string.Join(", ", weights[..^1].Select(Text))}])");
        TellFolds(fitted, output);
        var result = new JsonObject { ["task"] = "confidence" };
        foreach (var (name, questions) in ((string, List<LabelledQuestion>)[])[("fitted", ConfidenceSets.Fitted(data, repository)),
            ("aside", ConfidenceSets.Aside(data, repository))])
            Tell(options, name, questions, index, sentences, weights, output, result);
        return result;
    }

    /// <summary>How questions fare with numbers that were fitted without them, in five folds.</summary>
    private static void TellFolds(List<Row> fitted, TextWriter output)
    {
        var folds = Enumerable.Range(0, Folds).Select(fold => Fit([.. fitted.Where((_, i) => i % Folds != fold)])).ToList();
        var told = fitted.Select((row, i) => (row.Question, row.IsRight, Sure: row.Under(folds[i % Folds]))).ToList();
        foreach (var floor in (double[])[0.4, 0.5, 0.6, 0.7])
        {
            output.WriteLine($"folds, floor {Text(floor)}: right {told.Count(row => row.IsRight && row.Sure >= floor)} of " +
                $"{told.Count(row => row.Question.Right.Count > 0)}, " +
                $"answered without an answer {told.Count(row => row.Question.Right.Count == 0 && row.Sure >= floor)} of " +
                $"{told.Count(row => row.Question.Right.Count == 0)}");
        }
    }

    /// <summary>How the product answers the questions, and how it would with the numbers just fitted, at some floors.</summary>
    private static void Tell(Options options, string name, List<LabelledQuestion> questions, SearchIndex index, SentenceMeanings? sentences, double[] weights,
        TextWriter output, JsonObject result)
    {
        var composer = new AnswerComposer(new KnowledgeBase(index), time: new Noon());
        foreach (var group in questions.GroupBy(question => (question.Set, Answerable: question.Right.Count > 0)).OrderBy(group => group.Key.Answerable)
            .ThenBy(group => group.Key.Set))
        {
            Line(name, group.Key.Set, group.Key.Answerable, [.. group], composer, sentences, output);
        }
        foreach (var answerable in (bool[])[true, false])
        {
            var all = questions.FindAll(question => question.Right.Count > 0 == answerable);
            var share = Line(name, "all", answerable, all, composer, sentences, output);
            result[$"{name}{(answerable ? "Right" : "Answered")}"] = Math.Round(share, 4);
        }
        // Questions in other languages than the vectors know are judged by words, with the other numbers.
        var rows = questions.ConvertAll(question => Row.Of(index, question, sentences))
            .FindAll(row => row.Values.Length == 0 || row.IsOfSentences == (sentences is not null));
        if (options["show"] == name)
            foreach (var row in rows.Where(row => row.Under(weights) >= 0.45 != row.IsRight))
                output.WriteLine($"{row.Question.Set} {row.Question.Intent} {Text(row.Under(weights))} {row.Article} " +
                    $"[{string.Join(' ', row.Values.Take(ConfidenceSignals.Names.Length).Select(Text))}] {row.Question.Text}");
        foreach (var set in rows.GroupBy(row => (row.Question.Set, Answerable: row.Question.Right.Count > 0)))
        {
            var at = ((double[])[0.4, 0.5, 0.6, 0.7])
                .Select(floor => $"{Text(floor)}: {set.Count(row => (row.IsRight || !set.Key.Answerable) && row.Under(weights) >= floor)}");
            output.WriteLine($"{name} refitted {set.Key.Set}: " +
                $"{(set.Key.Answerable ? $"right article first {set.Count(row => row.IsRight)}" : "without an answer")} of {set.Count()}; at floor " +
                $"{string.Join(", ", at)}");
        }
        foreach (var floor in (double[])[0.3, 0.4, 0.45, 0.5, 0.6])
        {
            var right = rows.Count(row => row.Question.Right.Count > 0 && row.IsRight && row.Under(weights) >= floor);
            var answered = rows.Count(row => row.Question.Right.Count == 0 && row.Under(weights) >= floor);
            output.WriteLine($"{name}, refitted, floor {Text(floor)}: right {right} of {rows.Count(row => row.Question.Right.Count > 0)}, answered without " +
                $"an answer {answered} of {rows.Count(row => row.Question.Right.Count == 0)}");
        }
    }

    private static double Line(string name, string set, bool answerable, List<LabelledQuestion> questions, AnswerComposer composer, SentenceMeanings? sentences,
        TextWriter output)
    {
        var replies = questions.ConvertAll(question => composer.Compose(question.Text, question.Language, meaning: sentences?.Of(question)));
        var answered = replies.Count(reply => reply is Answer);
        var right = questions.Zip(replies).Count(pair => pair.Second is Answer answer && pair.First.Right.Contains(answer.Citations[0].ArticleId));
        var counted = answerable ? right : answered;
        var interval = Interval.Wilson(counted, Math.Max(1, questions.Count));
        output.WriteLine($"{name} {set}: {(answerable ? "right" : "answered without an answer")} {counted} of {questions.Count} " +
            $"({Text(100.0 * counted / Math.Max(1, questions.Count))} %, {Text(100 * interval.Low)} .. {Text(100 * interval.High)})" +
            (answerable ? $", another article {answered - right}" : ""));
        return counted / (double)Math.Max(1, questions.Count);
    }

    /// <summary>Both sides weigh the same, so that the numbers do not depend on how many questions of each kind there are.</summary>
    private static double[] Fit(List<Row> rows)
    {
        var n = ConfidenceSignals.Count + 1;
        var weights = new double[n];
        var right = rows.Count(row => row.IsRight);
        for (var step = 0; step < Steps; step++)
        {
            var (gradient, hessian) = (new double[n], new double[n, n]);
            foreach (var row in rows)
            {
                var p = row.Under(weights);
                var share = rows.Count / 2.0 / (row.IsRight ? right : rows.Count - right);
                for (var i = 0; i < n; i++)
                {
                    gradient[i] += share * ((row.IsRight ? 1 : 0) - p) * row.At(i);
                    for (var j = 0; j < n; j++) hessian[i, j] += share * p * (1 - p) * row.At(i) * row.At(j);
                }
            }
            for (var i = 0; i < n; i++)
            {
                if (i < n - 1) gradient[i] -= Decay * weights[i];
                hessian[i, i] += i < n - 1 ? Decay : 1e-9;
            }
            var change = Solve(hessian, gradient);
            for (var i = 0; i < n; i++) weights[i] += change[i];
        }
        return weights;
    }

    private static double[] Solve(double[,] a, double[] b)
    {
        var n = b.Length;
        var x = (double[])b.Clone();
        var m = (double[,])a.Clone();
        for (var i = 0; i < n; i++)
        {
            for (var r = i + 1; r < n; r++)
            {
                var factor = m[r, i] / m[i, i];
                for (var c = i; c < n; c++) m[r, c] -= factor * m[i, c];
                x[r] -= factor * x[i];
            }
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var c = i + 1; c < n; c++) x[i] -= m[i, c] * x[c];
            x[i] /= m[i, i];
        }
        return x;
    }

    private static string Text(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>The best article of a question, as the fit sees it.</summary>
    private sealed record Row(LabelledQuestion Question, double[] Values, bool IsRight, string Article = "", bool IsOfSentences = false)
    {
        public static Row Of(SearchIndex index, LabelledQuestion question, SentenceMeanings? sentences)
        {
            var hits = index.Search(question.Text, new SearchScope(question.Language, ArticleAudience.Public, new Noon().GetUtcNow(), 3),
                sentences?.Of(question));
            if (hits.Length == 0) return new(question, [], false);
            var values = new double[ConfidenceSignals.Count];
            hits[0].Signals.Values(values);
            return new(question, values, question.Right.Contains(hits[0].Article.Id), hits[0].Article.Id, hits[0].Signals.IsOfSentences);
        }

        public double At(int i) => i < Values.Length ? Values[i] : 1;

        public double Under(double[] weights)
        {
            if (Values.Length == 0) return 0;
            var z = weights[^1];
            for (var i = 0; i < Values.Length; i++) z += weights[i] * Values[i];
            return 1 / (1 + Math.Exp(-z));
        }
    }

    /// <summary>A day on which all of the demo's articles with a period are valid or over, the same in every run.</summary>
    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    }
}
