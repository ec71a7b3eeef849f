using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Conversations.Delivery;

namespace ConversationGrid.Domain.Tests.Conversations.Delivery;

/// <summary>How a message reaches a customer who is not connected: queued, sent, tried again, failed.</summary>
public class DeliveryExamples
{
    private static readonly MessageOrigin Mail = new("support", "nur@example.test", "m1@example.test");

    private static Given MailWithBen(ChannelAssistant assistant = ChannelAssistant.Answers) => Given.Nothing.WithMail(assistant).And(
        new StartConversation(Given.Nur, "k", "email", "en", "Where is it?", "My order") { Origin = Mail },
        new RequestHandoff(Given.Nur, null, "general"), new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1), new AcceptOffer(Given.Ben, "o1"));

    private static ReportDelivery Report(Given given, DeliveryReport report) =>
        new(given.Pending<DeliverMessage>(), given.State.Delivery.Outgoing[0].MessageSeq, report);

    [Fact]
    public void Message_OfAnAgent_IsQueuedBehindIt_AndTheReceiptIsTheMessage()
    {
        var given = MailWithBen();
        var before = given.State.Seq;
        var outcome = given.When(new PostMessage(Given.Ben, "a1", "It is on its way.")).Then("MessagePosted", "DeliveryQueued");
        Assert.Equal(0, outcome.Decision.ReceiptIndex);
        Assert.Equal(before + 1, outcome.Event<DeliveryQueued>().MessageSeq);
        outcome.Owes<DeliverMessage>(d => d.MessageSeq == before + 1);
        given.When(new PostMessage(Given.Ben, "a1", "It is on its way.")).ThenNothing();
    }

    [Fact]
    public void Message_OnALiveChannel_OrOfTheCustomer_IsNotDelivered()
    {
        Given.AssignedToBen.WithMail().When(new PostMessage(Given.Ben, "a1", "hello")).Then("MessagePosted");
        MailWithBen().When(new PostMessage(Given.Nur, "m2", "and?")).Then("MessagePosted");
    }

    [Fact]
    public void Messages_GoOneAfterTheOther()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"), new PostMessage(Given.Ben, "a2", "two"));
        var first = given.State.Delivery.Outgoing[0].MessageSeq;
        Assert.Equal(first, ((DeliverMessage)given.State.Pending.Single(p => p.Effect is DeliverMessage).Effect).MessageSeq);
        given.When(g => Report(g, DeliveryReport.Sent)).Then("DeliverySent").Owes<DeliverMessage>(d => d.MessageSeq > first);
        given.When(g => Report(g, DeliveryReport.Sent)).Then("DeliverySent").That(s => s.Delivery.Outgoing.IsEmpty)
            .That(s => !s.Pending.Exists(p => p.Effect is DeliverMessage));
    }

    [Fact]
    public void Failure_ForNow_IsTriedAgain_LaterEachTime_AndKeepsTheOrder()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"), new PostMessage(Given.Ben, "a2", "two"));
        var waits = new List<TimeSpan>();
        for (var i = 1; i <= 4; i++)
        {
            var deferred = given.When(g => Report(g, DeliveryReport.Later(DeliveryProblem.Unreachable))).Then("DeliveryDeferred").Event<DeliveryDeferred>();
            Assert.Equal(i, deferred.Attempt);
            waits.Add(deferred.RetryAt - given.Now);
            Assert.DoesNotContain(given.State.Pending, p => p.Effect is DeliverMessage);
            Assert.Equal(deferred.RetryAt, Conversation.DueAt(given.State));
            given.When(new TickConversation()).ThenNothing();
            given.After(waits[^1]).When(new TickConversation()).Then("DeliveryResumed").Owes<DeliverMessage>(d => d.MessageSeq == deferred.MessageSeq);
        }
        Assert.Equal([30, 60, 120, 240], waits.Select(w => (int)w.TotalSeconds));
    }

    [Fact]
    public void Failure_AfterTheTimeToGiveUp_IsTheLast_AndAlertsOnce()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"), new PostMessage(Given.Ben, "a2", "two")).After(TimeSpan.FromDays(2));
        var failed = given.When(g => Report(g, DeliveryReport.Later(DeliveryProblem.Unreachable))).Then("DeliveryFailed", "AlertRaised");
        Assert.Equal(DeliveryProblem.Expired, failed.Event<DeliveryFailed>().Problem);
        Assert.Equal("deliveryFailed", failed.Event<AlertRaised>().Kind);
        failed.Owes<DeliverMessage>().Owes<TellStaff>();
        given.When(g => Report(g, DeliveryReport.Failed(DeliveryProblem.Refused))).Then("DeliveryFailed");
    }

    [Fact]
    public void Report_OfAnEffectThatIsSettled_ChangesNothing()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"));
        var report = Report(given, DeliveryReport.Sent);
        given.And(report).When(report).ThenNothing();
    }

    [Fact]
    public void Bounce_AfterTheAgentResolved_BringsItBackToAQueue_Once()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"));
        var seq = given.State.Delivery.Outgoing[0].MessageSeq;
        given.And(g => Report(g, DeliveryReport.Sent)).And(new ResolveConversation(Given.Ben, null));
        given.When(new ConfirmDelivery(seq, DeliveryProblem.AddressUnknown)).Then("DeliveryFailed", "Reopened", "AlertRaised", "HandoffRequested")
            .That(s => s.Status == ConversationStatus.Waiting);
        given.When(new ConfirmDelivery(seq, DeliveryProblem.AddressUnknown)).ThenNothing();
    }

    [Fact]
    public void Bounce_OfTheAssistantsAnswer_HandsOver_ButReopensNothing()
    {
        var given = Given.Nothing.WithMail().And(new StartConversation(Given.Nur, "k", "email", "en", "hello", null) { Origin = Mail });
        given.And(g => new PostAnswer(Caller.Assistant, g.Pending<AskAssistant>(), "From nine to five.", null, null, null));
        var seq = given.State.Delivery.Outgoing[0].MessageSeq;
        given.And(g => Report(g, DeliveryReport.Sent));
        given.When(new ConfirmDelivery(seq, DeliveryProblem.MailboxFull)).Then("DeliveryFailed", "AlertRaised", "HandoffRequested");

        var over = Given.Nothing.WithMail().And(new StartConversation(Given.Nur, "k", "email", "en", "hello", null) { Origin = Mail });
        over.And(g => new PostAnswer(Caller.Assistant, g.Pending<AskAssistant>(), "From nine to five.", null, null, null))
            .And(g => Report(g, DeliveryReport.Sent)).And(new CloseConversation(Given.Siti));
        over.When(new ConfirmDelivery(seq, DeliveryProblem.MailboxFull)).Then("DeliveryFailed", "AlertRaised");
    }

    [Fact]
    public void Confirmation_OfASentMessage_IsToldOnce()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"));
        var seq = given.State.Delivery.Outgoing[0].MessageSeq;
        given.When(new ConfirmDelivery(seq - 1, DeliveryProblem.None)).ThenNothing();
        given.And(g => Report(g, DeliveryReport.Sent));
        given.When(new ConfirmDelivery(seq, DeliveryProblem.None)).Then("DeliveryConfirmed");
        given.When(new ConfirmDelivery(seq, DeliveryProblem.None)).ThenNothing();
    }

    [Fact]
    public void Confirmation_BeforeTheReport_OrAfterAnAttemptThatSeemedToFail_Counts()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"));
        var (seq, report) = (given.State.Delivery.Outgoing[0].MessageSeq, Report(given, DeliveryReport.Sent));
        given.When(new ConfirmDelivery(seq, DeliveryProblem.None)).Then("DeliveryConfirmed").That(s => s.Delivery.Outgoing.IsEmpty);
        given.When(report).ThenNothing();
        given.And(new PostMessage(Given.Ben, "a2", "two"));
        var next = given.State.Delivery.Outgoing[0].MessageSeq;
        given.And(g => Report(g, DeliveryReport.Later(DeliveryProblem.Unreachable)));
        given.When(new ConfirmDelivery(next, DeliveryProblem.AddressUnknown)).Then("DeliveryFailed", "AlertRaised").That(s => s.Delivery.Outgoing.IsEmpty);
    }

    [Fact]
    public void RemovedText_FailsQuietly_AndErasure_EndsAllDeliveries()
    {
        var given = MailWithBen().And(new PostMessage(Given.Ben, "a1", "one"));
        given.When(g => Report(g, DeliveryReport.Failed(DeliveryProblem.TextRemoved))).Then("DeliveryFailed");
        given.And(new PostMessage(Given.Ben, "a2", "two"), new EraseConversation(ErasureReason.Customer, []));
        Assert.True(given.State.Delivery.Outgoing.IsEmpty);
        Assert.DoesNotContain(given.State.Pending, p => p.Effect is DeliverMessage);
    }

    [Fact]
    public void AutomaticMail_IsAnsweredByNobody_AndReopensNothing()
    {
        Given.Nothing.WithMail().When(new StartConversation(Given.Nur, "k", "email", "en", "I am away.", "Out of office") { Origin = Mail, Automatic = true })
            .Then("ConversationStarted", "MessagePosted", "Closed").That(s => !s.Pending.Exists(p => p.Effect is AskAssistant));
        var resolved = MailWithBen().And(new ResolveConversation(Given.Ben, null));
        resolved.When(new PostMessage(Given.Nur, "m2", "I am away.") { Automatic = true }).Then("MessagePosted")
            .That(s => s.Status == ConversationStatus.Resolved).That(s => !s.Pending.Exists(p => p.Effect is AskAssistant));
    }

    [Fact]
    public void SilentChannel_WaitsForAHuman_InTheMailboxsQueue()
    {
        var outcome = Given.Nothing.WithMail(ChannelAssistant.Silent).When(
            new StartConversation(Given.Nur, "k", "email", "en", "hello", null) { Origin = Mail, Queue = "billing" })
            .Then("ConversationStarted", "MessagePosted", "HandoffRequested").That(s => !s.Pending.Exists(p => p.Effect is AskAssistant));
        Assert.Equal("billing", outcome.Event<HandoffRequested>().Queue);
        Assert.Null(outcome.Event<ConversationStarted>().Disclosure);
    }

    [Fact]
    public void DraftingAssistant_WritesANote_AndHandsOver_AndTheCustomerHearsNothing()
    {
        var given = Given.Nothing.WithMail(ChannelAssistant.Drafts).And(new StartConversation(Given.Nur, "k", "email", "en", "hello", null) { Origin = Mail });
        var outcome = given.When(g => new PostAnswer(Caller.Assistant, g.Pending<AskAssistant>(), "From nine to five.", null, null, null))
            .Then("NotePosted", "HandoffRequested").That(s => s.Delivery.Outgoing.IsEmpty);
        Assert.Equal("From nine to five.", outcome.Event<NotePosted>().Text);
    }

    [Fact]
    public void Absence_IsAnnouncedToNobodyWhoWroteAMail()
    {
        var given = Given.Nothing.WithMail(ChannelAssistant.Silent).And(new StartConversation(Given.Nur, "k", "email", "en", "hello", null));
        given.When(g => new AnnounceAbsence(g.State.Handoff.Queue!, g.State.Handoff.Ticket, Open: false, Absence: 1)).ThenNothing();
    }

    [Fact]
    public void Code_ThatComesByMail_ProvesNobody()
    {
        var given = Given.Nothing.WithMail().And(new StartConversation(Given.Nur, "k", "email", "en", "my balance", null) { Origin = Mail });
        var sent = new CodeSent("email:nur@example.test", "k1:hash", given.Now.AddMinutes(10));
        given.When(g => new PostAnswer(
            Caller.Assistant, g.Pending<AskAssistant>(), "A code is on its way.", null, null, null,
            new(new("account_balance", TaskStage.Verifying, [], "code", NeedsProof: true, NeedsConsent: false), CodeSent: sent)))
            .Then("ConversationEffectSettled", "HandoffRequested");
        var signed = Given.Nothing.WithMail().And(new StartConversation(Given.Nur, "k", "email", "en", "my balance", null) { Origin = Mail });
        signed.When(g => new PostAnswer(
            Caller.Assistant, g.Pending<AskAssistant>(), null, null, null, null,
            new(new("account_balance", TaskStage.Running, [], null, NeedsProof: true, NeedsConsent: false)), "external:u-nur"))
            .Then("ConversationEffectSettled", "HandoffRequested");
    }
}
