using ConversationGrid.Commands;
using ConversationGrid.Faults.Traffic;

namespace ConversationGrid.Faults.Tests;

/// <summary>A measure that cannot be wrong proves nothing: waits are counted from the right moment to the right moment.</summary>
public class MeasureTests
{
    [Theory]
    [InlineData(25, 60, false, 20)] // From the last receipt before the blow to the first after it.
    [InlineData(25, 60, true, 15)]  // From the blow on.
    [InlineData(45, 60, false, 10)]
    [InlineData(5, 60, false, 20)]  // No receipt before: from the blow on.
    [InlineData(45, 55, false, 10)] // A wait that began before the end counts whole.
    public void LongestGap_IsCountedFromTheLastReceiptBefore(long since, long until, bool fromThereOn, long expected)
    {
        var acks = new AckTimes();
        foreach (var time in new long[] { 10, 20, 40, 50, 60 }) acks.Add(time);
        Assert.Equal(expected, acks.LongestGap(since, until, fromThereOn));
    }

    [Fact]
    public void LongestGap_OfSomebodyWhoNeverCameBack_IsNone()
    {
        var acks = new AckTimes();
        acks.Add(10);
        Assert.Null(acks.LongestGap(20, 30, fromThereOn: false));
    }

    [Fact]
    public void Percentiles_OfFew_AreTheLargest() =>
        Assert.Equal(new Waits(4, 3, 4, 4), Waits.Of([4, 1, 3, 2]));

    [Theory]
    [InlineData("--trials", "0")]
    [InlineData("--trials", "many")]
    [InlineData("--unknown", "1")]
    [InlineData("--report")]
    [InlineData("nobody-does-this")]
    public async Task Options_ThatMakeNoSense_AreRefused_AndNamed(params string[] arguments)
    {
        using var error = new StringWriter();
        var status = await Command(_ => Assert.Fail("It ran.")).RunAsync(["--host", "x.dll", .. arguments], TextWriter.Null, error);
        Assert.Equal(CommandLines.BadArguments, status);
        Assert.Contains(arguments[0], error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_AreRead()
    {
        FaultOptions? read = null;
        Assert.Equal(0, await Command(options => read = options)
            .RunAsync(["--host", "x.dll", "kill-silo", "--trials", "3", "--pause-ms", "20"], TextWriter.Null, TextWriter.Null));
        Assert.Equal(("x.dll", 3, TimeSpan.FromMilliseconds(20), 90, 0L), (read!.Host, read.Trials, read.Pause, read.Conversations, read.UntilAcked));
        Assert.Equal(["kill-silo"], read.Names);
    }

    private static System.CommandLine.Command Command(Action<FaultOptions> run) => FaultCommand.Create(_ => 1, (options, faults, _) =>
    {
        Assert.Equal(options.Names, faults.Select(f => f.Name));
        run(options);
        return Task.FromResult(0);
    });

    [Fact]
    public void EveryFault_HasANameOfItsOwn() =>
        Assert.Equal(Faults.Fault.All.Count, Faults.Fault.All.Select(f => f.Name).Distinct().Count());
}
