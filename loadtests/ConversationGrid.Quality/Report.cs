using System.Globalization;
using System.Text.Json.Nodes;
using ConversationGrid.Quality.Measures;
using ConversationGrid.Quality.Tasks;

namespace ConversationGrid.Quality;

/// <summary>
/// Runs the development figures that docs/quality.md shows and writes them beside it: a table that the guard test reads, and a picture. Every row says how it
/// was measured, so that one can be repeated alone.
/// </summary>
internal static class Report
{
    private sealed record Measurement(string Name, string Task, string Test, string? Train, string? Valid, int? Folds, string Metric, double Bar);

    private static readonly IReadOnlyList<Measurement> Measurements =
    [
        new("BANKING77, all examples", "intent", "banking77/test-sample.tsv", "banking77/train.tsv", "banking77/valid.tsv", null, "accuracy", 0.925),
        new("BANKING77, 10 examples an intent", "intent", "banking77/test-sample.tsv", "banking77/train-10shot.tsv", null, null, "accuracy", 0.80),
        new("BANKING77, 10 examples, validation set", "intent", "banking77/valid.tsv", "banking77/train-10shot.tsv", null, null, "accuracy", 0.80),
        new("CLINC150 in scope, with refusal", "intent", "clinc150/test-sample.tsv", "clinc150/train.tsv", "clinc150/valid.tsv", null, "inScopeAccuracy", 0.90),
        new("CLINC150 out of scope refused", "intent", "clinc150/test-sample.tsv", "clinc150/train.tsv", "clinc150/valid.tsv", null, "oosRecall", 0.80),
        new("CLINC150, 10 examples, in scope without refusal", "intent", "clinc150/test-sample.tsv", "clinc150/train-10shot.tsv", null, null, "forcedAccuracy",
            0.87),
        new("SNIPS", "intent", "snips/test-sample.tsv", "snips/train.tsv", "snips/valid.tsv", null, "accuracy", 0.895),
        new("Bitext customer service", "intent", "bitext-customer-service/test-sample.tsv", "bitext-customer-service/train.tsv", null, null, "accuracy", 0.895),
        new("NusaX English, validation set, shipped", "sentiment", "nusax-english/valid.tsv", null, null, null, "accuracy", 0.76),
        new("NusaX English, shipped", "sentiment", "nusax-english/test-sample.tsv", null, null, null, "accuracy", 0.76),
        new("NusaX Indonesian, shipped", "sentiment", "nusax-indonesian/test-sample.tsv", null, null, null, "accuracy", 0.80),
        new("SmSA Indonesian, validation set, shipped", "sentiment", "indonlu-smsa/valid.tsv", null, null, null, "accuracy", 0.85),
        new("SmSA Indonesian, shipped", "sentiment", "indonlu-smsa/test-sample.tsv", null, null, null, "accuracy", 0.85),
        new("UCI product reviews, two folds", "sentiment", "uci-sentences/amazon_cells.tsv", null, null, 2, "accuracy", 0.88),
        new("UCI restaurant reviews, two folds", "sentiment", "uci-sentences/yelp.tsv", null, null, 2, "accuracy", 0.88),
        new("UCI film reviews, two folds", "sentiment", "uci-sentences/imdb.tsv", null, null, 2, "accuracy", 0.88),
        new("GoEmotions, validation set, shipped", "emotion", "goemotions/valid.tsv", null, null, null, "macroF1", 0.60),
        new("GoEmotions, shipped", "emotion", "goemotions/test-sample.tsv", null, null, null, "macroF1", 0.60),
        new("EmoT Indonesian", "emotion", "indonlu-emot/test-sample.tsv", "indonlu-emot/train.tsv", "indonlu-emot/valid.tsv", null, "macroF1", 0.67),
        new("Sentences, 26 languages, three folds", "language", "langid/sentences.tsv", null, null, 3, "accuracy", 0.985),
        new("Word pairs, 26 languages, three folds", "language", "langid/word-pairs.tsv", null, null, 3, "accuracy", 0.90),
        new("Single words, 26 languages, three folds", "language", "langid/single-words.tsv", null, null, 3, "accuracy", 0.77),
        new("Personal data, structured, precision", "pii", "pii-presidio/dev.jsonl", null, null, null, "structuredPrecision", 0.97),
        new("Personal data, structured, recall", "pii", "pii-presidio/dev.jsonl", null, null, null, "structuredRecall", 0.99),
        new("Personal data, all types", "pii", "pii-presidio/dev.jsonl", null, null, null, "f2", 0.85),
    ];

    private const string Header = "name\ttask\ttest\ttrain\tvalid\tfolds\tmetric\tn\tvalue\tlow\thigh\tbar";

    /// <summary>With <c>--only TASK</c> the other tasks keep the rows that the table has.</summary>
    public static JsonObject Make(Options options, IReadOnlyList<IQualityTask> tasks, TextWriter report)
    {
        var data = Path.Combine(options["data"] ?? Path.Combine("..", "shared", "data"), "ai");
        var folder = options["out"] ?? Path.Combine("docs", "quality");
        var path = Path.Combine(Directory.CreateDirectory(folder).FullName, "figures.tsv");
        var lines = File.Exists(path) ? File.ReadLines(path).Skip(1).ToDictionary(line => line.Split('\t')[0], StringComparer.Ordinal) : [];
        var known = new Dictionary<(string, string, string?), JsonObject>();
        foreach (var one in Measurements.Where(one => options["only"] is not { } only || one.Task == only))
        {
            if (!known.TryGetValue((one.Task, one.Test, one.Train), out var json))
                known[(one.Task, one.Test, one.Train)] = json = Run(one, data, tasks, report);
            lines[one.Name] = Line(one, json);
            report.WriteLine(lines[one.Name]);
        }
        string[] kept = [.. Measurements.Where(one => lines.ContainsKey(one.Name)).Select(one => lines[one.Name])];
        File.WriteAllLines(path, [Header, .. kept]);
        var bars = kept.Select(line => line.Split('\t')).Select(
            cells => (cells[0], Number(cells[8]), new Interval(Number(cells[9]), Number(cells[10])), Number(cells[11]))).ToArray();
        File.WriteAllText(Path.Combine(folder, "figures.svg"), Picture.Bars(bars));
        return new JsonObject { ["task"] = "report", ["n"] = bars.Length, ["reached"] = bars.Count(bar => bar.Item2 >= bar.Item4), ["folder"] = folder };
    }

    private static string Line(Measurement one, JsonObject json)
    {
        var value = json[one.Metric]!.GetValue<double>();
        var n = CountOf(json, one.Metric);
        var interval = Interval.Wilson((int)Math.Round(value * n), n);
        return string.Create(CultureInfo.InvariantCulture,
            $"{one.Name}\t{one.Task}\t{one.Test}\t{one.Train}\t{one.Valid}\t{one.Folds}\t" +
            $"{one.Metric}\t{n}\t{value:F4}\t{interval.Low:F4}\t{interval.High:F4}\t{one.Bar:F3}");
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    private static JsonObject Run(Measurement one, string data, IReadOnlyList<IQualityTask> tasks, TextWriter report)
    {
        report.WriteLine($"-- {one.Name}");
        return tasks.First(task => task.Name == one.Task).Evaluate(
            new(Path.Combine(data, one.Test), one.Train is null ? null : Path.Combine(data, one.Train), one.Valid is null ? null
                : Path.Combine(data, one.Valid), one.Folds), report);
    }

    private static int CountOf(JsonObject json, string metric) => json[metric switch
    {
        "inScopeAccuracy" or "forcedAccuracy" when json.ContainsKey("inScopeN") => "inScopeN",
        "oosRecall" => "oosN",
        _ => "n",
    }]!.GetValue<int>();
}
