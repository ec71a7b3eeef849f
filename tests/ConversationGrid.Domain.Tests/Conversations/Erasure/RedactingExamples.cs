using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;
using ConversationGrid.Domain.Conversations.Erasure;

namespace ConversationGrid.Domain.Tests.Conversations.Erasure;

/// <summary>Who has the text of one message removed, and what goes with it.</summary>
public class RedactingExamples
{
    [Fact]
    public void Redact_IsAskedFor_ThenTold_Once()
    {
        var given = Given.AssignedToBen;
        given.When(new RedactMessage(Given.Siti, 2, IsNote: false)).Then("RedactionRequested")
            .Owes<RemoveText>(remove => remove is { MessageSeq: 2, IsNote: false } && remove.AskedBy.Id == Given.Siti.Actor.Id);
        given.When(new RedactMessage(Given.Siti, 2, IsNote: false)).ThenNothing();
        given.When(new FinishRedaction(2, IsNote: false, Given.Siti.Actor)).Then("MessageRedacted").That(s => s.Messages.Course is null);
        given.When(new FinishRedaction(2, IsNote: false, Given.Siti.Actor)).ThenNothing();
        given.When(new FinishRedaction(3, IsNote: true, Given.Siti.Actor)).Then("NoteRedacted");
    }

    [Fact]
    public void Redact_NeedsTheRight_AndAMessageThatIsThere()
    {
        Given.AssignedToBen.When(new RedactMessage(Given.Ben, 2, IsNote: false)).ThenRefused("forbidden");
        Given.AssignedToBen.When(new RedactMessage(Given.Nur, 2, IsNote: false)).ThenRefused("forbidden");
        Given.AssignedToBen.When(new RedactMessage(Given.Siti with { Without = Rights.Redact }, 2, IsNote: false)).ThenRefused("forbidden");
        Given.AssignedToBen.When(new RedactMessage(Given.Siti, 900, IsNote: false)).ThenRefused("not_found");
    }

    [Fact]
    public void AnswerUnderWay_ReadTheText_SoAnotherOneIsAskedFor()
    {
        var given = Given.WithAssistant.And(new PostMessage(Given.Nur, "m1", "first secret"));
        var first = given.State.Seq;
        given.And(new PostMessage(Given.Nur, "m2", "and my question"));
        var before = given.Pending<AskAssistant>();
        given.And(new RedactMessage(Given.Siti, first, IsNote: false), new FinishRedaction(first, IsNote: false, Given.Siti.Actor));
        Assert.NotEqual(before, given.Pending<AskAssistant>());
        given.When(new PostAnswer(Caller.Assistant, before, "you said: first secret", null, null, null)).ThenNothing();
        given.When(new PostAnswer(Caller.Assistant, given.Pending<AskAssistant>(), "from nine to five", null, null, null)).ThenAccepted();
    }

    [Fact]
    public void AnswerThatComesWhileTheTextIsBeingRemoved_IsMadeAgain()
    {
        var given = Given.WithAssistant.And(new PostMessage(Given.Nur, "m1", "first secret"));
        var message = given.State.Seq;
        given.And(new RedactMessage(Given.Siti, message, IsNote: false));
        given.When(new PostAnswer(Caller.Assistant, given.Pending<AskAssistant>(), "you said: first secret", null, null, null)).ThenRefused("unavailable");
    }
}
