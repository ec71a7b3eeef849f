using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Merge;

/// <summary>The rules of merge, spam and block, one example each.</summary>
public class MergeExamples
{
    [Fact]
    public void Merge_ClosesIt_AndTellsTheOtherItsLabels() => Given.AssignedToBen.And(new LabelConversation(Given.Ben, ["refund"], null))
        .When(new MergeConversation(Given.Ben, "c2", "nur")).Then("Merged", "Closed")
        .That(s => s.Merge.MergedInto == "c2" && s.Status == ConversationStatus.Closed)
        .Owes<TellMerged>(tell => tell.Into == "c2" && tell.Labels.Single() == "refund");

    [Fact]
    public void Merge_IsIntoAnotherConversation_OfTheSameCustomer_WhileItIsOpen()
    {
        Given.AssignedToBen.When(new MergeConversation(Given.Ben, "c1", "nur")).ThenRefused("invalid");
        Given.AssignedToBen.When(new MergeConversation(Given.Ben, "c2", "eve")).ThenRefused("conflict");
        Given.Closed.When(new MergeConversation(Given.Siti, "c2", "nur")).ThenRefused("conflict");
        Given.Waiting.When(new MergeConversation(Given.Ben, "c2", "nur")).ThenRefused("forbidden");
    }

    [Fact]
    public void MergedConversation_GoesOnInTheOtherOnly()
    {
        var given = Given.AssignedToBen.And(new MergeConversation(Given.Ben, "c2", "nur"));
        given.When(new MergeConversation(Given.Ben, "c2", "nur")).ThenNothing();
        given.When(new MergeConversation(Given.Ben, "c3", "nur")).ThenRefused("conflict");
        given.When(new PostMessage(Given.Nur, "m1", "hello")).ThenRefused("conflict");
        given.When(new ReopenConversation(Given.Siti)).ThenRefused("conflict");
    }

    [Fact]
    public void OtherConversation_TakesTheLabelsOfTheMerged_Once()
    {
        var given = Given.AssignedToBen.And(new LabelConversation(Given.Ben, ["late"], null));
        given.When(new AbsorbConversation("c0", ["late", "refund"])).Then("Absorbed").That(s => s.Labels.Names.SequenceEqual(new[] { "late", "refund" }));
        given.When(new AbsorbConversation("c0", ["late", "refund"])).ThenNothing();
    }

    [Fact]
    public void Spam_IsClosed_WithoutASurvey()
    {
        var given = Given.AssignedToBen;
        given.When(new MarkSpam(Given.Ben)).Then("MarkedSpam", "Closed").That(s => !s.Episode.SurveyOpen);
        given.When(new MarkSpam(Given.Siti)).ThenNothing();
        Given.Waiting.When(new MarkSpam(Given.Ben)).ThenRefused("forbidden");
    }

    [Fact]
    public void BlockedCustomer_WritesNothing_UntilItIsUnblocked()
    {
        var given = Given.WithAssistant;
        given.When(new BlockConversation(true)).Then("BlockChanged", "Closed");
        given.When(new BlockConversation(true)).ThenNothing();
        given.When(new PostMessage(Given.Nur, "m1", "hello")).ThenRefused("forbidden");
        given.And(new BlockConversation(false)).When(new PostMessage(Given.Nur, "m1", "hello")).Then("Reopened", "MessagePosted");
    }
}
