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

    /// <summary>A conversation that moves to the person who signed in, and of which staff remove a message and a note.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfSignIn()
    {
        var (run, siti) = (Runs.OfConversation(), new Caller(CallerRole.Supervisor, new(ActorKind.Agent, "siti", "Siti"), []));
        run.Give(new StartConversation(Caller.Customer("visitor", null), "k", "web", "en", "my number is 12", null));
        run.Give(new MoveToCustomer("visitor", "nur", "Nur"));
        run.Give(new RequestHandoff(Commands.Nur, null));
        run.Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "general", 1));
        run.Give(new AcceptOffer(Commands.AgentOf("ben"), "o1"));
        run.Give(new PostNote(Commands.AgentOf("ben"), "n1", "a note"));
        foreach (var (seq, isNote) in new[] { (2L, false), (run.State.Seq, true) })
        {
            run.Give(new RedactMessage(siti, seq, isNote));
            run.Give(new FinishRedaction(seq, isNote, siti.Actor));
        }
        return (new(EntityKind.Conversation, new("demo", "signedin")), [.. run.Events]);
    }

    /// <summary>A conversation by e-mail whose answers are sent, tried again, confirmed and not delivered.</summary>
    private static (StreamId, IReadOnlyList<DomainEvent>) ToldOfMail()
    {
        var (run, ben) = (Runs.OfConversation(), Commands.AgentOf("ben"));
        var origin = new MessageOrigin("support", "nur@example.test", "m1@example.test") { Whole = "hello\n> before", LeftOut = ["a.pdf"], OtherSender = true };
        run.Give(new StartConversation(Commands.Nur, "k", "email", "en", "hello", "returns") { Origin = origin, Queue = "billing" });
        run.Give(new PostMessage(Commands.Nur, "m2", "I am away.") { Automatic = true });
        run.Give(new RequestHandoff(Commands.Nur, null));
        run.Give(new OfferToAgent(Caller.System, "o1", "ben", "Ben", "billing", 1));
        run.Give(new AcceptOffer(ben, "o1"));
        foreach (var report in (DeliveryReport[])
            [DeliveryReport.Sent, DeliveryReport.Later(DeliveryProblem.Unreachable), DeliveryReport.Failed(DeliveryProblem.Refused)])
        {
            run.Give(new PostMessage(ben, $"b{run.Events.Count}", "Here it is."));
            var seq = run.State.Delivery.Outgoing[0].MessageSeq;
            run.Give(new ReportDelivery(run.State.Pending.First(p => p.Effect is DeliverMessage).Id, seq, report));
            if (report.Result == DeliveryResult.Sent) run.Give(new ConfirmDelivery(seq, DeliveryProblem.None));
            if (report.Result != DeliveryResult.Later) continue;
            run.Pass(TimeSpan.FromHours(1));
            run.Give(new TickConversation());
            run.Give(new ReportDelivery(run.State.Pending.First(p => p.Effect is DeliverMessage).Id, seq, DeliveryReport.Sent));
        }
        return (new(EntityKind.Conversation, new("demo", "mailed")), [.. run.Events]);
    }

    /// <summary>An anonymous customer who turns out to be another one, and that one.</summary>
    private static IEnumerable<(StreamId, IReadOnlyList<DomainEvent>)> ToldOfJoining()
    {
        var visitor = Runs.OfCustomer();
        visitor.Give(new LinkConversation("c1"));
        visitor.Give(new JoinCustomer("aminah", "session", visitor.Now.AddDays(91)));
        visitor.Give(new LinkConversation("c2"));
        yield return (new(EntityKind.Customer, new("demo", "visitor")), [.. visitor.Events]);
        var known = Runs.OfCustomer();
        known.Give(new DescribeCustomer("Nur", null, "en", Verified: true, "u-nur"));
        known.Give(new AbsorbCustomer("visitor"));
        yield return (new(EntityKind.Customer, new("demo", "joined")), [.. known.Events]);
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
