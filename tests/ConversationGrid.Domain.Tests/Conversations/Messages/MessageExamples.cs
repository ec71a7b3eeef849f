using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Messages;

/// <summary>The rules of messages, notes and answers, one example each.</summary>
public class MessageExamples
{
    private static readonly AiDecision Call = new("task", "rules", "p1", null, "en", 1, "", [], 1, "drawn", Commands.Start, "00", 5);

    [Fact]
    public void Start_WithAText_PostsItAndAsksTheAssistant() => Given.Nothing
        .When(new StartConversation(Given.Nur, "k", "web", "en", "hello", null)).Then("ConversationStarted", "MessagePosted")
        .That(s => s.Status == ConversationStatus.Bot && s.Episode.Number == 1).Owes<AskAssistant>(ask => ask.UpToSeq == 2).Owes<LinkToCustomer>();

    [Fact]
    public void Start_WithoutAssistant_WaitsForAHuman() => Given.Nothing.With(o => o.AssistantEnabled = false)
        .When(new StartConversation(Given.Nur, "k", "web", "en", null, null)).Then("ConversationStarted", "HandoffRequested")
        .That(s => s.Status == ConversationStatus.Waiting).Owes<JoinQueue>();

    [Fact]
    public void Start_Again_GivesTheSameReceipt()
    {
        var again = Given.WithAssistant.When(new StartConversation(Given.Nur, "k", "web", "en", "hello", null)).ThenNothing();
        Assert.Equal(again.State.Start, again.Decision.Known);
    }

    [Fact]
    public void Start_ByAnotherCustomer_IsNotFound() =>
        Given.WithAssistant.When(new StartConversation(Caller.Customer("eve", null), "k", "web", "en", null, null)).ThenRefused("not_found");

    [Fact]
    public void Message_IsPostedWithItsAnalysis()
    {
        var posted = Given.WithAssistant.When(new PostMessage(Given.Nur, "m1", "  where is it?  ")).Then("MessagePosted").Event<MessagePosted>();
        Assert.Equal(("where is it?", "en"), (posted.Text, posted.Analysis?.Language));
    }

    [Fact]
    public void Message_SentAgain_GivesTheReceiptOfTheFirst()
    {
        var given = Given.WithAssistant.And(new PostMessage(Given.Nur, "m1", "where is it?"));
        Assert.Equal(3, given.When(new PostMessage(Given.Nur, "m1", "where is it?")).ThenNothing().Decision.Known?.Seq);
    }

    [Theory]
    [InlineData("", "text", "invalid")]
    [InlineData("m1", "  ", "invalid")]
    [InlineData("m1", null, "too_large")]
    public void Message_WithoutIdOrText_OrTooLong_IsRefused(string clientId, string? text, string code) =>
        Given.WithAssistant.When(new PostMessage(Given.Nur, clientId, text ?? new string('x', Limits.MessageTextMax + 1))).ThenRefused(code);

    [Fact]
    public void SecondQuestion_TakesThePlaceOfTheFirst_AtTheAssistant() => Given.WithAssistant
        .When(new PostMessage(Given.Nur, "m1", "and where is it?")).Owes<AskAssistant>(ask => ask.UpToSeq == 3)
        .That(s => s.Pending.Count(p => p.Effect is AskAssistant) == 1);

    [Fact]
    public void Message_ToAHuman_AsksNoAssistant() =>
        Given.AssignedToBen.When(new PostMessage(Given.Nur, "m1", "hello Ben")).That(s => !s.Pending.Any(p => p.Effect is AskAssistant));

    [Fact]
    public void AssignedAgent_Answers() => Given.AssignedToBen.When(new PostMessage(Given.Ben, "m1", "Hello Nur")).Then("MessagePosted");

    [Fact]
    public void Supervisor_AnswersOnlyAfterItJoined()
    {
        var given = Given.AssignedToBen;
        given.When(new PostMessage(Given.Siti, "m1", "Hello")).ThenRefused("forbidden");
        given.And(new JoinConversation(Given.Siti)).When(new PostMessage(Given.Siti, "m1", "Hello")).Then("MessagePosted");
    }

    [Fact]
    public void Agent_WritesNothing_AfterTheEnd() => Given.Resolved.When(new PostMessage(Given.Ben, "m1", "One more thing")).ThenRefused("conflict");

    [Fact]
    public void CustomersMessage_AfterTheEnd_BeginsTheNextEpisode() => Given.Resolved
        .When(new PostMessage(Given.Nur, "m1", "one more question")).Then("Reopened", "MessagePosted").That(s => s.Episode.Number == 2);

    [Fact]
    public void CustomersThanks_AfterTheEnd_BeginNothing() =>
        Given.Resolved.When(new PostMessage(Given.Nur, "m1", "thank you")).Then("MessagePosted").That(s => s.Status == ConversationStatus.Resolved);

    [Fact]
    public void Note_IsForStaff_AndAWhisperForSupervisorsOnly()
    {
        var given = Given.AssignedToBen;
        given.When(new PostNote(Given.Ben, "n1", "calls often")).Then("NotePosted").That(s => !s.Pending.Any(p => p.Effect is TellStaff));
        given.When(new PostNote(Given.Ben, "n1", "calls often")).ThenNothing();
        given.When(new PostNote(Given.Nur, "n2", "a note")).ThenRefused("forbidden");
        given.When(new PostNote(Given.Ben, "n3", "a whisper", Whisper: true)).ThenRefused("forbidden");
        given.When(new PostNote(Given.Siti, "n4", "offer a refund", Whisper: true)).Then("NotePosted").Owes<TellStaff>();
    }

    [Fact]
    public void Answer_IsPosted_AndSettlesItsQuestion() => Given.WithAssistant
        .When(g => new PostAnswer(Caller.Assistant, g.Pending<AskAssistant>(), "At the door.", null, null, null)).Then("MessagePosted")
        .That(s => !s.Pending.Any(p => p.Effect is AskAssistant)).That(s => s.Episode.ClosesAt != null);

    [Fact]
    public void Answer_ToAnOlderQuestion_IsDropped()
    {
        var given = Given.WithAssistant;
        var older = given.Pending<AskAssistant>();
        given.And(new PostMessage(Given.Nur, "m1", "and where?")).When(new PostAnswer(Caller.Assistant, older, "At the door.", null, null, null)).ThenNothing();
    }

    [Fact]
    public void Answer_WithAReason_HandsOver() => Given.WithAssistant
        .When(g => new PostAnswer(Caller.Assistant, g.Pending<AskAssistant>(), "A colleague helps you.", null, null, "unsure"))
        .Then("MessagePosted", "HandoffRequested")
        .That(s => s.Status == ConversationStatus.Waiting);

    [Fact]
    public void EmptyAnswer_OnlySettlesItsQuestion() => Given.WithAssistant
        .When(g => new PostAnswer(Caller.Assistant, g.Pending<AskAssistant>(), " ", null, null, null)).Then("ConversationEffectSettled");

    [Fact]
    public void Summary_IsRecordedOnce()
    {
        var given = Given.Waiting;
        var asked = given.Pending<SummariseForHandoff>();
        given.When(new PostSummary(Caller.Assistant, asked, "Nur asks for the van.")).Then("Summarised");
        given.When(new PostSummary(Caller.Assistant, asked, "Nur asks for the van.")).ThenNothing();
    }

    [Fact]
    public void CallOfAModel_IsRecordedOnce_ForStaffOnly()
    {
        var given = Given.AssignedToBen;
        given.When(new RecordDecision(Given.Ben, Call, null)).Then("DecisionRecorded");
        given.When(new RecordDecision(Given.Ben, Call, null)).ThenNothing();
        given.When(new RecordDecision(Given.Nur, Call, null)).ThenRefused("forbidden");
    }

    [Fact]
    public void UrgentMessage_RaisesItsAlertOnce_AndThePriority()
    {
        var given = Given.WithAssistant;
        given.When(new PostMessage(Given.Nur, "m1", "angry words")).Then("AlertRaised", "MessagePosted").Owes<TellStaff>().That(s => s.Labels.Priority == 3);
        given.And(new PostMessage(Given.Nur, "m2", "angry again")).When(new PostMessage(Given.Nur, "m3", "angry still")).Then("MessagePosted");
    }

    [Fact]
    public void QuietMessage_LeavesTheOtherPartsOfTheStateAsTheyAre()
    {
        var given = Given.AssignedToBen;
        var before = given.State;
        given.When(new PostMessage(Given.Ben, "m1", "Hello Nur"))
            .That(s => ReferenceEquals(s.Handoff, before.Handoff) && ReferenceEquals(s.Labels, before.Labels))
            .That(s => ReferenceEquals(s.Pause, before.Pause) && ReferenceEquals(s.Merge, before.Merge) && ReferenceEquals(s.Rules, before.Rules))
            .That(s => ReferenceEquals(s.Episode, before.Episode) && ReferenceEquals(s.Pending, before.Pending));
    }
}
