using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests.Conversations.Merge;

/// <summary>A conversation that began anonymously belongs to the person who signed in.</summary>
public class IdentifyingExamples
{
    private static readonly Caller Aminah = Caller.Customer("aminah", "Aminah", isProven: true);

    [Fact]
    public void Moved_IsTheOthers_AndNoLongerTheFormers()
    {
        var given = Given.WithAssistant;
        given.When(new MoveToCustomer("nur", "aminah", "Aminah")).Then("CustomerIdentified")
            .That(s => s is { CustomerId: "aminah", CustomerName: "Aminah", Parties.CustomerId: "aminah" })
            .Owes<LinkToCustomer>(link => link.CustomerId == "aminah");
        given = given.And(new MoveToCustomer("nur", "aminah", "Aminah"));
        given.When(new PostMessage(Given.Nur, "m1", "hello")).ThenRefused("not_found");
        given.When(new PostMessage(Aminah, "m1", "hello")).Then("MessagePosted");
        given.When(new MoveToCustomer("nur", "aminah", "Aminah")).ThenNothing();
        given.When(new MoveToCustomer("nur", "eve", "Eve")).ThenNothing();
    }

    [Fact]
    public void MessageSentBeforeTheSignIn_IsNotSentAgainAfterIt() => Given.WithAssistant
        .And(new PostMessage(Given.Nur, "m1", "hello")).And(new MoveToCustomer("nur", "aminah", null))
        .When(new PostMessage(Aminah, "m1", "hello")).ThenNothing();
}
