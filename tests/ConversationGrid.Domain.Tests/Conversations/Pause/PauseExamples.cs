using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Pause;

/// <summary>The rules of snooze and hold, one example each.</summary>
public class PauseExamples
{
    private static readonly DateTimeOffset InAnHour = Commands.Start.AddHours(1);

    [Fact]
    public void Snooze_FreesTheAgent() => Given.AssignedToBen
        .When(new SnoozeConversation(Given.Ben, InAnHour)).Then("Snoozed").That(s => s.Status == ConversationStatus.Snoozed && s.Handoff.Assignment == null)
        .Owes<FreeAgent>();

    [Fact]
    public void Snooze_OfOneWhoWaits_LeavesTheLine() => Given.Waiting.When(new SnoozeConversation(Given.Siti, InAnHour)).Then("Snoozed").Owes<LeaveQueue>();

    [Fact]
    public void Snooze_EndsInTheFuture_WithinAYear()
    {
        Given.AssignedToBen.When(new SnoozeConversation(Given.Ben, Commands.Start)).ThenRefused("invalid");
        Given.AssignedToBen.When(new SnoozeConversation(Given.Ben, Commands.Start.AddDays(367))).ThenRefused("invalid");
    }

    [Fact]
    public void Snooze_IsForWhatWaitsOrIsAssigned_ByWhoMayHandleIt()
    {
        Given.WithAssistant.When(new SnoozeConversation(Given.Siti, InAnHour)).ThenRefused("conflict");
        Given.Waiting.When(new SnoozeConversation(Given.Ben, InAnHour)).ThenRefused("forbidden");
    }

    [Fact]
    public void Snooze_ToTheSameTime_IsNothing() => Given.Snoozed.When(new SnoozeConversation(Given.Siti, InAnHour)).ThenNothing();

    [Fact]
    public void SnoozeWhoseTimeIsOver_GoesBackIntoTheLine_FirstForItsAgent() => Given.Snoozed.After(TimeSpan.FromHours(1))
        .When(new TickConversation()).Then("Unsnoozed", "HandoffRequested").That(s => s.Handoff.PreferredAgentId == "ben" && s.Pause.SnoozedUntil == null);

    [Fact]
    public void CustomersMessage_EndsTheSnooze() =>
        Given.Snoozed.When(new PostMessage(Given.Nur, "m1", "I am back")).Then("MessagePosted", "Unsnoozed", "HandoffRequested");

    [Fact]
    public void Agent_EndsTheSnooze_AndOnlyOnce()
    {
        var given = Given.Snoozed;
        given.When(new UnsnoozeConversation(Given.Ben)).Then("Unsnoozed", "HandoffRequested");
        given.When(new UnsnoozeConversation(Given.Siti)).ThenNothing();
    }

    [Fact]
    public void Hold_IsSetByItsAgent_AndTheSameAgainIsNothing()
    {
        var given = Given.AssignedToBen;
        given.When(new HoldConversation(Given.Nur, true)).ThenRefused("forbidden");
        given.When(new HoldConversation(Given.Ben, true)).Then("HoldChanged").That(s => s.Pause.OnHold);
        given.When(new HoldConversation(Given.Ben, true)).ThenNothing();
        Given.Resolved.When(new HoldConversation(Given.Siti, true)).ThenRefused("conflict");
    }

    [Fact]
    public void Hold_EndsWhenTheCustomerWrites_OrTheConversationLeavesTheAgent()
    {
        Given.AssignedToBen.And(new HoldConversation(Given.Ben, true)).When(new PostMessage(Given.Nur, "m1", "hello?")).Then("MessagePosted", "HoldChanged");
        Given.AssignedToBen.And(new HoldConversation(Given.Ben, true)).When(new GiveBackConversation("ben", "o1"))
            .Then("Unassigned", "HandoffRequested", "HoldChanged");
    }

    [Fact]
    public void End_EndsTheHold() =>
        Given.AssignedToBen.And(new HoldConversation(Given.Ben, true)).When(new ResolveConversation(Given.Ben, null)).That(s => !s.Pause.OnHold);
}
