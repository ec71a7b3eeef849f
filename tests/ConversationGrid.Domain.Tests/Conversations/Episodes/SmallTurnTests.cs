using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Episodes;

/// <summary>Turns without a question, conversations that go quiet, and what the end of an episode leaves behind.</summary>
public sealed class SmallTurnTests
{
    private static readonly Caller Ben = Commands.AgentOf("ben");

    [Fact]
    public void ThanksAfterTheEnd_LeaveItAsItIs_AndTheRatingCounts()
    {
        var run = Resolved();
        var events = run.Give(new PostMessage(Commands.Nur, "t", "Thank you!")).Events;
        Assert.DoesNotContain(events, e => e is Reopened or HandoffRequested);
        Assert.Equal(ConversationStatus.Resolved, run.State.Status);
        Assert.DoesNotContain(run.State.Pending, p => p.Effect is AskAssistant);
        Assert.Null(run.Give(new RateConversation(Commands.Nur, 5, null)).Refusal);
        Assert.Equal(ConversationStatus.Resolved, run.State.Status);
        Assert.NotNull(run.State.Episode.ClosesAt);
    }

    [Fact]
    public void QuestionAfterTheEnd_BeginsAnew()
    {
        var run = Resolved();
        run.Give(new PostMessage(Commands.Nur, "t", "where is the refund?"));
        Assert.Equal((ConversationStatus.Bot, 2), (run.State.Status, run.State.Episode.Number));
    }

    [Fact]
    public void AnsweredConversation_ThatGoesQuiet_ClosesAndCanBeRated()
    {
        var run = Answered();
        Assert.Equal(run.Now + new ConversationOptions().CloseAfterAnswer, Conversation.DueAt(run.State));
        run.Pass(TimeSpan.FromMinutes(30));
        var events = run.Give(new TickConversation()).Events;
        Assert.Equal((ActorKind.Bot, ClosedReasons.Quiet), (events.OfType<Closed>().Single().ByKind, events.OfType<Closed>().Single().Disposition));
        Assert.Equal(ConversationStatus.Closed, run.State.Status);
        Assert.Null(run.Give(new RateConversation(Commands.Nur, 4, null)).Refusal);
        run.Give(new PostMessage(Commands.Nur, "m9", "one more thing"));
        Assert.Equal((ConversationStatus.Bot, 2), (run.State.Status, run.State.Episode.Number));
    }

    [Fact]
    public void Question_HandOver_AndOpenTask_StopTheTimeToTheClose()
    {
        var asked = Answered();
        asked.Give(new PostMessage(Commands.Nur, "m2", "and the other one?"));
        Assert.Null(asked.State.Episode.ClosesAt);

        var handedOver = Answered();
        handedOver.Give(new RequestHandoff(Commands.Nur, null));
        Assert.Null(handedOver.State.Episode.ClosesAt);

        var filling = Runs.OfConversation();
        filling.Give(new StartConversation(Commands.Nur, "k", "web", "en", "move my booking", null));
        filling.Give(new PostAnswer(Caller.Assistant, Question(filling), "Which booking?", null, null, null,
            new(new("move", TaskStage.Filling, [], "id", false, true))));
        Assert.Null(filling.State.Episode.ClosesAt);
    }

    [Fact]
    public void NewEpisode_ForgetsTheMoodOfTheLast()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "angry", null));
        for (var i = 0; i < 5; i++) run.Give(new PostMessage(Commands.Nur, $"a{i}", "angry"));
        Assert.True(run.State.Messages.Mood < -0.5);
        run.Give(new CloseConversation(Commands.Nur));
        run.Give(new PostMessage(Commands.Nur, "next", "hello"));
        Assert.Equal(0, run.State.Messages.Mood, 3);
    }

    [Fact]
    public void LaterRating_CountsWithinItsTime_AndTheSameOneTwiceIsOne()
    {
        var run = Resolved();
        run.Give(new RateConversation(Commands.Nur, 1, null));
        Assert.Empty(run.Give(new RateConversation(Commands.Nur, 1, null)).Events);
        Assert.Equal(5, run.Give(new RateConversation(Commands.Nur, 5, "sorry, wrong star")).Events.OfType<Rated>().Single().Score);
        run.Pass(new ConversationOptions().RatingCorrectedWithin);
        Assert.Empty(run.Give(new RateConversation(Commands.Nur, 2, null)).Events);
    }

    private static Run<ConversationState, ConversationCommand, ConversationEvent> Answered()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "where is it", null));
        run.Give(new PostAnswer(Caller.Assistant, Question(run), "In the van.", [new("van", "Van")], null, null));
        return run;
    }

    private static Run<ConversationState, ConversationCommand, ConversationEvent> Resolved()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "where is it", null));
        run.Give(new RequestHandoff(Commands.Nur, null));
        run.Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", run.State.Handoff.Queue!, run.State.Handoff.Ticket));
        run.Give(new AcceptOffer(Ben, "o1"));
        Assert.Null(run.Give(new ResolveConversation(Ben, null)).Refusal);
        return run;
    }

    private static EffectId Question(Run<ConversationState, ConversationCommand, ConversationEvent> run) =>
        run.State.Pending.Find(p => p.Effect is AskAssistant)!.Id;
}
