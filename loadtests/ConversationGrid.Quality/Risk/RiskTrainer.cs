using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Understanding;
using ConversationGrid.Understanding.Priority;
using ConversationGrid.Understanding.Risk;

namespace ConversationGrid.Quality.Risk;

/// <summary>
/// <c>train-risk [--traffic FILE] [--out FILE]</c>: trains the risk model on the label <c>annoyed</c> of recorded dialogues. Conversations are split by the
/// hash of their id: six tenths train, two choose the settings, two are held back; the shipped model is trained on the first eight and scored once on the last
/// two.
/// </summary>
internal static class RiskTrainer
{
    private const int Iterations = 250;
    private const double Rate = 0.05;
    private const string ModelVersion = "risk-1";

    private sealed record Dialogue(int Part, bool Annoyed, (int Row, double Value)[] Words, double[] Course);

    /// <summary>Trains, writes the model and gives the held-back figures.</summary>
    public static JsonObject Train(string traffic, string path, TextWriter output)
    {
        var all = Read(traffic);
        var (train, dev, held) = (all.Where(d => d.Part < 6).ToList(), all.Where(d => d.Part is 6 or 7).ToList(), all.Where(d => d.Part >= 8).ToList());
        var (best, words, course) = (0.0, 0.0, 0.0);
        foreach (var wordPenalty in new[] { 3e-4, 1e-3, 3e-3, 1e-2 })
        {
            foreach (var coursePenalty in new[] { 1e-3, 1e-2 })
            {
                var (auc, ap) = Score(Fit(train, wordPenalty, coursePenalty), dev);
                output.WriteLine(FormattableString.Invariant($"words {wordPenalty} course {coursePenalty}: AUC {auc:F4} AP {ap:F4}"));
                if (auc + ap > best)
                    (best, words, course) = (auc + ap, wordPenalty, coursePenalty);
            }
        }
        var model = Fit([.. train, .. dev], words, course);
        using (var file = File.Create(path))
            model.Model.Save(file);
        var (heldAuc, heldAp) = Score(model, held);
        var (aucLow, aucHigh, apLow, apHigh) = Interval(model, held);
        return new JsonObject
        {
            ["task"] = "risk", ["n"] = held.Count, ["annoyed"] = held.Count(d => d.Annoyed),
            ["auc"] = Math.Round(heldAuc, 4), ["auc95"] = new JsonArray(Math.Round(aucLow, 3), Math.Round(aucHigh, 3)),
            ["averagePrecision"] = Math.Round(heldAp, 4), ["averagePrecision95"] = new JsonArray(Math.Round(apLow, 3), Math.Round(apHigh, 3)),
        };
    }

    private sealed record Fitted(RiskModel Model, double[] Words, double[] Course, double[] Mean, double[] Deviation, double Intercept)
    {
        public double Logit(Dialogue d)
        {
            var sum = Intercept;
            foreach (var (row, value) in d.Words)
                sum += Words[row] * value;
            for (var i = 0; i < Course.Length; i++)
                sum += Course[i] * (d.Course[i] - Mean[i]) / Deviation[i];
            return sum;
        }
    }

    /// <summary>Logistic regression with quadratic penalties, by Adam on the whole set; rare words weigh more (inverse document frequency).</summary>
    private static Fitted Fit(List<Dialogue> rows, double wordPenalty, double coursePenalty)
    {
        var n = RiskFeatures.Names.Length;
        var mean = Enumerable.Range(0, n).Select(i => rows.Average(d => d.Course[i])).ToArray();
        var deviation = Enumerable.Range(0, n).Select(i => Math.Max(1e-6, Math.Sqrt(rows.Average(d => Math.Pow(d.Course[i] - mean[i], 2))))).ToArray();
        var seen = new int[RiskFeatures.Rows];
        foreach (var (row, _) in rows.SelectMany(d => d.Words))
            seen[row]++;
        var idf = seen.Select(count => count < 3 ? 0 : Math.Log((double)rows.Count / count)).ToArray();
        var size = RiskFeatures.Rows + n + 1;
        var (w, m, v, g) = (new double[size], new double[size], new double[size], new double[size]);
        w[size - 1] = Math.Log(rows.Count(d => d.Annoyed) / (double)rows.Count(d => !d.Annoyed));
        for (var t = 1; t <= Iterations; t++)
        {
            Array.Clear(g);
            foreach (var d in rows)
            {
                var z = w[size - 1];
                foreach (var (row, value) in d.Words)
                    z += w[row] * value * idf[row];
                for (var i = 0; i < n; i++)
                    z += w[RiskFeatures.Rows + i] * (d.Course[i] - mean[i]) / deviation[i];
                var error = ((1 / (1 + Math.Exp(-z))) - (d.Annoyed ? 1 : 0)) / rows.Count;
                foreach (var (row, value) in d.Words)
                    g[row] += error * value * idf[row];
                for (var i = 0; i < n; i++)
                    g[RiskFeatures.Rows + i] += error * (d.Course[i] - mean[i]) / deviation[i];
                g[size - 1] += error;
            }
            var (first, second) = (1 - Math.Pow(0.9, t), 1 - Math.Pow(0.999, t));
            for (var i = 0; i < size; i++)
            {
                g[i] += w[i] * (i < RiskFeatures.Rows ? wordPenalty : i < size - 1 ? coursePenalty : 0);
                m[i] = (0.9 * m[i]) + (0.1 * g[i]);
                v[i] = (0.999 * v[i]) + (0.001 * g[i] * g[i]);
                w[i] -= Rate * m[i] / first / (Math.Sqrt(v[i] / second) + 1e-8);
            }
        }
        var words = Enumerable.Range(0, RiskFeatures.Rows).Select(i => w[i] * idf[i]).ToArray();
        var course = w[RiskFeatures.Rows..(size - 1)];
        var model = new RiskModel(ModelVersion, [.. words.Select(x => (float)x)], course, mean, deviation, w[size - 1]);
        return new(model, words, course, mean, deviation, w[size - 1]);
    }

    private static List<Dialogue> Read(string traffic)
    {
        var reader = new MessageAnalyser();
        var blank = new RiskModel("", new float[RiskFeatures.Rows], new double[RiskFeatures.Names.Length], new double[RiskFeatures.Names.Length],
            new double[RiskFeatures.Names.Length], 0);
        var result = new List<Dialogue>();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(traffic), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (root.GetProperty("annoyed").ValueKind is not (JsonValueKind.True or JsonValueKind.False))
                continue;
            var (state, counts, before) = (RiskState.Empty, new Counter(), 0.0);
            foreach (var turn in root.GetProperty("turns").EnumerateArray())
            {
                var (text, customer) = (turn.GetProperty("text").GetString() ?? "", turn.GetProperty("who").GetString() == "customer");
                var at = turn.TryGetProperty("t", out var time) && time.ValueKind == JsonValueKind.Number ? time.GetDouble() : before;
                var feeling = customer ? reader.Analyse(text, AnalysisParts.Sentiment).Sentiment.Score : 0;
                state = blank.Fold(state, new(customer, text, feeling, customer ? UrgencyWords.Read(text) : UrgencySignals.None, at - before));
                RiskFeatures.Words(text, customer, ref counts);
                before = at;
            }
            var course = new double[RiskFeatures.Names.Length];
            RiskFeatures.Course(state, course);
            var scale = Math.Sqrt(Math.Max(1, state.Words));
            result.Add(new((int)(Understanding.Text.Hashing.Of(root.GetProperty("id").GetString()) % 10), root.GetProperty("annoyed").GetBoolean(),
                [.. counts.Rows.Select(c => (c.Key, c.Value / scale))], course));
        }
        return result;
    }

    private static (double Auc, double Ap) Score(Fitted model, IReadOnlyList<Dialogue> rows) =>
        RankFigures.Of([.. rows.Select(d => (model.Logit(d), d.Annoyed))]);

    /// <summary>Percentile intervals of a thousand bootstrap samples of conversations.</summary>
    private static (double AucLow, double AucHigh, double ApLow, double ApHigh) Interval(Fitted model, IReadOnlyList<Dialogue> rows)
    {
        const int Samples = 1000;
        var random = new Random(1);
        var scored = rows.Select(d => (model.Logit(d), d.Annoyed)).ToArray();
        var figures = Enumerable.Range(0, Samples).Select(_ => RankFigures.Of([.. scored.Select(_ => scored[random.Next(scored.Length)])])).ToList();
        var (auc, ap) = (figures.Select(f => f.Auc).Order().ToList(), figures.Select(f => f.Ap).Order().ToList());
        return (auc[Samples / 40], auc[Samples - (Samples / 40)], ap[Samples / 40], ap[Samples - (Samples / 40)]);
    }

    private struct Counter() : IRowSink
    {
        public readonly Dictionary<int, double> Rows { get; } = [];

        public readonly void Take(int row) => Rows[row] = Rows.GetValueOrDefault(row) + 1;
    }
}
