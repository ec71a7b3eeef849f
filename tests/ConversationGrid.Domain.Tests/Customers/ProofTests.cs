using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Customers;

namespace ConversationGrid.Domain.Tests.Customers;

/// <summary>Only the session that wrote a message proves whose it is.</summary>
public class ProofTests
{
    private static readonly Caller _signed = Caller.Customer("nur", "Nur", isProven: true);

    [Fact]
    public void Message_BearsTheProofOfItsSession_AndNoOther()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(_signed, "k", "web", "en", "first", null));
        run.Give(new PostMessage(Commands.Nur, "m1", "filed"));
        run.Give(new PostMessage(_signed, "m2", "signed"));
        Assert.Equal([true, null, true], run.Events.OfType<MessagePosted>().Select(m => m.Proven));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tool_ThatNeedsProof_RunsForTheMessageThatIsProven_AndNotForALaterOneThatIsNot(bool needsProof)
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(_signed, "k", "web", "en", "my balance", null));
        Run(run, "external:u-nur", needsProof: true);
        Assert.Equal("external:u-nur", run.State.Pending.Select(p => p.Effect).OfType<RunTool>().Single().Subject);
        run.Give(new PostToolResult(Caller.Assistant, run.State.Pending.First(p => p.Effect is RunTool).Id, new("done", "RM 5")));

        run.Give(new PostMessage(Commands.Nur, "m1", "my balance"));
        Run(run, null, needsProof);
        var tools = run.State.Pending.Select(p => p.Effect).OfType<RunTool>().ToList();
        if (needsProof) Assert.Empty(tools);
        else Assert.Null(Assert.Single(tools).Subject);
    }

    [Fact]
    public void Code_ProvesTheConversation_WhicheverSessionWrites()
    {
        var memory = new AssistantMemory { VerifiedAs = "email:nur@example.test", VerifiedUntil = Commands.Start.AddMinutes(1) };
        Assert.Equal("email:nur@example.test", memory.For(isSigned: false).Subject(Commands.Start));
        Assert.Null((memory with { VerifiedAs = "external:u-nur" }).For(isSigned: false).Subject(Commands.Start));
    }

    [Fact]
    public void Description_ThatIsFiled_ChangesNothingOfAProvenProfile()
    {
        var run = Runs.OfCustomer();
        run.Give(new DescribeCustomer("Filed", "filed@example.test", "ms", Verified: false));
        run.Give(new DescribeCustomer("Nur", "nur@example.test", "en", Verified: true, "u-nur"));
        Assert.Empty(run.Give(new DescribeCustomer("Mallory", "mallory@example.test", "ta", Verified: false)).Events);
        Assert.Equal(("Nur", "nur@example.test", "en", true), (run.State.Name, run.State.Email, run.State.Locale, run.State.Verified));
    }

    [Fact]
    public void EndedSession_IsRememberedOnce_AndForgottenWhenItsTokensAreUseless()
    {
        var run = Runs.OfCustomer();
        var until = run.Now.AddHours(1);
        run.Give(new EndCustomerSession("s1", until));
        Assert.Empty(run.Give(new EndCustomerSession("s1", until)).Events);
        Assert.Equal(["s1"], Customer.View(run.State).EndedSessions);
        run.Pass(TimeSpan.FromHours(2));
        for (var i = 0; i < CustomerState.EndedSessionsMax + 5; i++) run.Give(new EndCustomerSession($"t{i}", run.Now.AddHours(i + 1)));
        Assert.Equal(CustomerState.EndedSessionsMax, run.State.EndedSessions.Count);
        Assert.DoesNotContain("s1", Customer.View(run.State).EndedSessions);
        Assert.Contains($"t{CustomerState.EndedSessionsMax + 4}", Customer.View(run.State).EndedSessions);
    }

    private static void Run(Run<ConversationState, ConversationCommand, ConversationEvent> run, string? signedAs, bool needsProof) => run.Give(new PostAnswer(
        Caller.Assistant, run.State.Pending.First(p => p.Effect is AskAssistant).Id, null, null, null, null,
        new(new("account_balance", TaskStage.Running, [], null, needsProof, NeedsConsent: false)), signedAs));
}
