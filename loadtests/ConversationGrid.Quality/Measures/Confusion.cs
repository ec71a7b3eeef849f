using System.Text.Json.Nodes;

namespace ConversationGrid.Quality.Measures;

/// <summary>Pairs of expected and given labels, and the figures they make.</summary>
public sealed class Confusion
{
    private readonly Dictionary<(string Expected, string Given), int> _cells = [];

    public int Count { get; private set; }

    public int Right { get; private set; }

    public double Accuracy => Count == 0 ? 0 : (double)Right / Count;

    public Interval AccuracyInterval => Interval.Wilson(Right, Count);

    public IEnumerable<string> Expected => _cells.Keys.Select(cell => cell.Expected).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    public void Add(string expected, string given)
    {
        _cells[(expected, given)] = _cells.GetValueOrDefault((expected, given)) + 1;
        Count++;
        Right += expected == given ? 1 : 0;
    }

    public double Recall(string label)
    {
        var own = _cells.Where(cell => cell.Key.Expected == label).Sum(cell => cell.Value);
        return own == 0 ? 0 : (double)_cells.GetValueOrDefault((label, label)) / own;
    }

    public double F1(string label)
    {
        var hit = _cells.GetValueOrDefault((label, label));
        var own = _cells.Where(cell => cell.Key.Expected == label).Sum(cell => cell.Value);
        var given = _cells.Where(cell => cell.Key.Given == label).Sum(cell => cell.Value);
        return own + given == 0 ? 0 : 2.0 * hit / (own + given);
    }

    /// <summary>Mean F1 over the labels that were expected somewhere.</summary>
    public double MacroF1 => Expected.Select(F1).DefaultIfEmpty(0).Average();

    /// <summary>The most frequent mistakes, most frequent first.</summary>
    public IReadOnlyList<(string Expected, string Given, int Count)> Mistakes(int most) =>
        [.. _cells.Where(cell => cell.Key.Expected != cell.Key.Given).OrderByDescending(cell => cell.Value)
            .ThenBy(cell => cell.Key.Expected, StringComparer.Ordinal)
            .Take(most).Select(cell => (cell.Key.Expected, cell.Key.Given, cell.Value))];

    public void Report(TextWriter report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var interval = AccuracyInterval;
        report.WriteLine($"n {Count}, accuracy {Accuracy:P2} (95 % {interval.Low:P2} .. {interval.High:P2}), macro-F1 {MacroF1:P2}");
        foreach (var (expected, given, count) in Mistakes(8))
            report.WriteLine($"  {count,5} x {expected} taken for {given}");
    }

    /// <summary>The named fields that every classification task prints.</summary>
    public JsonObject ToJson(string task, double microsecondsPerItem) => new()
    {
        ["task"] = task,
        ["n"] = Count,
        ["accuracy"] = Math.Round(Accuracy, 5),
        ["accuracyLow"] = Math.Round(AccuracyInterval.Low, 5),
        ["accuracyHigh"] = Math.Round(AccuracyInterval.High, 5),
        ["macroF1"] = Math.Round(MacroF1, 5),
        ["microsecondsPerItem"] = Math.Round(microsecondsPerItem, 2),
    };
}
