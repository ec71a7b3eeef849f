using ConversationGrid.Contracts;

namespace ConversationGrid.Domain.Tests.Conversations.Messages;

/// <summary>Messages with files, and what another system says.</summary>
public class FilesExamples
{
    private static readonly Attachment Photo = new("f1", "lamp.png", "image/png", 70_000);

    [Fact]
    public void MessageWithAFile_NeedsNoText_AndOneWithoutEitherIsNone()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        Assert.Null(run.Give(new PostMessage(Commands.Nur, "m1", "", Attachments: [Photo])).Refusal);
        Assert.Equal([Photo], run.Events.OfType<MessagePosted>().Last().Attachments);
        Assert.Equal(RefusalCodes.Invalid, run.Give(new PostMessage(Commands.Nur, "m2", " ")).Refusal?.Code);
        Assert.Equal(RefusalCodes.TooLarge, run.Give(new PostMessage(Commands.Nur, "m3", new('x', 8_001), Attachments: [Photo])).Refusal?.Code);
    }

    [Fact]
    public void FileAfterTheEnd_BeginsTheNextEpisode()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", null));
        run.Give(new ResolveConversation(Caller.System, null));
        run.Give(new PostMessage(Commands.Nur, "m1", "", Attachments: [Photo]));
        Assert.Equal(2, run.State.Episode.Number);
    }

    [Fact]
    public void AnotherSystem_SpeaksWhereverAConversationIsOpen_AndTakesNoPartInWhoAnswers()
    {
        var shop = new Caller(CallerRole.Supervisor, new(ActorKind.System, "key1", "Parcels"), []);
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "where is my parcel", null));
        Assert.Null(run.Give(new PostMessage(shop, "p1", "Your parcel left.")).Refusal);
        Assert.Null(run.State.Handoff.Assignment);
        run.Give(new ResolveConversation(shop, "delivered"));
        Assert.Equal(RefusalCodes.Conflict, run.Give(new PostMessage(shop, "p2", "Too late.")).Refusal?.Code);
    }
}
