using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConversationGrid.Quality.Measures;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Quality.Tasks;

/// <summary>
/// Personal data in JSON lines of <c>{text, spans: [[start, end, type]]}</c>, positions in code points. A found span is right when it shares at least half of the
/// union with an expected one of the same type; types that the finder does not look for count as missed.
/// </summary>
internal sealed class PersonalDataTask : IQualityTask
{
    private const double OverlapMin = 0.5;

    public string Name => "pii";

    public JsonObject Train(TrainingRequest request, TextWriter report) =>
        throw new UsageException("pii is found by rules and checksums; there is nothing to train.");

    public JsonObject Evaluate(EvaluationRequest request, TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(report);
        var rows = Read(request.Test);
        foreach (var row in rows.Take(500))
            PersonalDataFinder.Find(row.Text);
        var clock = Stopwatch.StartNew();
        var found = rows.Select(row => PersonalDataFinder.Find(row.Text)).ToArray();
        var microseconds = clock.Elapsed.TotalMicroseconds / rows.Count;
        var all = new Tally();
        var structured = new Tally();
        var byType = new SortedDictionary<string, Tally>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
            Compare(rows[i], found[i], all, structured, byType);
        foreach (var (type, tally) in byType)
            report.WriteLine($"  {type,-18} expected {tally.Expected,5}, found {tally.Given,5}, precision {tally.Precision:P1}, recall {tally.Recall:P1}");
        var clean = Enumerable.Range(0, rows.Count).Where(i => rows[i].Spans.Count == 0).ToArray();
        return new JsonObject
        {
            ["task"] = Name, ["n"] = rows.Count, ["spans"] = all.Expected,
            ["precision"] = Math.Round(all.Precision, 5), ["recall"] = Math.Round(all.Recall, 5), ["f2"] = Math.Round(all.F2, 5),
            ["recallLow"] = Math.Round(Interval.Wilson(all.Hits, all.Expected).Low, 5), ["recallHigh"] = Math.Round(Interval.Wilson(all.Hits, all.Expected).High, 5),
            ["structuredPrecision"] = Math.Round(structured.Precision, 5), ["structuredRecall"] = Math.Round(structured.Recall, 5),
            ["cleanN"] = clean.Length, ["falseAlarmsOnClean"] = clean.Sum(i => found[i].Count),
            ["microsecondsPerItem"] = Math.Round(microseconds, 2),
        };
    }

    private static void Compare(Row row, IReadOnlyList<PersonalDataSpan> found, Tally all, Tally structured, SortedDictionary<string, Tally> byType)
    {
        var given = PersonalDataSpan.ToCodePoints(row.Text, found);
        foreach (var (start, end, label) in row.Spans)
        {
            var type = PersonalDataTypes.FromLabel(label);
            var hit = given.Any(span => Same(span.Type, type) && Overlap(span, start, end) >= OverlapMin);
            foreach (var tally in Tallies(type, label, all, structured, byType))
                tally.Expect(hit);
        }
        foreach (var span in given)
        {
            var right = row.Spans.Any(expected => Same(span.Type, PersonalDataTypes.FromLabel(expected.Type)) && Overlap(span, expected.Start, expected.End) >= OverlapMin);
            foreach (var tally in Tallies(span.Type, span.Type.Label(), all, structured, byType))
                tally.Give(right);
        }
    }

    private static IEnumerable<Tally> Tallies(PersonalDataType type, string label, Tally all, Tally structured, SortedDictionary<string, Tally> byType)
    {
        yield return all;
        if (type.IsStructured())
            yield return structured;
        if (!byType.TryGetValue(label, out var own))
            byType[label] = own = new Tally();
        yield return own;
    }

    /// <summary>An address and the place in it are told apart by annotators in different ways.</summary>
    private static bool Same(PersonalDataType one, PersonalDataType other) =>
        one == other || (one is PersonalDataType.Address or PersonalDataType.Location && other is PersonalDataType.Address or PersonalDataType.Location);

    private static double Overlap(PersonalDataSpan span, int start, int end)
    {
        var shared = Math.Min(span.End, end) - Math.Max(span.Start, start);
        return shared <= 0 ? 0 : (double)shared / (Math.Max(span.End, end) - Math.Min(span.Start, start));
    }

    private static List<Row> Read(string path)
    {
        if (!File.Exists(path))
            throw new BadFileException($"There is no file '{path}'.");
        var rows = new List<Row>();
        var line = 0;
        foreach (var text in File.ReadLines(path))
        {
            line++;
            if (text.Length == 0)
                continue;
            try
            {
                using var json = JsonDocument.Parse(text);
                rows.Add(new Row(json.RootElement.GetProperty("text").GetString()!, [.. json.RootElement.GetProperty("spans").EnumerateArray().Select(ReadSpan)]));
            }
            catch (Exception bad) when (bad is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
            {
                throw new BadFileException($"'{path}' line {line} is not {{text, spans: [[start, end, type]]}}: {bad.Message}");
            }
        }
        return rows.Count > 0 ? rows : throw new BadFileException($"'{path}' has no rows.");
    }

    private static (int Start, int End, string Type) ReadSpan(JsonElement span) => span.ValueKind == JsonValueKind.Array
        ? (span[0].GetInt32(), span[1].GetInt32(), span[2].GetString()!)
        : (span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32(), span.GetProperty("type").GetString()!);

    private sealed record Row(string Text, IReadOnlyList<(int Start, int End, string Type)> Spans);

    private sealed class Tally
    {
        private int _right;

        public int Expected { get; private set; }

        public int Hits { get; private set; }

        public int Given { get; private set; }

        public double Precision => Given == 0 ? 1 : (double)_right / Given;

        public double Recall => Expected == 0 ? 1 : (double)Hits / Expected;

        public double F2 => Precision + Recall == 0 ? 0 : 5 * Precision * Recall / ((4 * Precision) + Recall);

        public void Expect(bool hit)
        {
            Expected++;
            Hits += hit ? 1 : 0;
        }

        public void Give(bool right)
        {
            Given++;
            _right += right ? 1 : 0;
        }
    }
}
