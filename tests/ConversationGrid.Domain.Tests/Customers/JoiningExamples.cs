using ConversationGrid.Contracts;
using ConversationGrid.Domain.Customers;

namespace ConversationGrid.Domain.Tests.Customers;

/// <summary>When an anonymous customer turns out to be a known one, and what it takes along.</summary>
public class JoiningExamples
{
    private static readonly DateTimeOffset Until = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Anonymous_Joins_EndsItsSession_AndItsConversationsGoAlong()
    {
        var run = Runs.OfCustomer();
        run.Give(new LinkConversation("c1"));
        run.Give(new JoinCustomer("aminah", "s1", Until));
        Assert.Equal([typeof(ConversationLinked), typeof(CustomerSessionEnded), typeof(CustomerJoined)], run.Events.Select(e => e.GetType()));
        Assert.Equal(("aminah", "s1"), (run.State.JoinedInto, run.State.EndedSessions.Single().Session));
        var move = Assert.IsType<MoveConversations>(run.State.Pending.Single().Effect);
        Assert.Equal("aminah", move.Into);
        Assert.Equal(["c1"], move.Conversations);
    }

    [Fact]
    public void Joined_GoesNowhereElse_AndWhatComesLateFollows()
    {
        var run = Runs.OfCustomer();
        run.Give(new JoinCustomer("aminah", "s1", Until));
        Assert.Empty(run.State.Pending);
        var count = run.Events.Count;
        run.Give(new JoinCustomer("aminah", "s1", Until));
        Assert.Equal(count, run.Events.Count);
        Assert.Equal(RefusalCodes.Conflict, Refused(run.State, new JoinCustomer("eve", "s1", Until)));
        run.Give(new LinkConversation("late"));
        Assert.Equal(["late"], Assert.IsType<MoveConversations>(run.State.Pending.Single().Effect).Conversations);
    }

    [Fact]
    public void OnlyAnAnonymousCustomer_WhoIsNotBlockedAndNotBeingErased_Joins()
    {
        var proven = Runs.OfCustomer();
        proven.Give(new DescribeCustomer("Nur", null, "en", Verified: true, "u-nur"));
        Assert.Equal(RefusalCodes.Forbidden, Refused(proven.State, new JoinCustomer("eve", "s1", Until)));
        var blocked = Runs.OfCustomer();
        blocked.Give(new LinkConversation("c1"));
        blocked.Give(new BlockCustomer(Commands.AgentOf("ben"), true, null));
        Assert.Equal(RefusalCodes.Forbidden, Refused(blocked.State, new JoinCustomer("aminah", "s1", Until)));
        var erased = Runs.OfCustomer();
        erased.Give(new LinkConversation("c1"));
        erased.Give(new RequestErasure(Caller.System, "e1", null));
        Assert.Equal(RefusalCodes.Conflict, Refused(erased.State, new JoinCustomer("aminah", "s1", Until)));
        // Later, when it is over: what a customer was before must not be forgotten by the erasure under way.
        Assert.True(Customer.Decide(erased.State, new AbsorbCustomer("visitor"), Until).Refusal?.Retryable);
    }

    private static string? Refused(CustomerState s, CustomerCommand command) => Customer.Decide(s, command, Until).Refusal?.Code;
}
