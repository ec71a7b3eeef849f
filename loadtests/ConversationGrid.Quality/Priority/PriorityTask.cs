using System.Globalization;
using System.Text.Json.Nodes;
using ConversationGrid.Understanding.Priority;

namespace ConversationGrid.Quality.Priority;

/// <summary>
/// <c>evaluate priority --test FILE [--errors N]</c>: the priority reader on rows of text, intent, sentiment, priority. It is given the marked intent and
/// sentiment, so the figure is that of the reader alone and not of the models before it.
/// </summary>
internal static class PriorityTask
{
    private const double MarkedFeeling = 0.6;

    /// <summary>Scores a file and gives the JSON line.</summary>
    public static JsonObject Evaluate(string test, int errorsMax, TextWriter output)
    {
        var (n, exact, near, confusion) = (0, 0, 0, new int[4, 4]);
        var columns = (string[]?)null;
        foreach (var line in File.ReadLines(test))
        {
            var cells = line.Split('\t');
            if (columns is null)
            {
                columns = cells;
                continue;
            }
            string Cell(string name) => Array.IndexOf(columns, name) is var at and >= 0 && at < cells.Length
                ? cells[at] : throw new InvalidDataException($"{test}, line {n + 2} has no '{name}'.");
            var wanted = int.Parse(Cell("priority"));
            var sentiment = Cell("sentiment") switch { "negative" => -MarkedFeeling, "positive" => MarkedFeeling, _ => 0 };
            var reading = PriorityReader.Read(Cell("text"), Cell("intent"), sentiment);
            n++;
            exact += reading.Priority == wanted ? 1 : 0;
            near += Math.Abs(reading.Priority - wanted) <= 1 ? 1 : 0;
            confusion[wanted, reading.Priority]++;
            if (reading.Priority != wanted && errorsMax-- > 0)
                output.WriteLine(
                    string.Create(CultureInfo.InvariantCulture, $"{wanted}->{reading.Priority} ({reading.Urgency:F2}) {Cell("intent")}: {Cell("text")} " +
                    $"[{string.Join(", ", reading.Reasons)}]"));
        }
        for (var row = 0; row < 4; row++)
            output.WriteLine($"marked {row}: read as " + string.Join(" ", Enumerable.Range(0, 4).Select(c => $"{confusion[row, c],4}")));
        return new JsonObject
        {
            ["task"] = "priority",
            ["n"] = n,
            ["accuracy"] = Math.Round((double)exact / n, 4),
            ["macroF1"] = Math.Round(MacroF1(confusion), 4),
            ["withinOne"] = Math.Round((double)near / n, 4),
        };
    }

    private static double MacroF1(int[,] confusion)
    {
        var sum = 0.0;
        for (var k = 0; k < 4; k++)
        {
            var (marked, read) = (0, 0);
            for (var other = 0; other < 4; other++)
                (marked, read) = (marked + confusion[k, other], read + confusion[other, k]);
            sum += marked + read == 0 ? 0 : 2.0 * confusion[k, k] / (marked + read);
        }
        return sum / 4;
    }
}
