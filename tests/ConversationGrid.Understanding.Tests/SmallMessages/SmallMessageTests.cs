using ConversationGrid.Contracts;
using ConversationGrid.Understanding.SmallMessages;
using Xunit.Abstractions;

namespace ConversationGrid.Understanding.Tests.SmallMessages;

/// <summary>
/// Messages that ask nothing, in every language, and messages that only begin like them. The rules and lists were written for <c>seen</c>; <c>kept</c> was
/// written before anything was tried and nothing was added for it, so its share is told and must not fall.
/// </summary>
public sealed class SmallMessageTests(ITestOutputHelper output)
{
    private static readonly MessageAnalyser Analyser = new();

    [Theory]
    [InlineData("seen", 1)]
    [InlineData("kept", 0.9)]
    public void Messages_AreWhatTheyAre(string set, double atLeast)
    {
        var rows = Rows(set);
        var wrong = rows.Where(row => !IsRight(row)).Select(row => $"{row.Text} is {row.Kind} {row.Language}, read as {SmallMessageReader.Of(row.Text)}")
            .ToList();
        output.WriteLine($"{set}: {rows.Count - wrong.Count} of {rows.Count} right\n{string.Join('\n', wrong)}");
        Assert.True(rows.Count - wrong.Count >= atLeast * rows.Count, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("seen")]
    [InlineData("kept")]
    public void ACourtesy_HasNoPriority_AndIsUnderstood(string set)
    {
        foreach (var row in Rows(set).Where(row => SmallMessageReader.Of(row.Text).IsCourtesy))
        {
            var read = Analyser.Analyse(row.Text);
            Assert.True(read.Priority == 0, $"{row.Text} has priority {read.Priority}");
            Assert.DoesNotContain(AnalysisReasons.NotUnderstood, read.Reasons ?? []);
        }
    }

    [Theory]
    [InlineData("asap the house is on fire")]
    [InlineData("help my son swallowed a battery")]
    [InlineData("hello someone hacked my account")]
    public void Danger_BesideACourtesy_StaysUrgent(string text) => Assert.Equal(3, Analyser.Analyse(text).Priority);

    private static bool IsRight(Row row)
    {
        var found = SmallMessageReader.Of(row.Text);
        return found.Kind == row.Kind && (row.Language == "-" || found.Language == row.Language || (found.Language is null && row.Language is "en" or "ms"));
    }

    private static List<Row> Rows(string set) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "SmallMessages", "small.tsv")).Skip(1).Select(line => line.Split('\t'))
        .Where(cells => cells[0] == set).Select(cells => new Row(Enum.Parse<SmallTalkKind>(cells[1]), cells[2], cells[3]))];

    private sealed record Row(SmallTalkKind Kind, string Language, string Text);
}
