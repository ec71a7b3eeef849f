using System.Text.Json.Nodes;
using ConversationGrid.Quality;

namespace ConversationGrid.Understanding.Tests;

/// <summary>The command line: a JSON line at the end of every success, one clear sentence and another exit status for everything else.</summary>
public sealed class QualityCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("quality").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TrainThenEvaluate_EndInOneJsonLineEach()
    {
        var file = Write("text\tlabel\n" +
            string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"refund number {i}\trefund\n" : $"delivery number {i}\tdelivery\n")));
        var model = Path.Combine(_folder, "x.model");
        var trained = Run(0, "train", "--task", "intent", "--train", file, "--out", model);
        Assert.Equal(40, trained["examples"]!.GetValue<int>());
        Assert.True(File.Exists(model));
        var evaluated = Run(0, "evaluate", "intent", "--train", file, "--test", file);
        foreach (var field in new[] { "task", "n", "accuracy", "macroF1", "microsecondsPerItem" })
            Assert.True(evaluated.ContainsKey(field), field);
        Assert.Equal(1d, evaluated["accuracy"]!.GetValue<double>());
    }

    [Fact]
    public void OutOfScopeRows_AddTheirFigures()
    {
        var file = Write("text\tlabel\nwhere is my parcel\tparcel\ntrack parcel\tparcel\ndance class\tdance\nbook dance\tdance\nthe moon\toos\n");
        var json = Run(0, "evaluate", "intent", "--train", file, "--valid", file, "--test", file);
        Assert.True(json.ContainsKey("inScopeAccuracy"));
        Assert.True(json.ContainsKey("oosRecall"));
    }

    [Theory]
    [InlineData("text\tlabel\n", "has a header and no rows")]
    [InlineData("", "is empty")]
    [InlineData("text\tlabel\nonly one cell\n", "line 2 has 1 cells")]
    [InlineData("words\tlabel\na\tb\n", "has no column 'text'")]
    public void BadFile_IsToldInOneSentence(string content, string expected)
    {
        var (status, _, error) = Try("evaluate", "intent", "--test", Write(content));
        Assert.Equal(1, status);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate")]
    [InlineData("evaluate", "nonsense", "--test", "x")]
    [InlineData("evaluate", "intent")]
    [InlineData("train", "--task", "intent")]
    [InlineData("fly")]
    [InlineData("evaluate", "intent", "--test")]
    public void WrongUse_PrintsUsage_AndFails(params string[] args)
    {
        var (status, _, error) = Try(args);
        Assert.Equal(2, status);
        Assert.Contains("usage:", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AbsentFile_IsNamed() => Assert.Contains(
        "There is no file '/nowhere/x.tsv'.", Try("evaluate", "language", "--test", "/nowhere/x.tsv").Error, StringComparison.Ordinal);

    [Fact]
    public void Help_IsASuccess() => Assert.Equal(0, Try("--help").Status);

    [Fact]
    public void OneLabelOnly_IsToldAsABadFile()
    {
        var (status, _, error) = Try("train", "--task", "intent", "--train", Write("text\tlabel\na b\tx\nc d\tx\n"), "--out", Path.Combine(_folder, "y.model"));
        Assert.Equal(1, status);
        Assert.Contains("cannot be trained on", error, StringComparison.Ordinal);
    }

    private JsonObject Run(int expected, params string[] args)
    {
        var (status, output, error) = Try(args);
        Assert.True(status == expected, error);
        return JsonNode.Parse(output.TrimEnd().Split('\n')[^1])!.AsObject();
    }

    private static (int Status, string Output, string Error) Try(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (QualityCommand.Run(args, output, error), output.ToString(), error.ToString());
    }

    private string Write(string content)
    {
        var path = Path.Combine(_folder, $"{Directory.GetFiles(_folder).Length}.tsv");
        File.WriteAllText(path, content);
        return path;
    }
}
