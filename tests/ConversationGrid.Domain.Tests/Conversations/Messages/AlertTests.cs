using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Messages;

/// <summary>Alerts come before the message that caused them, once an episode, and only where the workspace reads its messages.</summary>
public sealed class AlertTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void RisingRisk_AlertsOnce_BeforeItsMessage()
    {
        var s = Started();
        var kinds = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            var decision = Conversation.Decide(s, new PostMessage(Commands.Nur, $"m{i}", "where is it"), Commands.Context(Noon.AddMinutes(i)));
            var alert = decision.Events.ToList().FindIndex(e => e is AlertRaised);
            if (alert >= 0) Assert.True(alert < decision.Events.ToList().FindIndex(e => e is MessagePosted));
            kinds.AddRange(decision.Events.OfType<AlertRaised>().Select(e => e.Kind));
            s = Fold(s, decision.Events);
        }

        Assert.Equal(["atRisk"], kinds);
        Assert.Equal(0.8, s.Messages.Course!.Risk, 3);
        Assert.Equal(0.8, Conversation.View(s, Commands.AgentOf("ben") with { Role = CallerRole.Supervisor })!.Risk!.Value, 3);
        Assert.Null(Conversation.View(s, Commands.Nur)!.Risk);
    }

    [Fact]
    public void NewEpisode_BeginsCalm()
    {
        var s = Started();
        for (var i = 0; i < 6; i++)
            s = Fold(s, Conversation.Decide(s, new PostMessage(Commands.Nur, $"m{i}", "where is it"), Commands.Context(Noon.AddMinutes(i))).Events);
        s = Fold(s, Conversation.Decide(s, new CloseConversation(Commands.Nur), Commands.Context(Noon.AddHours(1))).Events);
        s = Fold(s, Conversation.Decide(s, new PostMessage(Commands.Nur, "again", "hello"), Commands.Context(Noon.AddHours(2))).Events);

        Assert.Equal(2, s.Episode.Number);
        Assert.Equal(0.1, s.Messages.Course!.Risk, 3);
    }

    [Theory]
    [InlineData(AnalysisReasons.Danger, 0.0, false, "urgent")]
    [InlineData(AnalysisReasons.LeavingThreat, -0.2, false, "atRisk")]
    [InlineData(AnalysisReasons.LegalThreat, -0.2, false, "atRisk")]
    [InlineData(AnalysisReasons.PublicThreat, -0.2, false, "atRisk")]
    [InlineData(AnalysisReasons.LeavingThreat, 0.2, false, null)]
    [InlineData("long wait", -0.2, false, null)]
    [InlineData("long wait", -0.7, true, "angry")]
    [InlineData("long wait", -0.2, true, null)]
    public void FirstMessage_AlertsOnDanger_OnAThreatThatIsMeant_AndOnFury(string reason, double score, bool isAngry, string? kind) =>
        Assert.Equal(kind is null ? [] : [kind], AlertsOf(new Reads(reason, score, isAngry), messages: 1));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(5, 1)]
    public void AngryMessages_AlertOnTheSecond_Once(int messages, int alerts) =>
        Assert.Equal(alerts, AlertsOf(new Reads("anger", -0.05, IsAngry: true), messages).Count);

    private static List<string> AlertsOf(IUnderstanding understanding, int messages)
    {
        var (s, kinds) = (Started(), new List<string>());
        for (var i = 0; i < messages; i++)
        {
            var context = new ConversationContext(Noon.AddMinutes(i), new ConversationOptions(), understanding, ["general"]);
            var events = Conversation.Decide(s, new PostMessage(Commands.Nur, $"m{i}", "words"), context).Events;
            kinds.AddRange(events.OfType<AlertRaised>().Select(e => e.Kind));
            s = Fold(s, events);
        }
        return kinds;
    }

    private static ConversationState Started() => Fold(
        ConversationState.Initial(new("demo", "c1")),
        Conversation.Decide(ConversationState.Initial(new("demo", "c1")), new StartConversation(Commands.Nur, "k", "web", "en", null, null),
            Commands.Context(Noon)).Events);

    private static ConversationState Fold(ConversationState s, IReadOnlyList<ConversationEvent> events)
    {
        foreach (var e in events) s = Conversation.Evolve(s, s.Seq + 1, e);
        return s;
    }

    /// <summary>Reads every message alike.</summary>
    private sealed record Reads(string Reason, double Score, bool IsAngry) : IUnderstanding
    {
        public MessageAnalysis? Analyse(string workspace, string text, int value) =>
            new("en", new("negative", Score), "neutral", new("none", 0), 1, "test", [Reason], IsAngry);

        public ConversationCourse? Follow(string workspace, ConversationCourse? before, in HeardMessage message) => null;
    }
}
