namespace ConversationGrid.Journal.Tests;

/// <summary>A machine whose own clock is wrong, or jumps, tells the grid's time all the same.</summary>
public sealed class SharedTimeTests
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private readonly Machine _machine = new() { Wall = _noon };
    private readonly SharedTime _time;

    public SharedTimeTests() => _time = new(_machine);

    [Fact]
    public void BeforeTheFirstReading_TheMachineCounts() => Assert.Equal(_noon, _time.GetUtcNow());

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void FirstReading_IsTakenAsItIs(int sign)
    {
        _machine.Wall += sign * _hour;
        Assert.Equal(sign * _hour, Take(_noon));
        Assert.Equal(_noon, _time.GetUtcNow());
        Pass(90 * _second);
        Assert.Equal(_noon + (90 * _second), _time.GetUtcNow());
    }

    [Fact]
    public void ReadingThatTookLong_StandsForItsMiddle()
    {
        var asked = _machine.GetTimestamp();
        Pass(2 * _second);
        _time.Take(_noon, asked, _machine.GetTimestamp());
        Assert.Equal(_noon + _second, _time.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void JumpOfTheMachinesClock_IsNotSeen(int sign)
    {
        Take(_noon);
        _machine.Wall += sign * _hour;
        Assert.Equal(_noon, _time.GetUtcNow());
        Pass(10 * _second);
        Assert.Equal(TimeSpan.Zero, Take(_noon + (10 * _second)));
        Assert.Equal(_noon + (10 * _second), _time.GetUtcNow());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void LaterReading_IsReachedByATenthOfTheTimeThatPasses_AndNeverRunsBack(int sign)
    {
        Take(_noon);
        Take(_noon + (sign * _second));
        var last = _time.GetUtcNow();
        Assert.Equal(_noon, last);
        for (var i = 1; i <= 20; i++)
        {
            Pass(_second);
            var now = _time.GetUtcNow();
            Assert.True(now > last);
            Assert.Equal(_noon + (i * _second) + (sign * Math.Min(i, 10) * _second / 10), now);
            last = now;
        }
    }

    [Fact]
    public void ReadingNoBetterThanWhatItTook_ChangesNothing()
    {
        Take(_noon);
        var asked = _machine.GetTimestamp();
        Pass(2 * _second);
        _time.Take(_noon + (1.9 * _second), asked, _machine.GetTimestamp());
        Pass(60 * _second);
        Assert.Equal(_noon + (62 * _second), _time.GetUtcNow());
    }

    private TimeSpan Take(DateTimeOffset reading) => _time.Take(reading, _machine.GetTimestamp(), _machine.GetTimestamp());

    private void Pass(TimeSpan time) => _machine.Pass(time);

    private sealed class Machine : TimeProvider
    {
        private long _steady = 1;

        public DateTimeOffset Wall { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _steady;

        public void Pass(TimeSpan time) => (_steady, Wall) = (_steady + time.Ticks, Wall + time);
    }
}
