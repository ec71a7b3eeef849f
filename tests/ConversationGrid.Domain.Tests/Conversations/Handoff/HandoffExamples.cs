using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Routing;

namespace ConversationGrid.Domain.Tests.Conversations.Handoff;

/// <summary>The rules of hand-overs, offers, transfers and absences, one example each.</summary>
public class HandoffExamples
{
    [Fact]
    public void Request_WaitsInTheQueue_WithASummaryForTheAgent() => Given.WithAssistant
        .When(new RequestHandoff(Given.Nur, "a refund", "billing")).Then("HandoffRequested").That(s => s.Handoff.Queue == "billing" && s.Handoff.Ticket == 1)
        .Owes<JoinQueue>(join => join.Ticket == 1).Owes<SummariseForHandoff>().That(s => !s.Pending.Any(p => p.Effect is AskAssistant));

    [Fact]
    public void Reason_OfOneWhoWaitsAlready_ReachesTheStaff_Once()
    {
        var given = Given.WithAssistant.And(new RequestHandoff(Given.Nur, "a refund", "billing"));
        given.When(new RequestHandoff(Given.Nur, "a refund")).ThenNothing();
        given.When(new RequestHandoff(Given.Nur, "  ")).ThenNothing();
        given.When(new RequestHandoff(Given.Nur, "and my order is late")).Then("HandoffExplained").That(s => s.Handoff.Ticket == 1);
        given.And(new RequestHandoff(Given.Nur, "and my order is late")).When(new RequestHandoff(Given.Nur, "and my order is late")).ThenNothing();
        Given.AssignedToBen.When(new RequestHandoff(Given.Nur, "a refund")).Then("HandoffExplained");
        Given.Snoozed.When(new RequestHandoff(Given.Nur, "a refund")).Then("Unsnoozed", "HandoffRequested", "HandoffExplained");
    }

    [Fact]
    public void Reason_IsKnownAgain_AfterItsCustomerSignedIn()
    {
        var known = Caller.Customer("u-nur", "Nur", isProven: true);
        Given.WithAssistant.And(new RequestHandoff(Given.Nur, "a refund", "billing")).And(new MoveToCustomer(Given.Nur.Actor.Id, "u-nur", "Nur"))
            .When(new RequestHandoff(known, "a refund")).ThenNothing();
    }

    [Fact]
    public void Request_OfOneWhoWaits_GivesTheSameReceipt()
    {
        var again = Given.Waiting.When(new RequestHandoff(Given.Nur, null)).ThenNothing();
        Assert.Equal(again.State.Handoff.Requested, again.Decision.Known);
    }

    [Fact]
    public void Request_ForAnUnknownQueue_IsNotFound() => Given.WithAssistant.When(new RequestHandoff(Given.Nur, null, "nowhere")).ThenRefused("not_found");

    [Fact]
    public void Request_AfterTheEnd_BeginsTheNextEpisode() => Given.Resolved.When(new RequestHandoff(Given.Nur, null)).Then("Reopened", "HandoffRequested");

    [Fact]
    public void Request_OutOfASnooze_EndsIt() => Given.Snoozed.When(new RequestHandoff(Given.Nur, null)).Then("Unsnoozed", "HandoffRequested");

    [Fact]
    public void Offer_StandsUntilItsTime() => Given.Waiting
        .When(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1)).Then("Offered")
        .That(s => s.Handoff.Offer!.ExpiresAt == Commands.Start.AddSeconds(20));

    [Fact]
    public void Offer_MadeAgain_ChangesNothing() => Given.OfferedToBen.When(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1)).ThenNothing();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Offer_WhileAnotherStands_IsRefused_AndTriedAgainOnlyForTheSameTicket(long ticket, bool retryable)
    {
        var refused = Given.OfferedToBen.When(new OfferToAgent(Caller.System, "o2", "aina", "Aina", "general", ticket)).ThenRefused("conflict");
        Assert.Equal(retryable, refused.Decision.Refusal?.Retryable);
    }

    [Fact]
    public void Offer_WhereThePolicyAcceptsByItself_IsAnAssignment() => Given.Waiting.With(new QueuePolicy { AutoAccept = true })
        .When(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1)).Then("Offered", "Assigned");

    [Fact]
    public void Acceptance_AssignsAndLeavesTheLine() => Given.OfferedToBen
        .When(new AcceptOffer(Given.Ben, "o1")).Then("Assigned").That(s => s.Handoff.Assignment!.AgentId == "ben" && s.Handoff.WaitingSince == null)
        .Owes<ConfirmToAgent>(confirm => !confirm.Takes).Owes<LeaveQueue>();

    [Fact]
    public void Acceptance_SentAgain_GivesTheSameReceipt() => Given.AssignedToBen.When(new AcceptOffer(Given.Ben, "o1")).ThenNothing();

    [Fact]
    public void Acceptance_ByAnother_OrTooLate_IsRefused()
    {
        Given.OfferedToBen.When(new AcceptOffer(Given.Siti, "o1")).ThenRefused("conflict");
        Given.OfferedToBen.After(TimeSpan.FromSeconds(20)).When(new AcceptOffer(Given.Ben, "o1")).ThenRefused("conflict");
    }

    [Fact]
    public void OfferThatNobodyAnswers_IsWithdrawn_StaffSeeWhoMissedIt_AndTheQueueIsTold() => Given.OfferedToBen.After(TimeSpan.FromSeconds(20))
        .When(new TickConversation()).Then("OfferWithdrawn", "OfferMissed").That(s => s.Status == ConversationStatus.Waiting)
        .Owes<RejoinQueue>(rejoin => !rejoin.Excused)
        .Owes<FreeAgent>();

    [Fact]
    public void Decline_PutsItBackIntoTheLine_AndItsOfferIsGone()
    {
        var given = Given.OfferedToBen;
        given.When(new DeclineOffer(Given.Ben, "o1", "busy")).Then("OfferWithdrawn").That(s => s.Status == ConversationStatus.Waiting);
        given.When(new AcceptOffer(Given.Ben, "o1")).ThenRefused("conflict");
    }

    [Fact]
    public void LostOffer_IsToldToTheAgentWhoNoLongerSeesTheConversation() => Given.OfferedToBen
        .And(new DeclineOffer(Given.Ben, "o1", null), new OverflowConversation("general", 1, "billing")).When(new AcceptOffer(Given.Ben, "o1"))
        .ThenRefused("conflict");

    [Fact]
    public void AgentWhoLeaves_GivesItBackIntoTheLine_ForAnyAgent() => Given.AssignedToBen
        .When(new GiveBackConversation("ben", "o1")).Then("Unassigned", "HandoffRequested").That(s => s.Handoff.PreferredAgentId == null).Owes<FreeAgent>();

    [Fact]
    public void Overflow_GoesToTheOtherQueue_WithItsTrueStartOfWaiting()
    {
        var given = Given.Waiting.After(TimeSpan.FromMinutes(3));
        given.When(new OverflowConversation("general", 0, "billing")).ThenNothing();
        given.When(new OverflowConversation("general", 1, "billing")).Then("HandoffRequested")
            .That(s => s.Handoff.Queue == "billing" && s.Handoff.Ticket == 2 && s.Handoff.WaitingSince == Commands.Start)
            .Owes<LeaveQueue>(leave => leave.Queue == "general" && leave.Ticket == 1);
    }

    [Fact]
    public void Transfer_CarriesTheNote_AndIsNotOfferedToItsSender() => Given.AssignedToBen
        .When(new TransferConversation(Given.Ben, "billing", null, "wants a refund")).Then("NotePosted", "Unassigned", "HandoffRequested")
        .That(s => s.Handoff.Queue == "billing" && s.Handoff.NotTo.Single().AgentId == "ben");

    [Fact]
    public void Transfer_NamesItsSender_ToStaff_WhileItWaits() => Given.AssignedToBen
        .When(new TransferConversation(Given.Ben, "billing", null, null))
        .That(s => Conversation.View(s, Given.Siti)!.TransferredBy!.Id == "ben")
        .That(s => Conversation.View(s, Given.Nur)!.TransferredBy == null);

    [Fact]
    public void Request_OfTheCustomer_NamesNoSender() => Given.WithAssistant
        .When(new RequestHandoff(Given.Nur, null)).That(s => Conversation.View(s, Given.Siti)!.TransferredBy == null);

    [Fact]
    public void Transfer_NamesOneWhoIsNotTheAgentItself()
    {
        Given.AssignedToBen.When(new TransferConversation(Given.Ben, null, null, null)).ThenRefused("invalid");
        Given.AssignedToBen.When(new TransferConversation(Given.Ben, null, "ben", null)).ThenRefused("conflict");
        Given.AssignedToBen.When(new TransferConversation(Given.Ben, "nowhere", null, null)).ThenRefused("not_found");
    }

    [Fact]
    public void Transfer_ToAnAgent_PrefersIt() =>
        Given.AssignedToBen.When(new TransferConversation(Given.Ben, null, "aina", null)).That(s => s.Handoff.PreferredAgentId == "aina");

    [Fact]
    public void Transfer_ToTheAssistant_NeedsOne()
    {
        Given.AssignedToBen.When(new TransferConversation(Given.Ben, null, null, null, ToAssistant: true)).Then("Unassigned", "ReturnedToAssistant")
            .That(s => s.Status == ConversationStatus.Bot);
        Given.AssignedToBen.With(o => o.AssistantEnabled = false).When(new TransferConversation(Given.Ben, null, null, null, ToAssistant: true))
            .ThenRefused("conflict");
    }

    [Fact]
    public void Transfer_ByAnotherAgent_OrAfterTheEnd_IsRefused()
    {
        Given.Waiting.When(new TransferConversation(Given.Ben, "billing", null, null)).ThenRefused("forbidden");
        Given.Resolved.When(new TransferConversation(Given.Siti, "billing", null, null)).ThenRefused("conflict");
    }

    [Fact]
    public void TakeOver_IsTheSupervisorsOrder_WithoutAnOffer()
    {
        Given.AssignedToBen.When(new TakeOverConversation(Given.Siti, "siti", "Siti")).Then("Unassigned", "Assigned")
            .Owes<ConfirmToAgent>(confirm => confirm.Takes);
        Given.AssignedToBen.When(new TakeOverConversation(Given.Siti, "ben", "Ben")).ThenNothing();
        Given.AssignedToBen.When(new TakeOverConversation(Given.Ben, "ben", "Ben")).ThenRefused("forbidden");
    }

    [Fact]
    public void Supervisor_JoinsAnAgent_AndLeaves()
    {
        var given = Given.AssignedToBen;
        given.When(new JoinConversation(Given.Ben)).ThenRefused("forbidden");
        given.When(new JoinConversation(Given.Siti)).Then("Joined").That(s => s.Handoff.Joined.Contains("siti"));
        given.When(new JoinConversation(Given.Siti)).ThenNothing();
        given.When(new LeaveConversation(Given.Siti)).Then("Left").That(s => s.Handoff.Joined.IsEmpty);
        Given.Waiting.When(new JoinConversation(Given.Siti)).ThenRefused("conflict");
    }

    [Fact]
    public void Absence_IsToldOnce_ToOneWhoWaits()
    {
        var given = Given.Waiting;
        given.When(new AnnounceAbsence("general", 1, Open: true, Absence: 1)).Then("AbsenceAnnounced", "MessagePosted");
        given.When(new AnnounceAbsence("general", 1, Open: true, Absence: 1)).ThenNothing();
        Given.AssignedToBen.When(new AnnounceAbsence("general", 1, Open: true, Absence: 1)).ThenNothing();
        Given.Waiting.With(new QueuePolicy { WhenNobodyIsThere = AbsenceAnswer.Nothing }).When(new AnnounceAbsence("general", 1, Open: true, Absence: 1))
            .ThenNothing();
    }

    [Fact]
    public void CallBack_IsAskedForOnce_ByTheCustomer()
    {
        var given = Given.Waiting;
        given.When(new RequestCallBack(Given.Siti, "+60 3-1234", null)).ThenRefused("forbidden");
        given.When(new RequestCallBack(Given.Nur, "1", null)).ThenRefused("invalid");
        given.When(new RequestCallBack(Given.Nur, "+60 3-1234", "after five")).Then("CallBackRequested");
        given.When(new RequestCallBack(Given.Nur, "+60 3-1234", null)).ThenNothing();
        Given.Closed.When(new RequestCallBack(Given.Nur, "+60 3-1234", null)).ThenRefused("conflict");
    }
}
