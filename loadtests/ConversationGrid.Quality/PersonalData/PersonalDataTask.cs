using System.Diagnostics;
using System.Text.Json.Nodes;
using ConversationGrid.Understanding.PersonalData;

namespace ConversationGrid.Quality.PersonalData;

/// <summary><c>evaluate pii --test FILE [--part tune|held] [--errors N]</c>: how much marked personal data the finder finds, by type.</summary>
internal static class PersonalDataTask
{
    /// <summary>Scores the shipped finder on an annotated file and gives the JSON line.</summary>
    public static JsonObject Evaluate(string test, string? part, int errorsMax, TextWriter output)
    {
        var rows = AnnotatedText.Read(test);
        if (part is not null)
            rows = [.. rows.Where(row => row.IsHeldBack == (part == "held"))];
        var score = new PersonalDataScore();
        foreach (var row in rows)
            PersonalDataFinder.Find(row.Text);
        var times = new double[rows.Count];
        var (errors, exact) = (0, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var found = PersonalDataFinder.Find(rows[i].Text);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            score.Add(rows[i], found);
            if (IsExact(rows[i], found)) exact++;
            else if (errors < errorsMax)
            {
                WriteErrors(rows[i], found, output);
                errors++;
            }
        }
        return Report(score, times, rows.Count == 0 ? 0 : (double)exact / rows.Count, output);
    }

    internal static JsonObject Report(PersonalDataScore score, double[] times, double? exact, TextWriter output)
    {
        var f1 = new List<double>();
        foreach (var label in score.Labels)
        {
            var (p, r, f, marked, found) = score.Of(other => other == label);
            if (marked > 0) f1.Add(p + r == 0 ? 0 : 2 * p * r / (p + r));
            output.WriteLine(FormattableString.Invariant($"{label,-20} precision {p:F3} recall {r:F3} F2 {f:F3} marked {marked,5} found {found,5}"));
        }
        var all = score.Of(static _ => true);
        var structured = score.Of(PersonalDataScore.IsStructured);
        Array.Sort(times);
        return new JsonObject
        {
            ["task"] = "pii",
            ["n"] = score.Texts,
            ["accuracy"] = exact is { } share ? Math.Round(share, 4) : null,
            ["macroF1"] = Math.Round(f1.Count == 0 ? 0 : f1.Average(), 4),
            ["precision"] = Math.Round(all.Precision, 4),
            ["recall"] = Math.Round(all.Recall, 4),
            ["f2"] = Math.Round(all.F2, 4),
            ["structuredPrecision"] = Math.Round(structured.Precision, 4),
            ["structuredRecall"] = Math.Round(structured.Recall, 4),
            ["microsecondsPerItem"] = Math.Round(times.Length == 0 ? 0 : times.Average(), 2),
            ["microsecondsP99"] = Math.Round(times.Length == 0 ? 0 : times[(int)(times.Length * 0.99)], 2),
        };
    }

    internal static bool WriteErrors(AnnotatedText row, IReadOnlyList<PersonalDataSpan> found, TextWriter output)
    {
        var (marked, ours) = (Marked(row), Ours(row, found));
        if (marked.SequenceEqual(ours))
            return false;
        output.WriteLine($"{row.Template} {row.Text.ReplaceLineEndings("|")}");
        output.WriteLine($"   marked {string.Join(" ; ", marked.Except(ours)).ReplaceLineEndings("|")}");
        output.WriteLine($"   found  {string.Join(" ; ", ours.Except(marked)).ReplaceLineEndings("|")}");
        return true;
    }

    /// <summary>Whether all that is marked in a text was found as it is marked, and nothing else.</summary>
    private static bool IsExact(AnnotatedText row, IReadOnlyList<PersonalDataSpan> found) => Marked(row).SequenceEqual(Ours(row, found));

    private static List<string> Marked(AnnotatedText row) =>
        row.Spans.Select(s => $"{AnnotatedText.TypeOf(s.Label)}:{string.Concat(row.Text.EnumerateRunes().Skip(s.Start).Take(s.End - s.Start))}").ToList();

    private static List<string> Ours(AnnotatedText row, IReadOnlyList<PersonalDataSpan> found) =>
        found.Select(s => $"{s.Type}:{row.Text.Substring(s.Start, s.Length)}").ToList();
}
