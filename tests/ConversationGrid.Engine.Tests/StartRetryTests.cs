using ConversationGrid.Engine.Ports;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Engine.Tests;

/// <summary>How a store waits at its start for a database.</summary>
public class StartRetryTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _told = [];

    [Fact]
    public async Task DatabaseThatComesLater_IsWaitedFor()
    {
        var tries = 0;
        await RunAsync(TimeSpan.FromDays(1), () => ++tries < 3 ? throw new TimeoutException($"try {tries}") : 0);
        Assert.Equal(3, tries);
        Assert.Equal(["try 1", "try 2"], _told);
    }

    [Fact]
    public async Task DatabaseThatNeverComes_EndsWithTheLastFailure_WhenThePatienceIsOver()
    {
        var (tries, begun) = (0, _time.GetUtcNow());
        var failure = await Assert.ThrowsAsync<TimeoutException>(() => RunAsync(TimeSpan.FromSeconds(10), () => throw new TimeoutException($"try {++tries}")));
        Assert.Equal($"try {tries}", failure.Message);
        Assert.Equal(tries - 1, _told.Count);
        Assert.True(tries > 1 && _time.GetUtcNow() - begun > TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task FailureThatStays_IsNotTriedAgain()
    {
        var tries = 0;
        await Assert.ThrowsAsync<FormatException>(() => RunAsync(TimeSpan.FromDays(1), () => throw new FormatException($"try {++tries}")));
        Assert.Equal((1, 0), (tries, _told.Count));
    }

    private async Task RunAsync(TimeSpan patience, Func<int> setUp)
    {
        var retry = StartRetry.Create(Pause, patience, failure => failure is TimeoutException, _time, failure => _told.Add(failure.Message));
        var running = retry.ExecuteAsync(_ => ValueTask.FromResult(setUp())).AsTask();
        while (!running.IsCompleted)
        {
            _time.Advance(Pause);
            await Task.Yield();
        }
        await running;
    }
}
