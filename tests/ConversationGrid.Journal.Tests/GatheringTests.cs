using ConversationGrid.Journal.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ConversationGrid.Journal.Tests;

public sealed class GatheringTests
{
    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly Gathering _gathering;

    public GatheringTests() => _gathering = new(new SqliteJournalOptions(), _clock);

    [Fact]
    public void Alone_AtALowRate_GoesAtOnce()
    {
        Assert.Equal(TimeSpan.Zero, _gathering.WaitFor(1));
        Run(perMillisecond: 1, milliseconds: 200);
        Assert.Equal(TimeSpan.Zero, _gathering.WaitFor(1));
    }

    [Fact]
    public void AtAHighRate_WaitsForCompany_ButNeverLongerThanAllowed()
    {
        Run(perMillisecond: 5, milliseconds: 200);
        Assert.Equal(TimeSpan.FromMilliseconds(2), _gathering.WaitFor(1));
        Assert.Equal(TimeSpan.Zero, _gathering.WaitFor(Gathering.Enough));

        Run(perMillisecond: 40, milliseconds: 400);
        Assert.InRange(_gathering.WaitFor(Gathering.Enough - 20), Millisecond * 0.4, Millisecond * 0.6);
    }

    [Fact]
    public void AfterSilence_GoesAtOnceAgain()
    {
        Run(perMillisecond: 5, milliseconds: 200);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, _gathering.WaitFor(1));
    }

    [Fact]
    public void InVain_StopsWaitingForAGrowingWhile()
    {
        Run(perMillisecond: 20, milliseconds: 200);
        for (var pause = Gathering.PauseMin; pause <= Gathering.PauseMax; pause *= 2)
        {
            Assert.NotEqual(TimeSpan.Zero, _gathering.WaitFor(1));
            _gathering.Waited(Millisecond * 2, came: 3);
            for (var i = 0; i < pause; i++) Assert.Equal(TimeSpan.Zero, _gathering.WaitFor(1));
        }
        Assert.NotEqual(TimeSpan.Zero, _gathering.WaitFor(1));
        _gathering.Waited(Millisecond * 2, came: 40);
        Assert.NotEqual(TimeSpan.Zero, _gathering.WaitFor(1));
    }

    private void Run(int perMillisecond, int milliseconds)
    {
        for (var i = 0; i < milliseconds; i++)
        {
            _clock.Advance(Millisecond);
            _gathering.Took(perMillisecond);
        }
    }
}
