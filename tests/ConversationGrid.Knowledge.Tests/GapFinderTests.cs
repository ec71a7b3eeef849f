namespace ConversationGrid.Knowledge.Tests;

/// <summary>Unanswered questions become topics.</summary>
public class GapFinderTests
{
    private static readonly string[] Asked =
    [
        "Do you have a student discount?", "does the air fryer have a timer", "any discount for students", "ada diskaun untuk pelajar?", "can I rent a bicycle",
        "student discount code please", "is there a mobile app for android", "where is the android mobile app", "android app?", "tell me a joke",
    ];

    [Fact]
    public void LikeQuestions_MakeOneGap_MostAskedFirst()
    {
        var gaps = GapFinder.Find(Asked, questionsMin: 3);
        Assert.Equal(2, gaps.Count);
        Assert.Equal(["Do you have a student discount?", "any discount for students", "student discount code please"], gaps[0].Questions);
        Assert.Contains(gaps[1].Topic, gaps[1].Questions);
        Assert.All(gaps[1].Questions, question => Assert.Contains("android", question, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Languages_MeetInTheirConcepts()
    {
        var gaps = GapFinder.Find(["extended warranty for my kettle", "lanjutan waranti untuk cerek", "can I rent a bicycle"], questionsMin: 2);
        Assert.Equal(2, Assert.Single(gaps).Questions.Count);
    }

    [Fact]
    public void NothingInCommon_MakesNoGap() => Assert.Empty(GapFinder.Find(["what is love", "", "...", "bicycle", "sourdough bread"], questionsMin: 2));

    [Fact]
    public void SameQuestions_GiveTheSameGaps() =>
        Assert.Equal(GapFinder.Find(Asked).Select(gap => gap.Topic), GapFinder.Find(Asked).Select(gap => gap.Topic));
}
