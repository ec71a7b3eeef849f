using System.Text.Json;
using ConversationGrid.Understanding.Priority;
using ConversationGrid.Understanding.Risk;

namespace ConversationGrid.Understanding.Tests.Risk;

/// <summary>The fold is pure and bounded, the reading a probability, and trouble shows in it.</summary>
public sealed class RiskModelTests
{
    private static readonly string[] Texts =
        ["hi", "I need a ride", "", "WHAT?!", "this is ridiculous, you are useless", "I am sorry, that did not work.", "thanks", "\uD83D",
            "saya dah tunggu lama", "no"];

    [Fact]
    public void SameMessages_GiveTheSameRisk_WithinBounds()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var (first, second) = (Follow(seed), Follow(seed));
            Assert.Equal(first, second);
            Assert.InRange(RiskModel.Default.Read(first).Risk, 0, 1);
        }
    }

    [Fact]
    public void State_SurvivesStorage_AndStaysSmall()
    {
        var state = RiskState.Empty;
        for (var i = 0; i < 2000; i++)
            state = RiskModel.Default.Fold(state, Turn(new Random(i)));
        var stored = JsonSerializer.Serialize(state);
        Assert.True(stored.Length < 1500, $"The stored state has {stored.Length} characters.");
        Assert.Equal(state, JsonSerializer.Deserialize<RiskState>(stored));
    }

    [Fact]
    public void AngryCourse_IsRiskierThanAFriendlyOne()
    {
        var angry = Course("I need a ride now", "I already told you. Are you stupid?", "This is ridiculous. You are useless!");
        var friendly = Course("Hello, I need a ride please", "That works, thank you", "Great, thanks for your help!");
        Assert.True(angry > friendly, $"angry {angry:F3}, friendly {friendly:F3}");
    }

    [Fact]
    public void StateOfAnotherModel_KeepsTheCourse_AndStartsItsWordsAnew()
    {
        var old = Follow(1) with { Model = "older", WordSum = 1000, Words = 3 };
        var next = RiskModel.Default.Fold(old, new(true, "hello there", 0, UrgencySignals.None, 1));
        Assert.Equal(2, next.Words);
        Assert.Equal(old.CustomerTurns + 1, next.CustomerTurns);
        Assert.True(Math.Abs(next.WordSum) < 100);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e300)]
    public void OddNumbers_AreReadSafely(double odd)
    {
        var state = RiskModel.Default.Fold(RiskState.Empty, new(true, "hi", odd, (UrgencySignals)(-1), odd));
        state = RiskModel.Default.Fold(state, new(false, "hi", odd, UrgencySignals.None, odd));
        Assert.InRange(RiskModel.Default.Read(state).Risk, 0, 1);
    }

    private static double Course(params string[] texts)
    {
        var state = RiskState.Empty;
        foreach (var text in texts)
        {
            state = RiskModel.Default.Fold(state, new(true, text, 0, UrgencyWords.Read(text), 10));
            state = RiskModel.Default.Fold(state, new(false, "What can I do for you?", 0, UrgencySignals.None, 20));
        }
        return RiskModel.Default.Read(state).Risk;
    }

    private static RiskState Follow(int seed)
    {
        var random = new Random(seed);
        var state = RiskState.Empty;
        for (var i = random.Next(30); i >= 0; i--)
            state = RiskModel.Default.Fold(state, Turn(random));
        return state;
    }

    private static RiskTurn Turn(Random random) =>
        new(random.Next(2) == 0, Texts[random.Next(Texts.Length)], (random.NextDouble() * 2) - 1, (UrgencySignals)random.Next(1 << 16), random.Next(200));
}
