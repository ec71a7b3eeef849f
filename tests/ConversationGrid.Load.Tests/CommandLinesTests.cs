using System.CommandLine;
using ConversationGrid.Commands;

namespace ConversationGrid.Load.Tests;

/// <summary>What all programs behind <c>./grid</c> have in common on the command line.</summary>
public class CommandLinesTests
{
    [Theory]
    [InlineData("--count 3", 0, "")]
    [InlineData("", 0, "")]
    [InlineData("--count 0", 2, "--count is a whole number from 1 to 9, not '0'.")]
    [InlineData("--count 3.5", 2, "--count is a whole number from 1 to 9, not '3.5'.")]
    [InlineData("--count 1,000", 2, "--count is a whole number from 1 to 9, not '1,000'.")]
    [InlineData("--share 1.5", 2, "--share is a number from 0 to 1, not '1.5'.")]
    [InlineData("--day 7", 2, "--day is one of monday, friday, not '7'.")]
    [InlineData("--day sunday", 2, "--day is one of monday, friday, not 'sunday'.")]
    [InlineData("--day FRIDAY --size big", 0, "")]
    [InlineData("--size huge", 2, "--size is one of small, big, not 'huge'.")]
    [InlineData("--fails", 2, "It fails.")]
    [InlineData("--cuont 3", 2, "--cuont")]
    [InlineData("--count", 2, "--count")]
    [InlineData("@/etc/hostname", 2, "@/etc/hostname")]
    public async Task WrongArgument_IsNamed_WithStatus2(string line, int status, string named)
    {
        using var error = new StringWriter();
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(status, await Command(out _).RunAsync(args, TextWriter.Null, error));
        Assert.Equal(status, Command(out _).Run(args, TextWriter.Null, TextWriter.Null));
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(status == 2, error.ToString().Contains("usage: ./grid try --help", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Options_HaveTheirDefaults_AndHelpSaysThem()
    {
        using var output = new StringWriter();
        Assert.Equal(0, await Command(out var read).RunAsync([], TextWriter.Null, TextWriter.Null));
        Assert.Equal((5, null, Day.Monday, "small"), read());
        Assert.Equal(0, await Command(out _).RunAsync(["--help"], output, TextWriter.Null));
        Assert.Contains("[default: 5]", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_IsTakenOut_AndTheRestIsLeft()
    {
        var (configuration, others) = ConfigurationArguments.Split(["--days", "3", "--Grid:Data:Path", "x", "--Grid:A:B=c", "fill", "--workspace=a:b"]);
        Assert.Equal(["--Grid:Data:Path", "x", "--Grid:A:B=c"], configuration);
        Assert.Equal(["--days", "3", "fill", "--workspace=a:b"], others);
    }

    private enum Day
    {
        Monday,
        Friday,
    }

    private static Command Command(out Func<(int, double?, Day, string)> read)
    {
        var values = default((int, double?, Day, string));
        var count = Numbers.Of("--count", "how many", 1, 9, 5);
        var share = Numbers.Optional("--share", "of them", 0.0, 1.0);
        var day = Choices.OfEnum("--day", "when", Day.Monday);
        var size = Choices.Of("--size", "how big", "small", "small", "big");
        var fails = new Option<bool>("--fails");
        var command = CommandLines.Create("try", "For tests.");
        foreach (var option in (Option[])[count, share, day, size, fails]) command.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(fails)) throw new ArgumentException("It fails.");
            values = (parsed.GetValue(count), parsed.GetValue(share), parsed.GetValue(day), parsed.GetValue(size)!);
        });
        read = () => values;
        return command;
    }
}
