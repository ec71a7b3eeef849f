using System.Globalization;
using System.Text.Json.Nodes;
using ConversationGrid.Quality;

namespace ConversationGrid.Understanding.Tests;

/// <summary>
/// The quick ones of the development figures in docs/quality/figures.tsv are measured again; a figure that has fallen below its own 95 % interval fails.
/// Figures that need a long training are left to the report.
/// </summary>
public sealed class FiguresGuardTests
{
    public static TheoryData<string> Quick => new(
        "BANKING77, 10 examples, validation set", "CLINC150, 10 examples, in scope without refusal", "NusaX English, validation set, shipped",
        "NusaX Indonesian, shipped",
        "SmSA Indonesian, validation set, shipped", "GoEmotions, validation set, shipped", "Personal data, structured, precision",
        "Personal data, structured, recall",
        "Personal data, all types");

    [SharedDataTheory]
    [MemberData(nameof(Quick))]
    public void Figure_HasNotFallenBelowItsInterval(string name)
    {
        var cells = File.ReadLines(Path.Combine(SharedData.Repository!, "..", "..", "..", "docs", "quality", "figures.tsv")).Select(line => line.Split('\t'))
            .Single(cells => cells[0] == name);
        List<string> args = ["evaluate", cells[1], "--test", Data(cells[2])];
        if (cells[3].Length > 0)
            args.AddRange(["--train", Data(cells[3])]);
        if (cells[4].Length > 0)
            args.AddRange(["--valid", Data(cells[4])]);
        using var output = new StringWriter();
        using var error = new StringWriter();
        Assert.True(QualityCommand.Run([.. args], output, error) == 0, error.ToString());
        var value = JsonNode.Parse(output.ToString().TrimEnd().Split('\n')[^1])![cells[6]]!.GetValue<double>();
        var low = double.Parse(cells[9], CultureInfo.InvariantCulture);
        Assert.True(value >= low, $"{name}: {cells[6]} is {value:P2}; it was {cells[8]} with a lower end of {low:P2} at n {cells[7]}");
    }

    private static string Data(string file) => Path.Combine(SharedData.Folder!, "ai", file);
}
