using ConversationGrid.Contracts;
using ConversationGrid.Domain.Conversations;

namespace ConversationGrid.Domain.Tests;

/// <content>What is removed, and what customers agree to.</content>
internal static partial class GoldenHistory
{
    /// <summary>A conversation whose texts were removed.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfErasure()
    {
        var run = Runs.OfConversation();
        run.Give(new StartConversation(Commands.Nur, "k", "web", "en", "hello", "returns"));
        run.Give(new RequestHandoff(Commands.Nur, null));
        run.Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1));
        run.Give(new AcceptOffer(Commands.AgentOf("ben"), "o1"));
        run.Give(new LabelConversation(Commands.AgentOf("ben"), ["late", "Nur's sofa"], null));
        run.Give(new EraseConversation(ErasureReason.Customer, ["late"]));
        return (new(EntityKind.Conversation, new("demo", "erased")), [.. run.Events]);
    }

    /// <summary>A customer who consents, takes it back, and is erased.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfPrivacy()
    {
        var run = Runs.OfCustomer();
        run.Give(new DescribeCustomer("Nur", "nur@demo.test", "en", Verified: true, "u-nur"));
        run.Give(new GiveConsent(Commands.Nur, "marketing", "2026-11", true, "en", "We may write to you."));
        run.Give(new GiveConsent(Commands.Nur, "marketing", "2026-11", false, "en", null));
        run.Give(new RequestErasure(Caller.System, "e1", "ticket 7"));
        run.Give(new FinishErasure("e1", 1));
        run.Give(new SettleCustomerEffect(run.State.Pending.Single().Id));
        return (new(EntityKind.Customer, new("demo", "erased")), [.. run.Events]);
    }

    /// <summary>A customer who signs out.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfSession()
    {
        var run = Runs.OfCustomer();
        run.Give(new DescribeCustomer("Nur", "nur@demo.test", "en", Verified: true, "u-nur"));
        run.Give(new EndCustomerSession("session", run.Now.AddDays(91)));
        return (new(EntityKind.Customer, new("demo", "signedout")), [.. run.Events]);
    }
}
