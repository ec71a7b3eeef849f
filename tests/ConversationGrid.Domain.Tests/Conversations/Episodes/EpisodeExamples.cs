using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Episodes;

/// <summary>The rules of the end of an episode and its survey, one example each.</summary>
public class EpisodeExamples
{
    [Fact]
    public void Resolve_OffersASurvey_AndFreesTheAgent() => Given.AssignedToBen
        .When(new ResolveConversation(Given.Ben, "answered")).Then("Resolved", "SurveyOffered")
        .That(s => s.Status == ConversationStatus.Resolved && s.Episode.ClosesAt == Commands.Start.AddHours(72))
        .Owes<FreeAgent>(free => free.Reason == ReleaseReason.Over);

    [Fact]
    public void Resolve_Again_IsNothing_AndOfWhatIsClosedRefused()
    {
        Given.Resolved.When(new ResolveConversation(Given.Ben, null)).ThenNothing();
        Given.Closed.When(new ResolveConversation(Given.Siti, null)).ThenRefused("conflict");
        Given.Waiting.When(new ResolveConversation(Given.Ben, null)).ThenRefused("forbidden");
    }

    [Fact]
    public void ResolvedConversation_ClosesInItsTime() =>
        Given.Resolved.After(TimeSpan.FromHours(72)).When(new TickConversation()).Then("Closed")
            .That(s => s.Status == ConversationStatus.Closed && s.Episode.SurveyOpen);

    [Fact]
    public void Close_ByTheCustomer_OffersASurvey_OnlyOnce()
    {
        var given = Given.WithAssistant;
        given.When(new CloseConversation(Given.Nur)).Then("Closed", "SurveyOffered");
        given.When(new CloseConversation(Given.Nur)).ThenNothing();
        Given.Resolved.When(new CloseConversation(Given.Nur)).Then("Closed");
        Given.Waiting.When(new CloseConversation(Given.Ben)).ThenRefused("forbidden");
    }

    [Fact]
    public void Close_LeavesTheLineAndTheOffer() =>
        Given.OfferedToBen.When(new CloseConversation(Given.Nur)).Owes<LeaveQueue>().Owes<FreeAgent>().That(s => s.Handoff.Offer == null);

    [Fact]
    public void Reopen_ByStaff_WaitsForTheOneWhoReopened() => Given.Resolved
        .When(new ReopenConversation(Given.Ben)).Then("Reopened", "HandoffRequested").That(s => s.Episode.Number == 2 && s.Handoff.PreferredAgentId == "ben");

    [Fact]
    public void Reopen_IsForStaff_OfWhatIsOver()
    {
        Given.Resolved.When(new ReopenConversation(Given.Nur)).ThenRefused("forbidden");
        Given.AssignedToBen.When(new ReopenConversation(Given.Ben)).ThenRefused("conflict");
    }

    [Fact]
    public void Rating_IsOneToFive_ByTheCustomer_AfterTheEnd()
    {
        Given.Resolved.When(new RateConversation(Given.Nur, 5, "quick")).Then("Rated").That(s => s.Episode.RatedScore == 5);
        Given.Resolved.When(new RateConversation(Given.Nur, 6, null)).ThenRefused("invalid");
        Given.Resolved.When(new RateConversation(Given.Ben, 5, null)).ThenRefused("forbidden");
        Given.AssignedToBen.When(new RateConversation(Given.Nur, 5, null)).ThenRefused("conflict");
    }

    [Fact]
    public void Rating_IsCorrectedWithinItsTime_AndNotLater()
    {
        var given = Given.Resolved.And(new RateConversation(Given.Nur, 1, null));
        given.When(new RateConversation(Given.Nur, 1, null)).ThenNothing();
        given.When(new RateConversation(Given.Nur, 4, null)).Then("Rated");
        given.After(TimeSpan.FromHours(1)).When(new RateConversation(Given.Nur, 2, null)).ThenNothing();
    }
}
