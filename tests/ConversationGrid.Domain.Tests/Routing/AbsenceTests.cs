using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests.Routing;

/// <summary>Who waits when the last agent leaves is told, once for each absence.</summary>
public class AbsenceTests
{
    private static readonly QueuePolicy Policy = new() { WhenNobodyIsThere = AbsenceAnswer.CallBack };

    [Fact]
    public void LastAgentLeaves_ThoseWhoWaitAreTold_OnceForEachAbsence()
    {
        var run = Run(Policy);
        run.Give(Report(1, PresenceStatus.Online));
        run.Give(Join("c2", 5));
        run.Give(Join("c1", 4));
        Assert.Empty(run.Events.OfType<NobodyThere>());
        run.Give(Report(2, PresenceStatus.Away));
        Assert.Equal(run.Now.AddSeconds(30), Queue.DueAt(run.State));
        run.Pass(TimeSpan.FromSeconds(10));
        run.Give(Join("c3", 6));
        Assert.Equal(2, Assert.Single(run.Events.OfType<NobodyThere>()).Absence);
        Settle(run);
        Tick(run, 19.9);
        Assert.Empty(run.Events.OfType<AbsenceTold>());
        Tick(run, 0.1);
        Tick(run, 600);
        var told = Assert.Single(run.Events.OfType<AbsenceTold>());
        // c3 was told when it joined.
        Assert.Equal((2L, "c1 c2"), (told.Absence, string.Join(' ', told.Told.Select(t => t.ConversationId))));
        Settle(run);
        Assert.Null(Queue.DueAt(run.State));

        run.Give(Report(3, PresenceStatus.Online));
        run.Give(Report(4, PresenceStatus.Offline));
        Tick(run, 30);
        Assert.Equal([2L, 3L], run.Events.OfType<AbsenceTold>().Select(t => t.Absence));
        Assert.Equal(3, run.Events.OfType<AbsenceTold>().Last().Told.Count);
    }

    [Fact]
    public void SomebodyBackInTime_OrAnotherStillThere_NobodyIsTold()
    {
        var run = Run(Policy);
        run.Give(Report(1, PresenceStatus.Online));
        run.Give(Report(1, PresenceStatus.Online, "aina"));
        run.Give(Join("c1", 1));
        run.Give(Report(2, PresenceStatus.Away));
        Assert.Empty(run.Events.OfType<AgentsGone>());
        run.Give(Report(2, PresenceStatus.Away, "aina"));
        Assert.Single(run.Events.OfType<AgentsGone>());
        run.Pass(TimeSpan.FromSeconds(29));
        run.Give(Report(3, PresenceStatus.Online));
        Assert.Null(Queue.DueAt(run.State));
        Tick(run, 60);
        Assert.Empty(run.Events.OfType<AbsenceTold>());

        var silent = Run(new() { WhenNobodyIsThere = AbsenceAnswer.Nothing });
        silent.Give(Report(1, PresenceStatus.Online));
        silent.Give(Join("c1", 1));
        silent.Give(Report(2, PresenceStatus.Away));
        Assert.Empty(silent.Events.OfType<AgentsGone>());
    }

    [Fact]
    public void ALongLine_IsToldInParts_EachWhenTheOneBeforeIsDone()
    {
        var run = Run(Policy);
        run.Give(Report(1, PresenceStatus.Online));
        for (var i = 0; i < 600; i++) run.Give(Join($"c{i}", i));
        run.Give(Report(2, PresenceStatus.Offline));
        for (var parts = 1; parts <= 3; parts++)
        {
            Tick(run, 30);
            Tick(run, 30);
            Assert.Equal(parts, run.Events.OfType<AbsenceTold>().Count());
            Assert.Null(Queue.DueAt(run.State));
            Settle(run);
        }
        Tick(run, 30);
        Assert.Equal(Enumerable.Range(0, 600).Select(i => $"c{i}"), run.Events.OfType<AbsenceTold>().SelectMany(t => t.Told).Select(t => t.ConversationId));
        Assert.Equal([true, true, false], run.Events.OfType<AbsenceTold>().Select(t => t.More));
    }

    [Fact]
    public void ClosedQueue_WhoWasToldAtJoining_IsNotToldAgainWhenItsAgentsGo()
    {
        var run = Run(Policy, isOpen: false);
        run.Give(Report(1, PresenceStatus.Online));
        run.Give(Join("c1", 1));
        Settle(run);
        run.Give(Report(2, PresenceStatus.Offline));
        Tick(run, 30);
        Assert.Equal(run.Events.OfType<NobodyThere>().Single().Absence, run.Events.OfType<AgentsGone>().Single().Absence);
        Assert.Empty(Assert.Single(run.Events.OfType<AbsenceTold>()).Told);
    }

    [Fact]
    public void Conversation_HearsOfAnAbsenceOnce_WhateverItsPlace()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", null, null));
        run.Give(new RequestHandoff(Commands.Nur, null));
        Announce(absence: 2, told: true);
        Announce(absence: 2, told: false);
        run.Give(new SetPriority(new(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []), 3));
        Announce(absence: 2, told: false);
        Announce(absence: 3, told: true);
        Assert.Equal("Call me back", Assert.Single(run.Events.OfType<MessagePosted>().Last().QuickReplies!));
        run.Give(new CloseConversation(Commands.Nur));
        run.Give(new RequestHandoff(Commands.Nur, null));
        Announce(absence: 3, told: true);

        void Announce(long absence, bool told) =>
            Assert.Equal(
                told ? 1 : 0, run.Give(new AnnounceAbsence("general", run.State.Handoff.Ticket, true, absence)).Events.Count(e => e is AbsenceAnnounced));
    }

    private static Run<QueueState, QueueCommand, QueueEvent> Run(QueuePolicy policy, bool isOpen = true) => new(
        QueueState.Initial(new("demo", "general")), (s, c, now) => Queue.Decide(s, c, new(now, new QueueOptions(), policy, isOpen)), Queue.Evolve);

    private static EnqueueConversation Join(string id, int since) => new(id, 1, Commands.Start.AddSeconds(since - 1_000), 0, "en", null, "web");

    private static ReportAgent Report(long version, PresenceStatus status, string id = "ben") => new(new(id, id, version, status, 0, Commands.Start, ["en"]));

    private static void Tick(Run<QueueState, QueueCommand, QueueEvent> run, double seconds)
    {
        run.Pass(TimeSpan.FromSeconds(seconds));
        run.Give(new TickQueue());
    }

    private static void Settle(Run<QueueState, QueueCommand, QueueEvent> run)
    {
        foreach (var pending in run.State.Pending) run.Give(new SettleQueueEffect(pending.Id));
    }
}
