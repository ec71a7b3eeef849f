using ConversationGrid.Contracts;
using ConversationGrid.Domain.Queues;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests.Routing;

/// <summary>What holds after every command of any history of a queue, with a policy and without.</summary>
public class QueueLawsTests
{
    private const int Seeds = 300;

    [Theory, InlineData(true), InlineData(false)]
    public void AnyHistory_TheIndexIsWhatTheStateImplies(bool policy) => ForAll(policy, (seed, run, _) =>
    {
        var (kept, made) = (run.State.Index, QueueIndex.Of(run.State));
        Assert.True(Text(kept) == Text(made), $"Seed {seed}: kept {Text(kept)}, made {Text(made)}");
    });

    [Theory, InlineData(true), InlineData(false)]
    public void AnyHistory_NobodyFitIsLeftIdle(bool policy) => ForAll(policy, (seed, run, decision) =>
    {
        if (decision.Events.Count == 0) return;
        foreach (var entry in run.State.Entries.Values.Where(e => e.Pick is null))
            foreach (var seat in run.State.Agents.Values)
                Assert.True(Judge(run.State, entry, seat, run.Now) != Verdict.Fits,
                    $"Seed {seed}: {entry.ConversationId} waits, and {seat.Report.AgentId} fits.");
    });

    [Theory, InlineData(true), InlineData(false)]
    public void AnyHistory_EveryPickFitsAndCanBeMadeAgain(bool policy)
    {
        var picks = 0;
        ForAll(policy, (seed, run, decision) =>
        {
            foreach (var pick in decision.Events.OfType<AgentPicked>())
            {
                picks++;
                Assert.True(PickReplay.Choose(pick) == pick.AgentId, $"Seed {seed}: {pick} leads to {PickReplay.Choose(pick)}");
                Assert.InRange(pick.Basis!.Candidates.Count, 1, PickBasis.CandidatesMax);
                Assert.Equal(pick.AgentId, pick.Basis.Candidates[0].AgentId);
                Assert.Equal($"{pick.ConversationId}.{pick.Ticket}.{run.Events.IndexOf(pick) + 1}", pick.OfferId);
            }
        });
        Assert.True(picks > 500, $"Only {picks} picks.");
    }

    private static Verdict Judge(QueueState s, WaitingEntry entry, AgentSeat seat, DateTimeOffset now) => Eligibility.Of(
        entry.Need, seat, s.Exclusions.Any(x => x.ConversationId == entry.ConversationId && x.AgentId == seat.Report.AgentId && x.Until > now),
        entry.Held ? entry.PreferredAgentId : null);

    private static void ForAll(bool policy, Action<int, Run<QueueState, QueueCommand, QueueEvent>, Decision<QueueEvent>> check)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var (draw, run) = (new Draw((ulong)seed), policy ? Runs.OfQueueWithPolicy() : Runs.OfQueue());
            var commands = new Commands(draw);
            for (var i = 0; i < 60; i++)
            {
                run.Pass(TimeSpan.FromSeconds(draw.Below(30)));
                check(seed, run, run.Give(commands.Queue(run.State)));
            }
        }
    }

    /// <summary>Who can do what is asked, as the index keeps it and as a look at everyone finds it.</summary>
    private static string AbleFor(QueueIndex index, Need need)
    {
        var kept = index.Ready.GroupsFor(need).ToList();
        Assert.Equal(index.Ready.Groups.Where(g => Eligibility.OfAbility(need, g.Sample) == Verdict.Fits), kept);
        return string.Join(',', kept.Select(g => string.Join('+', g.Seats.Select(p => p.Seat.Report.AgentId))));
    }

    private static string Text(QueueIndex index) => string.Join(
        ';',
        index.Classes.Concat(index.Held.SelectMany(h => h.Value.Select(c => KeyValuePair.Create($"{h.Key}@{c.Key}", c.Value))))
            .OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}:{string.Join(',', c.Value.Line)}:{AbleFor(index, c.Value.Need)}")
            .Concat(index.Ready.Groups.Select(g => string.Join(',', g.Seats.Select(p => $"{p.Seat.Report.AgentId}={p.Seat.Free}"))))
            .Append(string.Join(',', index.Called.Order(StringComparer.Ordinal))).Append(string.Join(',', index.Moments)).Append($"{index.Online}")
            .Append(string.Join(',', index.LetGo.OrderBy(x => x.Key, StringComparer.Ordinal).SelectMany(x => x.Value.Order()))));
}
