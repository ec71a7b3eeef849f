using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Labels;

/// <summary>The rules of labels, fields, priority and value, one example each.</summary>
public class LabelExamples
{
    [Fact]
    public void Labels_AreAddedAndRemoved_AndTheSameAgainIsNothing()
    {
        var given = Given.AssignedToBen;
        given.When(new LabelConversation(Given.Ben, ["refund", "late"], null)).Then("Labelled");
        given.When(new LabelConversation(Given.Ben, ["late"], null)).ThenNothing();
        given.When(new LabelConversation(Given.Ben, null, ["late"])).Then("Labelled").That(s => s.Labels.Names.Single() == "refund");
    }

    [Fact]
    public void Labels_HaveAForm_AndALimit()
    {
        Given.AssignedToBen.When(new LabelConversation(Given.Ben, [""], null)).ThenRefused("invalid");
        Given.AssignedToBen.When(new LabelConversation(Given.Ben, [.. Enumerable.Range(0, 51).Select(i => $"l{i}")], null)).ThenRefused("too_large");
    }

    [Fact]
    public void Customer_SetsNoLabel() => Given.AssignedToBen.When(new LabelConversation(Given.Nur, ["vip"], null)).ThenRefused("forbidden");

    [Fact]
    public void Fields_AreSet_AndAnEmptyValueTakesOneAway()
    {
        var given = Given.AssignedToBen;
        given.When(new SetFields(Given.Ben, [new("order", "17")])).Then("FieldsSet").That(s => s.Labels.Fields.Single().Value == "17");
        given.When(new SetFields(Given.Ben, [new("order", "17")])).ThenNothing();
        given.When(new SetFields(Given.Ben, [new("order", "")])).Then("FieldsSet").That(s => s.Labels.Fields.IsEmpty);
    }

    [Fact]
    public void Fields_HaveANameAndALimit()
    {
        Given.AssignedToBen.When(new SetFields(Given.Ben, [])).ThenRefused("invalid");
        Given.AssignedToBen.When(new SetFields(Given.Ben, [new("", "17")])).ThenRefused("invalid");
        Given.AssignedToBen.When(new SetFields(Given.Ben, [new("order", new string('1', Limits.ShortTextMax + 1))])).ThenRefused("too_large");
    }

    [Fact]
    public void Priority_OfOneWhoWaits_TakesANewPlaceInTheSameLine() => Given.Waiting
        .When(new SetPriority(Given.Siti, 2)).Then("PriorityChanged").That(s => s.Handoff.Ticket == 2)
        .Owes<JoinQueue>(join => join.Ticket == 2 && join.Priority == 2).Owes<LeaveQueue>(leave => leave.Ticket == 1);

    [Fact]
    public void Priority_OfOneWithAnAgent_MovesNothing() =>
        Given.AssignedToBen.When(new SetPriority(Given.Ben, 2)).Then("PriorityChanged").That(s => s.Labels.Priority == 2 && s.Handoff.Ticket == 1);

    [Fact]
    public void Priority_IsZeroToThree_AndTheSameIsNothing()
    {
        Given.AssignedToBen.When(new SetPriority(Given.Ben, 4)).ThenRefused("invalid");
        Given.AssignedToBen.When(new SetPriority(Given.Ben, 0)).ThenNothing();
    }

    [Fact]
    public void Value_OfOneWhoWaits_TakesANewPlace_AndIsFlagged() =>
        Given.Waiting.When(new ValueConversation(3)).Then("ValueChanged", "AlertRaised").That(s => s.Labels.Value == 3 && s.Handoff.Ticket == 2);

    [Fact]
    public void Value_IsZeroToThree_AndNothingAfterTheEnd()
    {
        Given.Waiting.When(new ValueConversation(4)).ThenRefused("invalid");
        Given.Closed.When(new ValueConversation(3)).ThenNothing();
    }
}
