using ConversationGrid.Contracts;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests.Routing;

/// <summary>What a policy promises, one promise a test.</summary>
public class QueuePolicyTests
{
    private static readonly DateTimeOffset Start = Commands.Start;

    [Fact]
    public void Rings_AreRelaxedAtTheirTimes()
    {
        var policy = new QueuePolicy
        {
            Rings = [new() { Skills = { ["card"] = 8 } }, new() { After = TimeSpan.FromSeconds(30), Skills = { ["card"] = 3 } },
                new() { After = TimeSpan.FromSeconds(60) }],
        };
        var run = Run(policy);
        run.Give(Online("novice", skills: new() { ["card"] = 1 }));
        run.Give(Online("fair", skills: new() { ["card"] = 4 }));
        run.Give(Join("c1"));
        Assert.Empty(Picks(run));
        Assert.Equal(Start.AddSeconds(30), Queue.DueAt(run.State));
        run.Pass(TimeSpan.FromSeconds(30));
        run.Give(new TickQueue());
        Assert.Equal("fair", Assert.Single(Picks(run)).AgentId);
        run.Give(Join("c2"));
        run.Pass(TimeSpan.FromSeconds(59));
        run.Give(new TickQueue());
        Assert.Single(Picks(run));
        run.Pass(TimeSpan.FromSeconds(1));
        run.Give(new TickQueue());
        Assert.Equal("novice", Picks(run)[1].AgentId);
        Assert.Equal(2, Picks(run)[1].Basis!.Ring);
    }

    [Fact]
    public void LanguageOfTheLastRing_IsNotDemandedForEver()
    {
        var policy = new QueuePolicy { Rings = [new() { NeedsLanguage = true, Skills = { ["card"] = 2 } }] };
        var run = Run(policy);
        run.Give(Online("english", skills: new() { ["card"] = 2 }));
        run.Give(Online("unskilled"));
        run.Give(new EnqueueConversation("c1", 1, Start, 0, "und", null, "web"));
        run.Pass(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        run.Give(new TickQueue());
        Assert.Empty(Picks(run));
        run.Pass(TimeSpan.FromTicks(1));
        Assert.Equal(run.Now, Queue.DueAt(run.State));
        run.Give(new TickQueue());
        Assert.Equal("english", Assert.Single(Picks(run)).AgentId);

        policy.LanguageDemandedFor = TimeSpan.Zero;
        var strict = Run(policy);
        strict.Give(new EnqueueConversation("c1", 1, Start, 0, "und", null, "web"));
        Assert.Null(Queue.DueAt(strict.State));
    }

    [Fact]
    public void Preferred_IsWaitedForUntilTheLimit_AndNotWhenGone()
    {
        var run = Run(new() { PreferredFor = TimeSpan.FromSeconds(60) });
        run.Give(Online("own", free: 0));
        run.Give(Online("other", free: 9));
        run.Give(Join("c1", preferred: "own"));
        run.Give(Join("c2", preferred: "own"));
        Assert.Empty(Picks(run));
        run.Pass(TimeSpan.FromSeconds(10));
        run.Give(Online("own", version: 2));
        Assert.Equal(("c1", "own"), (Picks(run)[0].ConversationId, Picks(run)[0].AgentId));
        Assert.Equal("held for its own agent", Assert.Single(Picks(run)[0].Basis!.Candidates, c => c.AgentId == "other").Reason);
        run.Give(Online("own", version: 3, status: PresenceStatus.Away));
        Assert.Equal(("c2", "other"), (Picks(run)[1].ConversationId, Picks(run)[1].AgentId));
        run.Give(Online("own", version: 4, free: 0));
        run.Give(Join("c3", preferred: "own"));
        Assert.Equal(2, Picks(run).Count);
        run.Pass(TimeSpan.FromSeconds(60));
        run.Give(new TickQueue());
        Assert.Equal(("c3", "other"), (Picks(run)[2].ConversationId, Picks(run)[2].AgentId));
    }

    [Fact]
    public void Weights_AreKept()
    {
        var run = Run(new() { Weights = { ["email"] = 2 } });
        run.Give(Online("ben", free: 3));
        run.Give(Join("c1", channel: "email"));
        run.Give(Join("c2", channel: "email"));
        run.Give(Join("c3", channel: "web"));
        Assert.Equal(["c1", "c3"], Picks(run).Select(p => p.ConversationId));
        Assert.Equal(0, run.State.Agents["ben"].Free);
    }

    [Fact]
    public void ChannelLimit_IsKept()
    {
        var run = Run(new());
        run.Give(Online("ben", free: 3, rooms: new() { ["voice"] = 1 }));
        run.Give(Join("c1", channel: "voice"));
        run.Give(Join("c2", channel: "voice"));
        run.Give(Join("c3", channel: "web"));
        Assert.Equal(["c1", "c3"], Picks(run).Select(p => p.ConversationId));
    }

    [Fact]
    public void Overflow_SendsOnOnce_AtItsTime()
    {
        var run = Run(new() { OverflowAfter = TimeSpan.FromMinutes(1), OverflowTo = "billing", WhenNobodyIsThere = AbsenceAnswer.Nothing });
        run.Give(Join("c1"));
        run.Pass(TimeSpan.FromSeconds(60));
        run.Give(new TickQueue());
        run.Give(new TickQueue());
        Assert.Equal("billing", Assert.Single(run.Events.OfType<ConversationOverflowed>()).To);
        Assert.IsType<SendOn>(Assert.Single(run.State.Pending).Effect);
        Assert.Null(Queue.DueAt(run.State));
    }

    [Fact]
    public void NobodyThere_IsSaid_UnlessSomebodyIs()
    {
        var run = Run(new() { WhenNobodyIsThere = AbsenceAnswer.Message });
        run.Give(Join("c1"));
        run.Give(Online("ben"));
        run.Give(Join("c2"));
        Assert.Equal("c1", Assert.Single(run.Events.OfType<NobodyThere>()).ConversationId);
    }

    [Fact]
    public void Closed_IsSaid_AlsoWhenSomebodyIsThere()
    {
        var run = new Run<QueueState, QueueCommand, QueueEvent>(
            QueueState.Initial(new("demo", "general")),
            (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions(), new QueuePolicy { WhenNobodyIsThere = AbsenceAnswer.Message }, IsOpen: false)),
            Queue.Evolve);
        run.Give(Online("ben"));
        run.Give(Join("c1"));
        Assert.False(Assert.Single(run.Events.OfType<NobodyThere>()).Open);
    }

    [Fact]
    public void OutsideItsHours_NobodyIsRung_UntilItOpens()
    {
        var opens = Start.AddHours(8);
        var run = new Run<QueueState, QueueCommand, QueueEvent>(
            QueueState.Initial(new("demo", "general")),
            (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions(), new QueuePolicy(), now >= opens, now >= opens ? null : opens)), Queue.Evolve);
        run.Give(Online("ben"));
        run.Give(Join("c1"));
        Assert.Empty(Picks(run));
        Assert.Equal(opens, Queue.DueAt(run.State));
        run.Pass(TimeSpan.FromHours(8));
        run.Give(new TickQueue());
        Assert.Equal("c1", Assert.Single(Picks(run)).ConversationId);
        Assert.Null(run.State.ClosedUntil);
    }

    [Fact]
    public void AbsenceText_TellsWhenAClosedQueueOpens()
    {
        var opens = new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.FromHours(8));
        Assert.Contains("1 December 2026 at 09:00", RoutingRules.AbsenceText(new(), "en", isOpen: false, opens).Text);
        Assert.Contains("1/12/2026, jam 09:00", RoutingRules.AbsenceText(new(), "ms", isOpen: false, opens).Text);
        Assert.DoesNotContain("closed", RoutingRules.AbsenceText(new(), "en").Text);
    }

    [Fact]
    public void EntryRules_AreAskedInOrder()
    {
        var rules = new RoutingRules(
            _ => new Dictionary<string, QueuePolicy>
            {
                ["vip"] = new() { Order = 1, Entry = [new() { ValueMin = 2 }] },
                ["malay"] = new() { Order = 2, Calendar = "office",
                    Entry = [new() { Languages = ["ms"], Channels = ["web", "app"] }, new() { Intents = ["complaint"], WhileOpen = true }] },
            },
            (_, calendar, now) => calendar != "office" || now.Hour < 18);
        Assert.Equal("vip", For(new(null, "web", "ms-MY", 0, 3), 9));
        Assert.Equal("malay", For(new(null, "web", "ms-MY", 0, 0), 9));
        Assert.Equal("general", For(new(null, "email", "ms", 0, 0), 9));
        Assert.Equal("malay", For(new("complaint", "email", "en", 0, 0), 9));
        Assert.Equal("general", For(new("complaint", "email", "en", 0, 0), 18));
        Assert.Equal("general", For(new(null, "web", "msx", 0, 0), 9));

        string For(RoutingFacts facts, int hour) => rules.QueueFor("demo", facts, "general", Start.Date.AddHours(hour));
    }

    [Fact]
    public void Problems_NameTheKey()
    {
        var policy = new QueuePolicy
        {
            Rings = [new() { After = TimeSpan.FromSeconds(5), Skills = { ["card"] = 11 } }], Weights = { ["voice"] = 0 },
                OverflowAfter = TimeSpan.FromMinutes(1),
            WrapUp = TimeSpan.FromHours(2), AbsenceText = { ["en"] = " " }, Entry = [new() { PriorityMin = 4 }],
        };
        var problems = policy.Problems("Grid:Workspaces:demo:Queues:general", _ => false).ToList();
        foreach (var key in (string[])["Rings:0:After", "Rings:0:Skills:card", "Weights:voice", "OverflowTo", "WrapUp", "AbsenceText:en", "Entry:0"])
            Assert.Contains(problems, p => p.StartsWith($"Grid:Workspaces:demo:Queues:general:{key}", StringComparison.Ordinal));
        Assert.Empty(Commands.Policy.Problems("p", _ => true));
    }

    private static Run<QueueState, QueueCommand, QueueEvent> Run(QueuePolicy policy) => new(
        QueueState.Initial(new("demo", "general")), (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions(), policy)), Queue.Evolve);

    private static EnqueueConversation Join(string id, string? preferred = null, string channel = "web") => new(id, 1, Start, 0, "en", preferred, channel);

    private static ReportAgent Online(
        string id, int free = 1, long version = 1, PresenceStatus status = PresenceStatus.Online, Dictionary<string, int>? skills = null,
        Dictionary<string, int>? rooms = null) =>
        new(new(id, id, version, status, free, Start, ["en"], skills, rooms));

    private static List<AgentPicked> Picks(Run<QueueState, QueueCommand, QueueEvent> run) => [.. run.Events.OfType<AgentPicked>()];
}
