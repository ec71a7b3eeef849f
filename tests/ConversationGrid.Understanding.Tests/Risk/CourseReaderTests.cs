using System.Text.Json;
using ConversationGrid.Contracts;
using ConversationGrid.Contracts.Json;
using ConversationGrid.Understanding.Risk;

namespace ConversationGrid.Understanding.Tests.Risk;

/// <summary>The course that events carry goes on the same from memory and from the journal, and stays small.</summary>
public sealed class CourseReaderTests
{
    private static readonly (bool Customer, string Text, double Sentiment)[] Angry =
    [
        (true, "I need a taxi to the airport", 0), (false, "Where shall it pick you up?", 0), (true, "I already told you, at home. This is ridiculous!", -0.8),
        (false, "Where shall it pick you up?", 0), (true, "ARE YOU STUPID? You are useless, I will never use this again!!!", -1),
    ];

    private static readonly (bool Customer, string Text, double Sentiment)[] Friendly =
    [
        (true, "Hello, I would like a taxi please", 0.4), (false, "Gladly. Where shall it pick you up?", 0), (true, "At home, thank you so much", 0.9),
        (false, "It is booked for nine.", 0), (true, "Great, thanks for your help", 1),
    ];

    [Fact]
    public void Course_ReadBackAfterEachMessage_IsTheSame()
    {
        ConversationCourse? kept = null, stored = null;
        foreach (var (customer, text, sentiment) in Angry)
        {
            kept = RiskModel.Default.Follow(kept, customer, text, sentiment, TimeSpan.FromSeconds(7.3333333));
            stored = RiskModel.Default.Follow(ThroughJson(stored), customer, text, sentiment, TimeSpan.FromSeconds(7.3333333));
            Assert.Equal(JsonSerializer.Serialize(kept), JsonSerializer.Serialize(stored));
        }
    }

    [Fact]
    public void AngryCourse_IsRiskier_AndSaysWhy()
    {
        var (angry, friendly) = (Follow(Angry), Follow(Friendly));

        Assert.True(angry.Risk > friendly.Risk + 0.2, $"angry {angry.Risk}, friendly {friendly.Risk}");
        Assert.NotEmpty(angry.Reasons!);
    }

    [Fact]
    public void Course_OfAVeryLongConversation_StaysSmall()
    {
        ConversationCourse? course = null;
        for (var i = 0; i < 2_000; i++)
            course = RiskModel.Default.Follow(course, i % 2 == 0, $"message {i} that goes on and on!", -0.333333, TimeSpan.FromSeconds(i));

        Assert.True(JsonSerializer.Serialize(course).Length < 600, JsonSerializer.Serialize(course));
    }

    [Fact]
    public void Course_InAnUnknownForm_BeginsAnew()
    {
        var fresh = RiskModel.Default.Follow(null, true, "hello", 0, TimeSpan.Zero);
        var odd = RiskModel.Default.Follow(new("other", 0.9, null, [1, 2], [3]), true, "hello", 0, TimeSpan.Zero);

        Assert.Equal(JsonSerializer.Serialize(fresh), JsonSerializer.Serialize(odd));
    }

    private static ConversationCourse Follow((bool Customer, string Text, double Sentiment)[] messages)
    {
        ConversationCourse? course = null;
        foreach (var (customer, text, sentiment) in messages) course = RiskModel.Default.Follow(course, customer, text, sentiment, TimeSpan.FromSeconds(5));
        return course!;
    }

    /// <summary>As the journal keeps it.</summary>
    private static ConversationCourse? ThroughJson(ConversationCourse? course)
    {
        if (course is null) return null;
        var posted = new MessagePosted("text", null, 1, Course: course) { At = DateTimeOffset.UnixEpoch, By = new(ActorKind.Customer, "c") };
        var encoded = EventCodec.Encode(posted);
        return ((MessagePosted)EventCodec.Decode(encoded.Type, encoded.Structure, encoded.Personal)).Course;
    }
}
